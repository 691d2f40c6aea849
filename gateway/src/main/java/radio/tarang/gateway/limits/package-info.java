/**
 * How much one caller may ask: the table of limits, what of it a request counts in ({@link radio.tarang.gateway.limits.Rule}),
 * the two algorithms ({@link radio.tarang.gateway.limits.Gcra} on leases, {@link radio.tarang.gateway.limits.SlidingLog}), and
 * the ledger in Redis that all replicas share.
 * <p>
 * Invariants: a request is counted in all its buckets or in none; nothing is decided by waiting on an event loop; with Redis
 * away a replica enforces its share, never nothing; memory is bounded, and running out of it helps nobody.
 * <p>
 * It must not know how a caller is identified, nor what the cache keeps.
 */
@NullMarked
package radio.tarang.gateway.limits;

import org.jspecify.annotations.NullMarked;
