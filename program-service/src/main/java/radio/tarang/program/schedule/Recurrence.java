package radio.tarang.program.schedule;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import radio.tarang.program.Slot;
import radio.tarang.program.schedule.Deviation.Action;

/**
 * When a show recurs, in local time. Start and end are what clocks on the wall say, so shows that are back to back stay so when the clocks change: one
 * that contains the change is an hour shorter or longer. A time that is skipped is as much later as the clocks jump, one that comes twice is meant the
 * first time (RFC 5545 §3.3.5). A show that would end before it starts because of that keeps the length its clock times give: none vanishes.
 *
 * @param end an end that is not after the start is on the next day
 * @param validUntil inclusive; null if it goes on
 * @param exceptions by the date they are about
 */
record Recurrence(Set<DayOfWeek> days, LocalTime start, LocalTime end, ZoneId zone, LocalDate validFrom,
        @Nullable LocalDate validUntil, SortedMap<LocalDate, Deviation> exceptions) {
    /**
     * One broadcast.
     *
     * @param occurrence the local date the pattern puts it on, which names it
     * @param day the local date it is broadcast on
     */
    record Airing(LocalDate occurrence, LocalDate day, Slot slot, @Nullable Deviation deviation) {
    }

    Recurrence {
        days = Collections.unmodifiableSet(EnumSet.copyOf(days));
        exceptions = Collections.unmodifiableSortedMap(new TreeMap<>(exceptions));
    }

    /** The broadcasts of these local dates (both inclusive), those moved there included, by start. */
    List<Airing> between(LocalDate from, LocalDate to) {
        Stream<LocalDate> moved = exceptions.values().stream().filter(exception -> exception.toDate() != null)
                .map(Deviation::date);
        return Stream.concat(from.datesUntil(to.plusDays(1)), moved).distinct().map(this::on).flatMap(Optional::stream)
                .filter(airing -> !airing.day().isBefore(from) && !airing.day().isAfter(to))
                .sorted(Comparator.comparing((Airing airing) -> airing.slot().start())
                        .thenComparing(Airing::occurrence))
                .toList();
    }

    /** The broadcast a date of the pattern names, wherever it went; empty if the pattern does not have it or it is skipped. */
    Optional<Airing> on(LocalDate date) {
        if (!days.contains(date.getDayOfWeek()) || date.isBefore(validFrom)
                || validUntil != null && date.isAfter(validUntil)) {
            return Optional.empty();
        }
        Deviation exception = exceptions.get(date);
        if (exception == null) {
            return Optional.of(new Airing(date, date, slot(date, start, end), null));
        }
        if (exception.action() == Action.SKIP) {
            return Optional.empty();
        }
        LocalDate day = exception.toDate() == null ? date : exception.toDate();
        return Optional.of(new Airing(date, day, slot(day, exception), exception));
    }

    /** The last local date something can be broadcast on; empty if it goes on. */
    Optional<LocalDate> lastDay() {
        return validUntil == null
                ? Optional.empty()
                : Stream.concat(Stream.of(validUntil),
                        exceptions.values().stream().map(Deviation::toDate).flatMap(Stream::ofNullable))
                        .max(Comparator.naturalOrder());
    }

    private Slot slot(LocalDate day, Deviation exception) {
        LocalTime from = exception.startTime() == null ? start : exception.startTime();
        if (exception.endTime() != null) {
            return slot(day, from, exception.endTime());
        }
        Duration length = Duration.between(day.atTime(start), ending(day, start, end));
        return slot(day, from, exception.startTime() == null ? end : from.plus(length));
    }

    private Slot slot(LocalDate day, LocalTime from, LocalTime to) {
        LocalDateTime starts = day.atTime(from);
        LocalDateTime ends = ending(day, from, to);
        Instant first = starts.atZone(zone).toInstant();
        Instant last = ends.atZone(zone).toInstant();
        if (!last.isAfter(first)) {
            last = first.plus(Duration.between(starts, ends));
        }
        Instant longest = first.plus(Slot.LONGEST);
        return new Slot(first, last.isAfter(longest) ? longest : last);
    }

    private static LocalDateTime ending(LocalDate day, LocalTime from, LocalTime to) {
        return (to.isAfter(from) ? day : day.plusDays(1)).atTime(to);
    }
}
