package radio.tarang.program.schedule;

import java.time.LocalDate;
import java.util.UUID;

import radio.tarang.program.Program;
import radio.tarang.program.ProgramDetails;
import radio.tarang.program.Slot;
import radio.tarang.program.schedule.Schedule.Plan;

/**
 * What a schedule made of an occurrence, last.
 *
 * @param withdrawn the schedule cancelled it itself, and makes it anew should the pattern have it again
 */
record Generated(LocalDate occurrence, UUID programId, Slot slot, ProgramDetails details, boolean withdrawn) {
    static Generated of(Plan plan, UUID programId) {
        return new Generated(plan.occurrence(), programId, plan.slot(), plan.details(), false);
    }

    Generated withdraw() {
        return new Generated(occurrence, programId, slot, details, true);
    }

    /** Whether nobody changed it since: texts and plan are as generated. An overrun moves a programme and leaves its plan. */
    boolean isStill(Program program) {
        Slot planned = program.announced() == null ? program.slot() : program.announced();
        return planned.equals(slot) && withOurs(details, program.details()).equals(program.details());
    }

    /** What a schedule says, with the two ids it does not speak of: they link a programme to other systems. */
    static ProgramDetails withOurs(ProgramDetails said, ProgramDetails known) {
        return new ProgramDetails(said.title(), said.description(), said.category(), said.hostName(), known.hostId(),
                said.language(), said.imageUrl(), said.tags(), known.externalId());
    }
}
