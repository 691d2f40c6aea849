/**
 * What {@code ./tarang} offers, one class per command. Each says what it does in plain lines and ends with 0 only if it did it; what a person can
 * remedy is one line that names the remedy.
 * <p>
 * Commands find the platform by its data folder and speak to it through its ports; only {@code up} and {@code down} touch processes.
 */
@NullMarked
package radio.tarang.local.command;

import org.jspecify.annotations.NullMarked;
