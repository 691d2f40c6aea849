@NullMarked
package radio.tarang.program.radio;

import org.jspecify.annotations.NullMarked;
