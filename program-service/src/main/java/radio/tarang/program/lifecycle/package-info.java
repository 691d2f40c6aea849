/**
 * The clock's part: programmes start at their start (inclusive) and end at their end (exclusive), on any number of replicas, each step once. One loop
 * sweeps every second and sleeps no longer than to the next boundary; time comes from the injected clock alone, so nothing happens early after a jump.
 * <p>
 * Invariant: due rows are locked with SKIP LOCKED, stepped through the aggregate's own verbs and written with their events in one transaction of at most
 * 500 rows, which areas share; within a state what ends goes before what starts. A programme whose whole slot went by unseen is started and ended in order, in one
 * transaction. It must not know who put programmes there, and stays outside the circuit breaker: its next sweep is the retry.
 */
@NullMarked
package radio.tarang.program.lifecycle;

import org.jspecify.annotations.NullMarked;
