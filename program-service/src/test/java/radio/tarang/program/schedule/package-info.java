/** Tests of the recurring shows. */
@NullMarked
package radio.tarang.program.schedule;

import org.jspecify.annotations.NullMarked;
