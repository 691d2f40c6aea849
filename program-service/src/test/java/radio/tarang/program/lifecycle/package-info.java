@NullMarked
package radio.tarang.program.lifecycle;

import org.jspecify.annotations.NullMarked;
