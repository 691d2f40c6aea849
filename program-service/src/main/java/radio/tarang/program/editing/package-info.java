/**
 * Running the schedule by hand: creating, changing, cancelling, ending and deleting programmes.
 * <p>
 * Invariant: every change locks its rows first (a new slot the station too, so that two editors cannot both take it), calls one verb, and saves the event
 * in the same transaction. It must not know how programmes are listed, imported or started by the clock.
 */
@NullMarked
package radio.tarang.program.editing;

import org.jspecify.annotations.NullMarked;
