/**
 * Who asks, and what they may do here: access tokens, revocations, signed sessions, and the table of routes ({@link SecurityConfiguration}).
 * <p>
 * Invariant: a route that is not in the table is denied; a token that is presented and does not count is a 401, also where none is needed, and every
 * 401 has the same body. Nothing here fetches what a token names; only the configured key set is ever read.
 * <p>
 * It must not know any feature. Features take a {@link Caller} and know nothing else of this package. The same package stands in every service; what they
 * share are vectors in {@code docs/contracts}, not code.
 */
@NullMarked
package radio.tarang.counter.security;

import org.jspecify.annotations.NullMarked;
