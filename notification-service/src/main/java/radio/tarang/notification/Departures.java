package radio.tarang.notification;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The states whose listeners need a new snapshot: their opt-outs changed, or a programme that they hear later has come to its start or end there, which
 * no event tells. Not thread-safe: {@link Feed} holds the lock.
 */
final class Departures {
    private final States states;
    private final Set<State> changed = new HashSet<>();
    private Instant lookedUntil = Instant.MAX;

    Departures(States states) {
        this.states = states;
    }

    void changed(State state) {
        changed.add(state);
    }

    /** Those since the last call. */
    List<State> due(Projection projection, Instant now) {
        Instant since = lookedUntil;
        lookedUntil = now;
        for (State state : states.all()) {
            if (since.isBefore(now) && Heard.boundaries(state, projection, since)
                    .anyMatch(boundary -> !boundary.isAfter(now))) {
                changed.add(state);
            }
        }
        List<State> due = new ArrayList<>(changed);
        changed.clear();
        return due;
    }
}
