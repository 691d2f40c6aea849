package radio.tarang.program.network;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.program.Findings;
import radio.tarang.program.Ids;
import radio.tarang.program.Program;
import radio.tarang.program.Programs;
import radio.tarang.program.Refusal;
import radio.tarang.program.Text;
import radio.tarang.program.audit.Actor;
import radio.tarang.program.audit.Audit;
import radio.tarang.program.security.StateScope;
import radio.tarang.program.web.IfMatch;
import radio.tarang.program.web.PathIds;

/** Departing from a national programme, and coming back to it. */
@Service
@CircuitBreaker(name = "postgres")
@Transactional
class OptOutEditor {
    /** Whether it was not there before decides the answer. */
    record Declared(OptOut optOut, boolean created) {
    }

    private static final int LONGEST_DELAY_MINUTES = 1440;

    private final Programs programs;
    private final OptOuts optOuts;
    private final Audit audit;
    private final Ids ids;
    private final Clock clock;

    OptOutEditor(Programs programs, OptOuts optOuts, Audit audit, Ids ids, Clock clock) {
        this.programs = programs;
        this.optOuts = optOuts;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    List<OptOut> of(UUID programId) {
        requireNational(programs.find(programId).orElseThrow(() -> unknown(programId)));
        return optOuts.of(programId);
    }

    Declared declare(Actor actor, UUID programId, String stateId, OptOutRequest request, IfMatch ifMatch) {
        Program program = lockedProgram(actor, programId, stateId);
        if (program.status().isFinal()) {
            throw Refusal.immutable("The programme is " + program.status().word() + ".");
        }
        Optional<OptOut> known = optOuts.lock(programId, stateId);
        ifMatch.require(known.map(OptOut::version).orElse(0L));
        OptOut.Terms terms = terms(request, stateId);
        OptOutEvent event = known.isPresent()
                ? known.get().change(terms, clock.instant())
                : OptOut.declare(ids.next(stateId, clock.instant()), programId, stateId, terms, clock.instant());
        if (event == null) {
            return new Declared(known.orElseThrow(), false);
        }
        optOuts.save(event);
        audit.record(actor, "opt-out.set", event.optOut().id(), stateId, known.map(OptOutView::of).orElse(null),
                OptOutView.of(event.optOut()));
        return new Declared(event.optOut(), known.isEmpty());
    }

    void withdraw(Actor actor, UUID programId, String stateId, IfMatch ifMatch) {
        lockedProgram(actor, programId, stateId);
        OptOut known = optOuts.lock(programId, stateId)
                .orElseThrow(() -> Refusal.unknown(Refusal.Reason.UNKNOWN_OPT_OUT, stateId));
        ifMatch.require(known.version());
        optOuts.save(known.withdraw(clock.instant()));
        audit.record(actor, "opt-out.delete", known.id(), stateId, OptOutView.of(known), null);
    }

    /** The programme's lock, held to the end, lets one editor at a time decide for a state that has no opt-out yet. */
    private Program lockedProgram(Actor actor, UUID programId, String stateId) {
        StateScope.require(actor.caller(), stateId);
        Program program = programs.lock(programId).orElseThrow(() -> unknown(programId));
        requireNational(program);
        return program;
    }

    private OptOut.Terms terms(OptOutRequest request, String stateId) {
        Findings findings = new Findings();
        String language = Text.language("language", request.language(), findings);
        Integer delay = request.delayMinutes();
        if (delay != null && (delay < 1 || delay > LONGEST_DELAY_MINUTES)) {
            findings.add("delayMinutes", "must be between 1 and " + LONGEST_DELAY_MINUTES);
        }
        UUID replacement = replacement(request.replacementProgramId(), stateId, findings);
        if (replacement != null && (language != null || delay != null)) {
            findings.add("replacementProgramId", "cannot be combined with language or delayMinutes");
        }
        findings.refuseAny();
        return new OptOut.Terms(replacement, language, delay);
    }

    private @Nullable UUID replacement(@Nullable String raw, String stateId, Findings findings) {
        if (raw == null) {
            return null;
        }
        Optional<Program> found = PathIds.parse(raw).flatMap(programs::find)
                .filter(program -> stateId.equals(program.station().stateId()));
        if (found.isEmpty()) {
            findings.add("replacementProgramId", "is not a programme of that state");
        }
        return found.map(Program::id).orElse(null);
    }

    private static void requireNational(Program program) {
        if (program.station().stateId() != null) {
            throw new Refusal(Refusal.Reason.PROGRAM_NOT_NATIONAL, "Only a national programme has opt-outs.");
        }
    }

    private static Refusal unknown(UUID programId) {
        return Refusal.unknown(Refusal.Reason.UNKNOWN_PROGRAM, programId.toString());
    }
}
