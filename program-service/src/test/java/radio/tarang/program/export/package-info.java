@NullMarked
package radio.tarang.program.export;

import org.jspecify.annotations.NullMarked;
