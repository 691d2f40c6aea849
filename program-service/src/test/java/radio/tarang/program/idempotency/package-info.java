@NullMarked
package radio.tarang.program.idempotency;

import org.jspecify.annotations.NullMarked;
