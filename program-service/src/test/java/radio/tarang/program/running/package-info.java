@NullMarked
package radio.tarang.program.running;

import org.jspecify.annotations.NullMarked;
