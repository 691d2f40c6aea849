/** Tests of reading from a standby, with a real one. */
@NullMarked
package radio.tarang.program.replica;

import org.jspecify.annotations.NullMarked;
