package radio.tarang.notification;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import radio.tarang.notification.FeedEvent.Happening;
import radio.tarang.notification.FeedEvent.OptOutChanged;
import radio.tarang.notification.FeedEvent.ProgrammeChanged;
import radio.tarang.notification.FeedEvent.StationChanged;
import radio.tarang.notification.FeedEvent.SubjectGone;
import radio.tarang.notification.Programme.Status;

/**
 * The newest state of every programme on air or to come and of every station. Of what is over it remembers the sequence for a while, so that a
 * late STARTED cannot raise the dead. Not thread-safe: {@link Feed} holds the lock.
 */
final class Projection {
    private record Known(State state, long sequence, Instant time, @Nullable Programme programme,
            @Nullable Station station, @Nullable OptOut optOut) {
        static Known gone(State state, long sequence, Instant time) {
            return new Known(state, sequence, time, null, null, null);
        }

        static Known of(State state, long sequence, Instant time, @Nullable Programme programme) {
            return new Known(state, sequence, time, programme, null, null);
        }
    }

    /** An event that changed something. */
    record Change(State state, @Nullable Programme before, boolean ofOptOut) {
    }

    private final Map<String, Known> subjects = new HashMap<>();
    private final List<Map<String, Programme>> current = new ArrayList<>();
    /** By state, by the national programme. */
    private final List<Map<String, OptOut>> optOuts = new ArrayList<>();
    private final Set<String> unsaved = new HashSet<>();

    Projection(States states) {
        states.all().forEach(state -> {
            current.add(new HashMap<>());
            optOuts.add(new HashMap<>());
        });
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
                boolean over = changed.happening() == Happening.DELETED
                        || !programme.current() && !stillHeardLater(programme);
                yield put(event.subject(), old,
                        Known.of(programme.state(), sequence, time, over ? null : programme));
            }
            case StationChanged changed -> {
                Station station = changed.station();
                yield put(event.subject(), old,
                        new Known(station.state(), sequence, time, null, changed.deleted() ? null : station, null));
            }
            case OptOutChanged changed -> {
                OptOut optOut = changed.optOut();
                yield put(event.subject(), old, new Known(optOut.state(), sequence, time, null, null,
                        changed.deleted() ? null : optOut));
            }
            case SubjectGone gone ->
                old == null ? null : put(event.subject(), old, Known.gone(old.state(), sequence, time));
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
        OptOut former = old == null ? null : old.optOut();
        if (former != null) {
            optOuts.get(former.state().number()).remove(former.replaces());
        }
        OptOut optOut = known.optOut();
        if (optOut != null) {
            optOuts.get(optOut.state().number()).put(optOut.replaces(), optOut);
        }
        subjects.put(subject, known);
        unsaved.add(subject);
        return new Change(known.state(), before, former != null || optOut != null);
    }

    /** A state that takes it later has not heard it to its end; what was cancelled is cancelled there too. */
    private boolean stillHeardLater(Programme programme) {
        return programme.status() == Status.ENDED && programme.state().national()
                && optOutsFrom(programme.id()).stream().anyMatch(OptOut::delayed);
    }

    /** How that state departs from a national programme; null if it hears it as everybody. */
    @Nullable
    OptOut optOut(State state, String nationalId) {
        return optOuts.get(state.number()).get(nationalId);
    }

    /** How states depart from that national programme. */
    List<OptOut> optOutsFrom(String nationalId) {
        return optOuts.stream().map(ofState -> ofState.get(nationalId)).filter(Objects::nonNull).toList();
    }

    Collection<OptOut> optOuts(State state) {
        return optOuts.get(state.number()).values();
    }

    /** The national programme, on air or to come, in whose place this one is heard; null if there is none. */
    @Nullable
    String replacedBy(Programme replacement) {
        return optOuts(replacement.state()).stream().filter(optOut -> replacement.id().equals(optOut.replacement()))
                .map(optOut -> programme(optOut.replaces())).filter(Objects::nonNull).filter(Programme::current)
                .min(Comparator.comparing(Programme::start).thenComparing(Programme::id)).map(Programme::id)
                .orElse(null);
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
                OptOut optOut = known.optOut();
                byte[] json = programme != null
                        ? programme.json()
                        : station != null ? station.json() : optOut != null ? optOut.json() : null;
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
        OptOut optOut = null;
        if (saved.json() != null) {
            ObjectNode data = (ObjectNode) JsonMapper.shared().readTree(saved.json());
            if (saved.subject().startsWith("programs/")) {
                programme = Programme.of(data, states);
            } else if (saved.subject().startsWith("opt-outs/")) {
                optOut = OptOut.of(data, states);
            } else {
                station = Station.of(data, states);
            }
        }
        put(saved.subject(), null, new Known(states.numbered(saved.stateNumber()), saved.sequence(), saved.time(),
                programme, station, optOut));
        unsaved.remove(saved.subject());
    }

    /** Forgets the sequences of what has been over since before that moment. */
    void forgetOverSince(Instant moment) {
        subjects.values().removeIf(known -> {
            Programme programme = known.programme();
            boolean over = programme == null || !programme.current();
            boolean forgotten = over && known.station() == null && known.optOut() == null
                    && known.time().isBefore(moment);
            if (forgotten && programme != null) {
                current.get(programme.state().number()).remove(programme.id());
            }
            return forgotten;
        });
    }
}
