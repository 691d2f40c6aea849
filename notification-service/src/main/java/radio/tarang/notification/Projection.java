package radio.tarang.notification;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import radio.tarang.notification.FeedEvent.Happening;
import radio.tarang.notification.FeedEvent.ProgrammeChanged;
import radio.tarang.notification.FeedEvent.StationChanged;
import radio.tarang.notification.FeedEvent.SubjectGone;

/**
 * The newest state of every programme on air or to come and of every station. Of what is over it remembers the sequence for a while, so that a
 * late STARTED cannot raise the dead. Not thread-safe: {@link Feed} holds the lock.
 */
final class Projection {
    private record Known(State state, long sequence, Instant time, @Nullable Programme programme,
            @Nullable Station station) {
    }

    /** An event that changed something. */
    record Change(State state, @Nullable Programme before) {
    }

    private final Map<String, Known> subjects = new HashMap<>();
    private final List<Map<String, Programme>> current = new ArrayList<>();
    private final Set<String> unsaved = new HashSet<>();

    Projection(States states) {
        states.all().forEach(state -> current.add(new HashMap<>()));
    }

    /** Null when the event is not newer than what is known. */
    @Nullable
    Change apply(FeedEvent event) {
        Known old = subjects.get(event.subject());
        long sequence = event.origin().sequence();
        if (old != null && sequence <= old.sequence()) {
            return null;
        }
        Instant time = event.origin().time();
        return switch (event) {
            case ProgrammeChanged changed -> {
                Programme programme = changed.programme();
                boolean over = changed.happening() == Happening.DELETED || !programme.current();
                yield put(event.subject(), old,
                        new Known(programme.state(), sequence, time, over ? null : programme, null));
            }
            case StationChanged changed -> {
                Station station = changed.station();
                yield put(event.subject(), old,
                        new Known(station.state(), sequence, time, null, changed.deleted() ? null : station));
            }
            case SubjectGone gone ->
                old == null ? null : put(event.subject(), old, new Known(old.state(), sequence, time, null, null));
        };
    }

    private Change put(String subject, @Nullable Known old, Known known) {
        Programme before = old == null ? null : old.programme();
        if (before != null) {
            current.get(before.state().number()).remove(before.id());
        }
        Programme programme = known.programme();
        if (programme != null) {
            current.get(programme.state().number()).put(programme.id(), programme);
        }
        subjects.put(subject, known);
        unsaved.add(subject);
        return new Change(known.state(), before);
    }

    Collection<Programme> current(State state) {
        return current.get(state.number()).values();
    }

    @Nullable
    Programme programme(String id) {
        Known known = subjects.get("programs/" + id);
        return known == null ? null : known.programme();
    }

    @Nullable
    String streamUrl(String stationId) {
        Known known = subjects.get("stations/" + stationId);
        return known == null || known.station() == null ? null : known.station().streamUrl();
    }

    int size() {
        return subjects.size();
    }

    /** What changed since the last call. */
    List<SavedSubject> takeUnsaved() {
        List<SavedSubject> changes = new ArrayList<>(unsaved.size());
        for (String subject : unsaved) {
            Known known = subjects.get(subject);
            if (known != null) {
                Programme programme = known.programme();
                Station station = known.station();
                byte[] json = programme != null ? programme.json() : station != null ? station.json() : null;
                changes.add(new SavedSubject(subject, known.state().number(), known.sequence(), known.time(), json));
            }
        }
        unsaved.clear();
        return changes;
    }

    /** These could not be saved: they are due again. */
    void stillUnsaved(List<SavedSubject> changes) {
        changes.forEach(change -> unsaved.add(change.subject()));
    }

    void restore(SavedSubject saved, States states) {
        Programme programme = null;
        Station station = null;
        if (saved.json() != null) {
            ObjectNode data = (ObjectNode) JsonMapper.shared().readTree(saved.json());
            if (saved.subject().startsWith("programs/")) {
                programme = Programme.of(data, states);
            } else {
                station = Station.of(data, states);
            }
        }
        put(saved.subject(), null,
                new Known(states.numbered(saved.stateNumber()), saved.sequence(), saved.time(), programme, station));
        unsaved.remove(saved.subject());
    }

    /** Forgets the sequences of what has been over since before that moment. */
    void forgetOverSince(Instant moment) {
        subjects.values().removeIf(
                known -> known.programme() == null && known.station() == null && known.time().isBefore(moment));
    }
}
