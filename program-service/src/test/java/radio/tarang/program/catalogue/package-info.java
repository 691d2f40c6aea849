@NullMarked
package radio.tarang.program.catalogue;

import org.jspecify.annotations.NullMarked;
