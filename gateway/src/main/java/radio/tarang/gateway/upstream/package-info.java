/**
 * Requests that a service must answer: the filters between a matched route and the service behind it.
 * <p>
 * Invariant: nothing a client sent as {@code X-User-*}, {@code X-Forwarded-*} or {@code Cache-Refresh} reaches a service,
 * no body larger than its route allows does, and every call is under its route's breaker and time limit.
 * <p>
 * It must not know about the cache, nor which paths exist: routes are configuration.
 */
@NullMarked
package radio.tarang.gateway.upstream;

import org.jspecify.annotations.NullMarked;
