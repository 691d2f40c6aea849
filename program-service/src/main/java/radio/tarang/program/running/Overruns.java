package radio.tarang.program.running;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.program.Findings;
import radio.tarang.program.Ids;
import radio.tarang.program.Program;
import radio.tarang.program.ProgramEvent;
import radio.tarang.program.ProgramStatus;
import radio.tarang.program.Programs;
import radio.tarang.program.Refusal;
import radio.tarang.program.Slot;
import radio.tarang.program.Stations;
import radio.tarang.program.audit.Actor;
import radio.tarang.program.audit.Audit;
import radio.tarang.program.running.WhatFollows.Move;
import radio.tarang.program.security.StateScope;
import radio.tarang.program.web.IfMatch;
import radio.tarang.program.web.ProgramView;

/** Lets programmes run over. The station is locked first, then its programmes by start, as everywhere: nobody waits in a circle. */
@Service
@CircuitBreaker(name = "postgres")
@Transactional
class Overruns {
    /** @param moved what had to make room, in the order of the schedule */
    record Outcome(Program program, List<Program> moved) {
    }

    /** The size of a transaction, as everywhere. A station without a gap for so long wants {@link Policy#TRIM}. */
    private static final int MOST_MOVED = 500;
    private static final Duration LEAST_LEFT = Duration.ofMinutes(1);

    private final Programs programs;
    private final Stations stations;
    private final Ids ids;
    private final Audit audit;
    private final Clock clock;

    Overruns(Programs programs, Stations stations, Ids ids, Audit audit, Clock clock) {
        this.programs = programs;
        this.stations = stations;
        this.ids = ids;
        this.audit = audit;
        this.clock = clock;
    }

    Outcome run(Actor actor, UUID id, Duration over, Policy policy, IfMatch ifMatch) {
        Program unlocked = programs.find(id).orElseThrow(() -> unknown(id));
        StateScope.require(actor.caller(), unlocked.station().stateId());
        stations.lock(unlocked.station().id());
        Program program = programs.lock(id).orElseThrow(() -> unknown(id));
        ifMatch.require(program.version());
        if (program.status() != ProgramStatus.LIVE) {
            throw Refusal.programNotLive(program.status());
        }
        Instant now = clock.instant();
        Instant end = program.slot().end();
        Slot longer = possible(new Slot(program.slot().start(), end.plus(over)));
        if (longer.isOverAt(now)) {
            throw Refusal.invalid("minutes", "must reach beyond this moment");
        }
        List<Move> all = new ArrayList<>(List.of(new Move(program, longer)));
        all.addAll(moves(new WhatFollows(end, programs.lockFollowing(program.station().id(), end, MOST_MOVED + 1)),
                longer.end(), policy));
        List<ProgramEvent> events = ProgramEvent.chain(
                all.stream().map(move -> Objects.requireNonNull(move.program().run(move.slot(), now))).toList(),
                () -> ids.next(program.station().stateId(), now));
        programs.save(events);
        for (int n = 0; n < all.size(); n++) {
            record(actor, all.get(n).program(), events.get(n).program());
        }
        List<Program> changed = events.stream().map(ProgramEvent::program).toList();
        return new Outcome(changed.getFirst(), changed.subList(1, changed.size()));
    }

    private static List<Move> moves(WhatFollows following, Instant newEnd, Policy policy) {
        List<Move> moves = switch (policy) {
            case SHIFT -> following.shifted(newEnd);
            case TRIM -> following.trimmed(newEnd);
        };
        for (Move move : moves) {
            if (move.program().status() == ProgramStatus.LIVE) {
                throw new Refusal(Refusal.Reason.PROGRAM_OVERLAP,
                        "What follows is on air already: " + move.program().id() + ".");
            }
            Duration left = Duration.between(move.slot().start(), move.slot().end());
            if (policy == Policy.TRIM && left.compareTo(LEAST_LEFT) < 0) {
                throw tooLong("Less than a minute would be left of " + move.program().id() + ".");
            }
            possible(move.slot());
        }
        if (moves.size() > MOST_MOVED) {
            throw tooLong("More than " + MOST_MOVED + " programmes would move before a gap takes up the delay.");
        }
        return moves;
    }

    private static Slot possible(Slot slot) {
        Findings findings = new Findings();
        slot.check(findings);
        if (!findings.isEmpty()) {
            throw tooLong("A programme lasts at most 24 hours.");
        }
        return slot;
    }

    private void record(Actor actor, Program before, Program after) {
        audit.record(actor, "program.overrun", after.id(), after.station().stateId(), view(before), view(after));
    }

    private static ProgramView view(Program program) {
        return ProgramView.of(program, null);
    }

    private static Refusal tooLong(String detail) {
        return new Refusal(Refusal.Reason.OVERRUN_TOO_LONG, detail);
    }

    private static Refusal unknown(UUID id) {
        return Refusal.unknown(Refusal.Reason.UNKNOWN_PROGRAM, id.toString());
    }
}
