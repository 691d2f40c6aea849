@NullMarked
package radio.tarang.user.idempotency;

import org.jspecify.annotations.NullMarked;
