@NullMarked
package radio.tarang.program.counters;

import org.jspecify.annotations.NullMarked;
