package radio.tarang.notification;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

import tools.jackson.databind.node.ObjectNode;

import radio.tarang.notification.FeedEvent.ProgrammeChanged;

/**
 * The states whose listeners need a new snapshot: their opt-outs changed, or what they hear in place of the country's programme did; or a programme
 * that they hear later has come to its start or end there, which no event tells. Not thread-safe: {@link Feed} holds the lock.
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

    /** The feed opens: what happened until now, nobody has to be told. */
    void begin(Instant now) {
        changed.clear();
        lookedUntil = now;
    }

    /** What the states hear that depart from the programme of this event, if it is a national one. */
    static Map<State, ObjectNode> heard(FeedEvent event, Projection projection, Instant now) {
        Map<State, ObjectNode> heard = new HashMap<>();
        if (event instanceof ProgrammeChanged of && of.programme().state().national()) {
            projection.optOutsFrom(of.programme().id())
                    .forEach(optOut -> heard.put(optOut.state(), Heard.apart(optOut, projection, now)));
        }
        return heard;
    }

    /** Those that hear something else after an event than before it; they are due. */
    Predicate<OptOut> between(Map<State, ObjectNode> before, Map<State, ObjectNode> after) {
        return optOut -> {
            boolean another = !Objects.equals(before.get(optOut.state()), after.get(optOut.state()));
            if (another) {
                changed.add(optOut.state());
            }
            return another;
        };
    }

    /** Those for which a programme that they hear later has started or ended, after the one moment and not after the other. */
    List<State> movedOn(Projection projection, Instant since, Instant until) {
        return states.all().stream().filter(state -> Heard.boundaries(state, projection, since)
                .anyMatch(boundary -> !boundary.isAfter(until))).toList();
    }

    /** Those that the clock moved on since the last call. */
    List<State> movedOn(Projection projection, Instant now) {
        List<State> moved = lookedUntil.isBefore(now) ? movedOn(projection, lookedUntil, now) : List.of();
        lookedUntil = now;
        changed.addAll(moved);
        return moved;
    }

    /** All that are due since the last call. */
    List<State> due() {
        List<State> due = new ArrayList<>(changed);
        changed.clear();
        return due;
    }
}
