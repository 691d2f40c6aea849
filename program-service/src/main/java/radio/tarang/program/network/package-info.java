/**
 * National programmes where a state departs from them: the opt-out, an aggregate of its own that {@code replaces} the programme in one state and is
 * published in that state's partition.
 * <p>
 * Invariant: only a national programme that is not over has opt-outs, at most one for each state; a replacement is a programme of that state. It must
 * not know how listings apply them: they read the table, and other services the events.
 */
@NullMarked
package radio.tarang.program.network;

import org.jspecify.annotations.NullMarked;
