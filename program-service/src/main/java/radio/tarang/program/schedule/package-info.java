/**
 * Recurring shows: what a show's pattern says ({@link Recurrence}, pure), and the programmes generated from it, fourteen days ahead.
 * <p>
 * Invariant: an occurrence, named by the local date its pattern puts it on, becomes one programme once. What was generated is remembered in the same
 * transaction, so that a hand's change, cancellation or deletion stands, and what is live or over is never touched. The station is locked first, as
 * everywhere. It must not know how programmes are edited by hand, shifted, listed or started by the clock.
 */
@NullMarked
package radio.tarang.program.schedule;

import org.jspecify.annotations.NullMarked;
