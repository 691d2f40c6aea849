/**
 * Writes that may be sent twice: {@code Idempotency-Key} (draft-ietf-httpapi-idempotency-key-header). The first answer is kept
 * for 24 h and given again; nothing happens a second time.
 * <p>
 * Invariant: an effect and its kept answer commit together, or neither does. Who may ask was decided before; what is asked
 * for is none of this package's business.
 */
@NullMarked
package radio.tarang.user.idempotency;

import org.jspecify.annotations.NullMarked;
