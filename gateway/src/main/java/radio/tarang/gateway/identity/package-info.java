/**
 * Who asks: a signed-in user by access token (RFC 9068), an anonymous listener by signed session, or nobody but an address.
 * <p>
 * Invariant: a request reaches a route with exactly one {@link radio.tarang.gateway.identity.Caller}, and nothing a client
 * writes into a header makes it somebody else. Knows nothing of limits or of the cache.
 */
@NullMarked
package radio.tarang.gateway.identity;

import org.jspecify.annotations.NullMarked;
