/**
 * Who asks: a signed-in user by access token (RFC 9068), an anonymous listener by signed session, or nobody but an address;
 * and which routes that lets them reach.
 * <p>
 * Invariant: a request reaches a route with exactly one {@link radio.tarang.gateway.identity.Caller}, and nothing a client
 * writes into a header makes it somebody else.
 * <p>
 * Other features may know this one; it knows none of them, neither limits nor the cache, and no address but the JWKS's.
 */
@NullMarked
package radio.tarang.gateway.identity;

import org.jspecify.annotations.NullMarked;
