/**
 * The edge cache: an HTTP shared cache (RFC 9111, 5861, 9213) of ready bytes, and the web client's files kept the same
 * way. {@code EdgeHandler} answers hits right behind the HTTP codec; everything else goes on to the ordinary chain, where
 * {@code EdgeFilter} asks the service once for all who wait and fills the cache.
 * <p>
 * Invariants: a purge marks stale and never deletes, an eviction deletes; a fill that a purge overtook is stored as
 * already stale; an answer to one person is never kept; what the handler does not fully understand it does not answer.
 * <p>
 * It must not know what a tag, a path or an event means. A client's {@code Cache-Control} is ignored on purpose: nobody
 * outside may make the services work harder.
 */
@NullMarked
package radio.tarang.gateway.edge;

import org.jspecify.annotations.NullMarked;
