@NullMarked
package radio.tarang.program.privacy;

import org.jspecify.annotations.NullMarked;
