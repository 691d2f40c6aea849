/** Tests of what states depart from, through the running service. */
@NullMarked
package radio.tarang.program.network;

import org.jspecify.annotations.NullMarked;
