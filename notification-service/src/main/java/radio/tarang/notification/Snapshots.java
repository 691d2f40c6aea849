package radio.tarang.notification;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/** The last snapshot of each state, for as long as nothing in it has changed. Not thread-safe: {@link Feed} holds the lock. */
final class Snapshots {
    private final Duration life;
    private final @Nullable Snapshot[] snapshots;
    private final Instant[] taken;

    Snapshots(States states, FeedSettings settings) {
        this.life = settings.snapshotLife();
        this.snapshots = new Snapshot[states.all().size()];
        this.taken = new Instant[states.all().size()];
        Arrays.fill(taken, Instant.MIN);
    }

    /** Null when there is none, or time alone has made it wrong: "upcoming" moves with the clock. */
    @Nullable
    Snapshot of(State state, Instant now) {
        Snapshot snapshot = snapshots[state.number()];
        return snapshot == null || taken[state.number()].plus(life).isBefore(now) || !now.isBefore(snapshot.until())
                ? null
                : snapshot;
    }

    Snapshot keep(Snapshot snapshot, Instant now) {
        snapshots[snapshot.state().number()] = snapshot;
        taken[snapshot.state().number()] = now;
        return snapshot;
    }

    /** A national change shows in every state. */
    void forget(State changed) {
        if (changed.national()) {
            Arrays.fill(snapshots, null);
        } else {
            snapshots[changed.number()] = null;
        }
    }
}
