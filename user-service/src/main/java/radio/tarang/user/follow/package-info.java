/**
 * Following people, stations and programmes. Stations and programmes belong to program-service; what can be followed of them is a projection of
 * {@code program.events}, kept by {@link BroadcastListener}.
 * <p>
 * Invariant: a follow is one row, one event and one in every count, in one transaction, however many ask at once; the projection never goes back to an older
 * sequence, and a record it cannot read goes to the dead-letter topic while the partition goes on.
 * <p>
 * It must not know why somebody follows, nor who is told what came of it.
 */
@NullMarked
package radio.tarang.user.follow;

import org.jspecify.annotations.NullMarked;
