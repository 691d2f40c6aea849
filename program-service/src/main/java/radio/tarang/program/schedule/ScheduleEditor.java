package radio.tarang.program.schedule;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.program.Findings;
import radio.tarang.program.Ids;
import radio.tarang.program.Refusal;
import radio.tarang.program.States;
import radio.tarang.program.Station;
import radio.tarang.program.Stations;
import radio.tarang.program.audit.Actor;
import radio.tarang.program.audit.Audit;
import radio.tarang.program.schedule.Schedule.Show;
import radio.tarang.program.security.StateScope;
import radio.tarang.program.web.IfMatch;
import radio.tarang.program.web.PathIds;

/** One use case per method: lock the station, then the schedule; change it, take it down, bring its programmes up to date. */
@Service
@CircuitBreaker(name = "postgres")
@Transactional
class ScheduleEditor {
    private final Schedules schedules;
    private final Generation generation;
    private final Stations stations;
    private final States states;
    private final Ids ids;
    private final Audit audit;
    private final Clock clock;

    ScheduleEditor(Schedules schedules, Generation generation, Stations stations, States states, Ids ids, Audit audit,
            Clock clock) {
        this.schedules = schedules;
        this.generation = generation;
        this.stations = stations;
        this.states = states;
        this.ids = ids;
        this.audit = audit;
        this.clock = clock;
    }

    Schedule open(Actor actor, ScheduleRequest request) {
        Findings findings = new Findings();
        Station station = PathIds.parse(Objects.requireNonNullElse(request.stationId(), "")).flatMap(stations::lock)
                .orElse(null);
        if (station == null) {
            findings.add("stationId", request.stationId() == null ? "is required" : "is not a station");
        }
        Instant now = clock.instant();
        Show show = show(request, station, zone -> now.atZone(zone).toLocalDate(), findings);
        Station known = Objects.requireNonNull(station);
        StateScope.require(actor.caller(), known.stateId());
        if (schedules.ofStation(known.id()) >= Schedule.MAX_OF_STATION) {
            throw new Refusal(Refusal.Reason.TOO_MANY,
                    "A station has at most " + Schedule.MAX_OF_STATION + " schedules.");
        }
        Schedule opened = Schedule.open(ids.next(known.stateId(), now), known.ref(), show, now);
        schedules.add(opened);
        audit.record(actor, "schedule.create", opened.id(), known.stateId(), null, ScheduleView.of(opened));
        generation.bringUpToDate(opened, now);
        return opened;
    }

    Schedule change(Actor actor, UUID id, ScheduleRequest request, IfMatch ifMatch) {
        Schedule before = locked(actor, id, ifMatch);
        if (request.stationId() != null && !request.stationId().equalsIgnoreCase(before.station().id().toString())) {
            throw Refusal.immutable("The station of a schedule does not change.");
        }
        Station station = stations.find(before.station().id()).orElseThrow();
        Instant now = clock.instant();
        Show show = show(request, station, _ -> before.show().recurrence().validFrom(), new Findings());
        Schedule after = before.revise(show, now);
        if (after.version() != before.version()) {
            schedules.save(after);
            audit.record(actor, "schedule.update", id, station.stateId(), ScheduleView.of(before),
                    ScheduleView.of(after));
        }
        generation.bringUpToDate(after, now);
        return after;
    }

    void delete(Actor actor, UUID id, IfMatch ifMatch) {
        Schedule schedule = locked(actor, id, ifMatch);
        generation.cancelAll(schedule, clock.instant());
        schedules.delete(id);
        audit.record(actor, "schedule.delete", id, schedule.station().stateId(), ScheduleView.of(schedule), null);
    }

    private Schedule locked(Actor actor, UUID id, IfMatch ifMatch) {
        Schedule unlocked = schedules.find(id).orElseThrow(() -> unknown(id));
        StateScope.require(actor.caller(), unlocked.station().stateId());
        stations.lock(unlocked.station().id());
        Schedule schedule = schedules.lock(id).orElseThrow(() -> unknown(id));
        ifMatch.require(schedule.version());
        return schedule;
    }

    private Show show(ScheduleRequest request, @Nullable Station station, Function<ZoneId, LocalDate> usualFrom,
            Findings findings) {
        String stateId = station == null ? null : station.stateId();
        ZoneId usual = stateId == null ? null : states.get(stateId).timeZone();
        Show show = request.show(usual, usualFrom, findings);
        findings.refuseAny();
        return show;
    }

    static Refusal unknown(UUID id) {
        return Refusal.unknown(Refusal.Reason.UNKNOWN_SCHEDULE, id.toString());
    }
}
