package radio.tarang.program.importing;

import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import net.fortuna.ical4j.model.Recur;
import net.fortuna.ical4j.transform.recurrence.Frequency;

/**
 * An RRULE, computed on the wall clock: nine in the morning is nine in the morning on both sides of a clock change. Before anything is computed it is
 * estimated how much that would be, because a rule of one line can ask for more than all computers have time for.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10">RFC 5545 §3.3.10</a>
 */
final class Recurrence {
    /** More often nothing is broadcast within the days we look at. */
    static final int MAX_OCCURRENCES = 1_000;
    private static final long MAX_CANDIDATES = 1_000_000;
    private static final long MAX_COUNTED_CANDIDATES = 100_000;
    private static final long MAX_SKIPPED_PERIODS = 1_000_000;
    private static final int MAX_INTERVAL = 10_000;
    /** Periods without any candidate after which the library gives up. */
    private static final int EMPTY_PERIODS = 1_000;

    /** Anything but a positive number: the library would take it for no limit. */
    private static final Pattern COUNTED = Pattern.compile("(?:COUNT|INTERVAL)=(?![1-9]\\d{0,8}$).*");

    private final Recur<LocalDateTime> rule;
    private final String until;

    private Recurrence(Recur<LocalDateTime> rule, String until) {
        this.rule = rule;
        this.until = until;
    }

    /** @throws IllegalArgumentException if the text is no rule, or one that we do not compute */
    static Recurrence of(String text) {
        StringBuilder kept = new StringBuilder();
        String until = "";
        for (String part : text.strip().toUpperCase(Locale.ROOT).split(";")) {
            if (part.startsWith("UNTIL=")) {
                until = part.substring(6);
            } else if (part.startsWith("RSCALE=") || part.startsWith("SKIP=")) {
                throw new IllegalArgumentException("other calendars than the Gregorian one are not computed");
            } else if (COUNTED.matcher(part).matches()) {
                throw new IllegalArgumentException("COUNT and INTERVAL must be whole numbers, 1 or more");
            } else if (!part.isBlank()) {
                kept.append(kept.isEmpty() ? "" : ";").append(part);
            }
        }
        Recur<LocalDateTime> rule = rule(kept.toString());
        if (rule.getFrequency() == Frequency.SECONDLY) {
            throw new IllegalArgumentException("no programme comes every second");
        }
        if (rule.getInterval() > MAX_INTERVAL) {
            throw new IllegalArgumentException("INTERVAL must be between 1 and " + MAX_INTERVAL);
        }
        return new Recurrence(rule, until);
    }

    private static Recur<LocalDateTime> rule(String text) {
        try {
            return new Recur<>(text, false);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("RRULE '" + ImportRow.shortened(text) + "' is no recurrence rule", e);
        }
    }

    /**
     * The occurrences on the wall clock of their start, from {@code from} to {@code to}, both included.
     *
     * @throws RecurrenceBudget.Exceeded if there are too many, or finding them is too much work
     * @throws java.time.DateTimeException if UNTIL is no time
     */
    List<LocalDateTime> between(CalendarTime start, LocalDateTime from, LocalDateTime to, RecurrenceBudget budget)
            throws RecurrenceBudget.Exceeded {
        LocalDateTime last = to;
        if (!until.isEmpty()) {
            CalendarTime end = CalendarTime.parse(until, start.rules());
            LocalDateTime ends = end.day() && !start.day()
                    ? end.local().plusDays(1).minusSeconds(1)
                    : until.endsWith("Z") ? start.localAt(end.instant()) : end.local();
            last = ends.isBefore(to) ? ends : to;
        }
        if (last.isBefore(start.local()) || last.isBefore(from)) {
            return List.of();
        }
        LocalDateTime first = from.isBefore(start.local()) ? start.local() : from;
        budget.spend(work(start.local(), first, last));
        List<LocalDateTime> occurrences = rule.getDatesAsStream(start.local(), first, last, -1)
                .limit(MAX_OCCURRENCES + 1L).sorted().distinct().toList();
        if (occurrences.size() > MAX_OCCURRENCES) {
            throw new RecurrenceBudget.Exceeded(
                    "recurs more than " + MAX_OCCURRENCES + " times in the days that are imported");
        }
        return occurrences;
    }

    private long work(LocalDateTime seed, LocalDateTime from, LocalDateTime to) throws RecurrenceBudget.Exceeded {
        boolean counted = rule.getCount() >= 1;
        long skipped = periods(seed, from);
        long computed = periods(counted ? seed : from, to) + 2;
        long candidates = Math.multiplyExact(fan(), computed + EMPTY_PERIODS);
        if (skipped > MAX_SKIPPED_PERIODS || candidates > MAX_CANDIDATES
                || counted && fan() * computed > MAX_COUNTED_CANDIDATES) {
            throw new RecurrenceBudget.Exceeded("recurs in a way that is more work to compute than one event may make");
        }
        return candidates + skipped / 10;
    }

    private long periods(LocalDateTime from, LocalDateTime to) {
        ChronoUnit unit = switch (rule.getFrequency()) {
            case SECONDLY -> ChronoUnit.SECONDS;
            case MINUTELY -> ChronoUnit.MINUTES;
            case HOURLY -> ChronoUnit.HOURS;
            case DAILY -> ChronoUnit.DAYS;
            case WEEKLY -> ChronoUnit.WEEKS;
            case MONTHLY -> ChronoUnit.MONTHS;
            case YEARLY -> ChronoUnit.YEARS;
        };
        return unit.between(from, to) / Math.max(1, rule.getInterval());
    }

    /** At most how many candidates one period has. */
    private long fan() {
        long days = Math.max(1, rule.getMonthDayList().size()) * (long) Math.max(1, rule.getYearDayList().size())
                * Math.max(1, rule.getWeekNoList().size());
        if (!rule.getDayList().isEmpty()) {
            boolean wholeYear = rule.getFrequency() == Frequency.YEARLY && rule.getMonthList().isEmpty();
            days *= rule.getDayList().size() * (wholeYear ? 53L : 5L);
        }
        return days * Math.max(1, rule.getMonthList().size()) * Math.max(1, rule.getHourList().size())
                * Math.max(1, rule.getMinuteList().size()) * Math.max(1, rule.getSecondList().size());
    }
}
