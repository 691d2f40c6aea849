@NullMarked
package radio.tarang.program.importing;

import org.jspecify.annotations.NullMarked;
