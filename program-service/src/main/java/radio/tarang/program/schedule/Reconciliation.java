package radio.tarang.program.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import radio.tarang.program.Occurrence;
import radio.tarang.program.Program;
import radio.tarang.program.ProgramDetails;
import radio.tarang.program.ProgramEvent;
import radio.tarang.program.Slot;
import radio.tarang.program.schedule.Schedule.Plan;

/**
 * What has to happen for a schedule's programmes to be as its pattern says. What is live, over, cancelled or deleted by hand stays as it is, and so
 * does what a hand has changed, unless the show is not broadcast any more. What would be over already is not made.
 *
 * @param known what was generated, by occurrence: at least for the plans and the waiting programmes
 */
record Reconciliation(Schedule schedule, Map<LocalDate, Generated> known, Supplier<UUID> ids, Instant now) {
    record Change(ProgramEvent event, Generated after) {
    }

    /** @param waiting the schedule's programmes that have not started */
    List<Change> changes(List<Plan> plans, List<Program> waiting) {
        List<Change> changes = new ArrayList<>();
        for (Program program : waiting) {
            Generated generated = known.get(Objects.requireNonNull(program.occurrence()).date());
            if (generated != null && generated.programId().equals(program.id())) {
                Change change = change(program, generated);
                if (change != null) {
                    changes.add(change);
                }
            }
        }
        for (Plan plan : plans) {
            Generated generated = known.get(plan.occurrence());
            if (!plan.slot().isOverAt(now) && (generated == null || generated.withdrawn())) {
                changes.add(create(plan));
            }
        }
        return changes;
    }

    private Change create(Plan plan) {
        UUID id = ids.get();
        return new Change(Program.schedule(id, schedule.station(), new Occurrence(schedule.id(), plan.occurrence()),
                plan.details(), plan.slot(), now), Generated.of(plan, id));
    }

    private @Nullable Change change(Program program, Generated generated) {
        boolean changedByHand = !generated.isStill(program);
        if (changedByHand && schedule.show().active()) {
            return null;
        }
        Optional<Plan> plan = schedule.plan(generated.occurrence()).filter(wanted -> !wanted.slot().isOverAt(now));
        if (plan.isEmpty()) {
            return new Change(program.cancel(now), generated.withdraw());
        }
        Plan wanted = plan.get();
        Slot slot = wanted.slot().equals(generated.slot()) ? program.slot() : wanted.slot(); // still late where it was late
        ProgramDetails details = Generated.withOurs(wanted.details(), program.details());
        ProgramEvent revised = program.revise(details, slot, now);
        return revised == null ? null : new Change(revised, Generated.of(wanted, program.id()));
    }
}
