/**
 * Who asks: access tokens, revocations, signed sessions ({@link radio.tarang.notification.security.Callers}), and what is open over plain HTTP.
 * <p>
 * Invariant: a token that is presented and does not count is refused, also where none is needed, and every 401 has the same body. Nothing here fetches
 * what a token names; only the configured key set is ever read.
 * <p>
 * It must not know the feed. Sockets ask it and know nothing else of this package. The same package stands in every service; what they share are vectors
 * in {@code docs/contracts}, not code.
 */
@NullMarked
package radio.tarang.notification.security;

import org.jspecify.annotations.NullMarked;
