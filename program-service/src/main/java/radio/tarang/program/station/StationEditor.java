package radio.tarang.program.station;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.program.Findings;
import radio.tarang.program.Ids;
import radio.tarang.program.Refusal;
import radio.tarang.program.State;
import radio.tarang.program.States;
import radio.tarang.program.Station;
import radio.tarang.program.StationEvent;
import radio.tarang.program.Stations;
import radio.tarang.program.Text;
import radio.tarang.program.audit.Actor;
import radio.tarang.program.audit.Audit;
import radio.tarang.program.security.StateScope;
import radio.tarang.program.web.IfMatch;

/** Opens, changes and closes stations. */
@Service
@CircuitBreaker(name = "postgres")
@Transactional
class StationEditor {
    /** What an editor may say about a station; the state only when it is opened. */
    record Wanted(String name, @Nullable String stateId, List<String> languages, @Nullable String streamUrl,
            @Nullable String externalId) {
    }

    private static final int MAX_LANGUAGES = 20;

    private final Stations stations;
    private final States states;
    private final Ids ids;
    private final Audit audit;
    private final Clock clock;

    StationEditor(Stations stations, States states, Ids ids, Audit audit, Clock clock) {
        this.stations = stations;
        this.states = states;
        this.ids = ids;
        this.audit = audit;
        this.clock = clock;
    }

    Station open(Actor actor, StationRequest request) {
        Wanted wanted = check(request);
        StateScope.require(actor.caller(), wanted.stateId());
        StationEvent opened = Station.open(ids.next(wanted.stateId(), clock.instant()), wanted.name(), wanted.stateId(),
                wanted.languages(), wanted.streamUrl(), wanted.externalId(), clock.instant());
        stations.add(opened);
        record(actor, "station.create", null, opened.station());
        return opened.station();
    }

    Station change(Actor actor, UUID id, StationRequest request, IfMatch ifMatch) {
        Wanted wanted = check(request);
        Station station = locked(actor, id);
        ifMatch.require(station.version());
        if (wanted.stateId() != null && !wanted.stateId().equals(station.stateId())) {
            throw Refusal.immutable("The state of a station does not change.");
        }
        StationEvent changed = station.revise(wanted.name(), wanted.languages(), wanted.streamUrl(),
                wanted.externalId(),
                clock.instant());
        if (changed == null) {
            return station;
        }
        stations.save(changed);
        record(actor, "station.update", station, changed.station());
        return changed.station();
    }

    void close(Actor actor, UUID id, IfMatch ifMatch) {
        Station station = locked(actor, id);
        ifMatch.require(station.version());
        stations.delete(station.delete(clock.instant()));
        record(actor, "station.delete", station, null);
    }

    private void record(Actor actor, String action, @Nullable Station before, @Nullable Station after) {
        Station known = Objects.requireNonNull(before == null ? after : before);
        audit.record(actor, action, known.id(), known.stateId(), before == null ? null : StationView.of(before),
                after == null ? null : StationView.of(after));
    }

    private Station locked(Actor actor, UUID id) {
        Station station = stations.lock(id)
                .orElseThrow(() -> Refusal.unknown(Refusal.Reason.UNKNOWN_STATION, id.toString()));
        StateScope.require(actor.caller(), station.stateId());
        return station;
    }

    private Wanted check(StationRequest request) {
        Findings findings = new Findings();
        String stateId = null;
        if (request.stateId() != null) {
            stateId = states.find(request.stateId()).map(State::id).orElse(null);
            if (stateId == null) {
                findings.add("stateId", "is not a state");
            }
        }
        List<@Nullable String> raw = request.languages() == null ? List.of() : request.languages();
        if (raw.size() > MAX_LANGUAGES) {
            findings.add("languages", "must be at most " + MAX_LANGUAGES);
            raw = List.of();
        }
        List<String> languages = raw.stream().map(language -> {
            String tag = Text.language("languages", language, findings);
            return tag == null ? "" : tag;
        }).filter(tag -> !tag.isEmpty()).distinct().toList();
        Wanted wanted = new Wanted(Text.requiredLine("name", request.name(), 255, findings), stateId, languages,
                Text.url("streamUrl", request.streamUrl(), findings),
                Text.line("externalId", request.externalId(), 255, findings));
        findings.refuseAny();
        return wanted;
    }
}
