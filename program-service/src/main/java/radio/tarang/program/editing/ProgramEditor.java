package radio.tarang.program.editing;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.program.Findings;
import radio.tarang.program.Ids;
import radio.tarang.program.Program;
import radio.tarang.program.ProgramDetails;
import radio.tarang.program.ProgramEvent;
import radio.tarang.program.ProgramStatus;
import radio.tarang.program.Programs;
import radio.tarang.program.Refusal;
import radio.tarang.program.Slot;
import radio.tarang.program.State;
import radio.tarang.program.States;
import radio.tarang.program.Station;
import radio.tarang.program.Stations;
import radio.tarang.program.audit.Actor;
import radio.tarang.program.audit.Audit;
import radio.tarang.program.security.StateScope;
import radio.tarang.program.web.IfMatch;
import radio.tarang.program.web.PathIds;
import radio.tarang.program.web.ProgramView;

/** One use case per method: lock, ask the aggregate, save what happened and who did it. */
@Service
@CircuitBreaker(name = "postgres")
@Transactional
class ProgramEditor {
    private final Programs programs;
    private final Stations stations;
    private final States states;
    private final Ids ids;
    private final Audit audit;
    private final Clock clock;

    ProgramEditor(Programs programs, Stations stations, States states, Ids ids, Audit audit, Clock clock) {
        this.programs = programs;
        this.stations = stations;
        this.states = states;
        this.ids = ids;
        this.audit = audit;
        this.clock = clock;
    }

    Program schedule(Actor actor, ProgramRequest request, boolean allowOverlap) {
        Instant now = clock.instant();
        Findings findings = new Findings();
        ProgramDetails details = request.details(findings);
        Slot slot = request.slot(findings);
        if (slot != null && findings.isEmpty() && slot.isOverAt(now)) {
            findings.add("scheduledEnd", "must not be in the past");
        }
        Optional<UUID> stationId = PathIds.parse(Objects.requireNonNullElse(request.stationId(), ""));
        if (stationId.isEmpty()) {
            findings.add("stationId", request.stationId() == null ? "is required" : "is not a station");
        }
        findings.refuseAny();
        Station station = stations.lock(stationId.orElseThrow())
                .orElseThrow(() -> Refusal.invalid("stationId", "is not a station"));
        StateScope.require(actor.caller(), station.stateId());
        checkState(request.stateId(), station.stateId());
        Slot checked = Objects.requireNonNull(slot);
        refuseOverlap(station.id(), checked, null, allowOverlap);
        ProgramEvent scheduled = Program.schedule(ids.next(station.stateId(), now), station.ref(), details, checked,
                Objects.requireNonNull(actor.caller().userId()), now);
        programs.add(List.of(scheduled));
        record(actor, "program.create", null, scheduled.program());
        return scheduled.program();
    }

    Program change(Actor actor, UUID id, ProgramRequest request, boolean allowOverlap, IfMatch ifMatch) {
        Program unlocked = programs.find(id).orElseThrow(() -> unknown(id));
        stations.lock(unlocked.station().id()); // station before programme, as everywhere: no two editors wait for each other
        Program program = locked(actor, id, ifMatch);
        Findings findings = new Findings();
        ProgramDetails details = request.details(findings);
        Slot slot = request.slot(findings);
        if (slot != null && !slot.equals(program.slot()) && findings.isEmpty() && !program.status().isFinal()
                && slot.isOverAt(clock.instant())) {
            findings.add("scheduledEnd", "must not be in the past");
        }
        findings.refuseAny();
        if (request.stationId() != null && !request.stationId().equalsIgnoreCase(program.station().id().toString())) {
            throw Refusal.immutable("The station of a programme does not change.");
        }
        checkState(request.stateId(), program.station().stateId());
        Slot checked = Objects.requireNonNull(slot);
        ProgramEvent revised = program.revise(details, checked, clock.instant());
        if (revised == null) {
            return program;
        }
        if (!checked.equals(program.slot())) {
            refuseOverlap(program.station().id(), checked, id, allowOverlap);
        }
        return saved(actor, "program.update", program, revised);
    }

    Program end(Actor actor, UUID id, IfMatch ifMatch) {
        Program program = locked(actor, id, ifMatch);
        if (program.status() != ProgramStatus.LIVE) {
            throw Refusal.programNotLive(program.status());
        }
        return saved(actor, "program.end", program, program.end(clock.instant()));
    }

    Program moveTo(Actor actor, UUID id, ProgramStatus target, IfMatch ifMatch) {
        Program program = locked(actor, id, ifMatch);
        if (program.status() == target) {
            return program;
        }
        Instant now = clock.instant();
        return saved(actor, "program.status", program, switch (target) {
            case LIVE -> program.start(now);
            case ENDED -> program.end(now);
            case CANCELLED -> program.cancel(now);
            case SCHEDULED -> throw Refusal.illegalTransition(program.status(), target);
        });
    }

    void delete(Actor actor, UUID id, IfMatch ifMatch) {
        Program program = locked(actor, id, ifMatch);
        programs.delete(program.delete(clock.instant()));
        record(actor, "program.delete", program, null);
    }

    private Program locked(Actor actor, UUID id, IfMatch ifMatch) {
        Program program = programs.lock(id).orElseThrow(() -> unknown(id));
        StateScope.require(actor.caller(), program.station().stateId());
        ifMatch.require(program.version());
        return program;
    }

    private Program saved(Actor actor, String action, Program before, ProgramEvent event) {
        programs.save(event);
        record(actor, action, before, event.program());
        return event.program();
    }

    private void record(Actor actor, String action, @Nullable Program before, @Nullable Program after) {
        Program known = Objects.requireNonNull(before == null ? after : before);
        audit.record(actor, action, known.id(), known.station().stateId(), view(before), view(after));
    }

    private static @Nullable ProgramView view(@Nullable Program program) {
        return program == null ? null : ProgramView.of(program, null);
    }

    private void checkState(@Nullable String said, @Nullable String stationState) {
        if (said != null && !states.find(said).map(State::id).equals(Optional.ofNullable(stationState))) {
            throw Refusal.invalid("stateId", "is not the station's state");
        }
    }

    private void refuseOverlap(UUID stationId, Slot slot, @Nullable UUID except, boolean allowOverlap) {
        if (allowOverlap) {
            return;
        }
        List<Program> others = programs.overlapping(stationId, slot, except);
        if (!others.isEmpty()) {
            throw new Refusal(Refusal.Reason.PROGRAM_OVERLAP, "In the way: "
                    + others.stream().limit(5).map(other -> other.id().toString()).collect(Collectors.joining(", "))
                    + ". Repeat with allowOverlap=true to have both.");
        }
    }

    private static Refusal unknown(UUID id) {
        return Refusal.unknown(Refusal.Reason.UNKNOWN_PROGRAM, id.toString());
    }
}
