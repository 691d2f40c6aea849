package radio.tarang.program.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.program.BulkPrograms;
import radio.tarang.program.Ids;
import radio.tarang.program.Program;
import radio.tarang.program.ProgramEvent;
import radio.tarang.program.Programs;
import radio.tarang.program.schedule.Reconciliation.Change;
import radio.tarang.program.schedule.Schedule.Plan;

/**
 * Brings the programmes of one schedule up to date, with its station and itself locked by the caller. Doing it again changes nothing, so it does not
 * matter who does it, how often, or after what.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class Generation {
    private final Schedules schedules;
    private final Occurrences occurrences;
    private final Programs programs;
    private final Ids ids;
    private final int daysAhead;

    Generation(Schedules schedules, Occurrences occurrences, Programs programs, Ids ids,
            @Value("${tarang.schedules.days-ahead:14}") int daysAhead) {
        if (daysAhead < 1 || daysAhead > 60) {
            throw new IllegalArgumentException("tarang.schedules.days-ahead must be between 1 and 60");
        }
        this.schedules = schedules;
        this.occurrences = occurrences;
        this.programs = programs;
        this.ids = ids;
        this.daysAhead = daysAhead;
    }

    /** At most 500 programmes at a time; should there be more to do, the schedule stays due. @return how many changed */
    int bringUpToDate(Schedule schedule, Instant now) {
        LocalDate today = now.atZone(schedule.show().recurrence().zone()).toLocalDate();
        // Yesterday's may be on air: no programme is longer than a day.
        List<Plan> plans = schedule.plans(today.minusDays(1), today.plusDays(daysAhead));
        List<Program> waiting = occurrences.lockWaiting(schedule.id());
        Map<LocalDate, Generated> known = occurrences.generated(schedule.id(),
                Stream.concat(plans.stream().map(Plan::occurrence),
                        waiting.stream().map(program -> Objects.requireNonNull(program.occurrence()).date())).distinct()
                        .toList());
        List<Change> changes = new Reconciliation(schedule, known, () -> ids.next(schedule.station().stateId(), now),
                now).changes(plans, waiting);
        List<Change> some = changes.subList(0, Math.min(changes.size(), BulkPrograms.BATCH_ROWS));
        cancel(of(some, ProgramEvent.Type.CANCELLED));
        of(some, ProgramEvent.Type.UPDATED).forEach(programs::save);
        programs.add(of(some, ProgramEvent.Type.SCHEDULED));
        occurrences.remember(schedule.id(), some.stream().map(Change::after).toList());
        schedules.dueAt(schedule.id(), some.size() < changes.size() ? now : nextDay(schedule, today));
        return some.size();
    }

    /** The schedule is gone: so is everything of it that has not started. */
    void cancelAll(Schedule schedule, Instant now) {
        cancel(occurrences.lockWaiting(schedule.id()).stream().map(program -> program.cancel(now)).toList());
    }

    private void cancel(List<ProgramEvent> cancelled) {
        if (!cancelled.isEmpty()) {
            programs.advance(cancelled);
        }
    }

    private static List<ProgramEvent> of(List<Change> changes, ProgramEvent.Type type) {
        return changes.stream().map(Change::event).filter(event -> event.type() == type).toList();
    }

    /** With each local day the window moves on; null once there is nothing to come. */
    private static @Nullable Instant nextDay(Schedule schedule, LocalDate today) {
        Recurrence recurrence = schedule.show().recurrence();
        Optional<LocalDate> last = recurrence.lastDay();
        boolean over = last.isPresent() && last.get().isBefore(today.minusDays(1));
        return over || !schedule.show().active()
                ? null
                : today.plusDays(1).atStartOfDay(recurrence.zone()).toInstant();
    }
}
