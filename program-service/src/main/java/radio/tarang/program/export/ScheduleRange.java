package radio.tarang.program.export;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import radio.tarang.program.Findings;

/** From when (inclusive) to when (exclusive) a schedule was asked for. */
record ScheduleRange(Instant from, Instant to) {
    static final int MAX_DAYS = 31;
    static final int DAYS_AHEAD = 1;
    private static final int DEFAULT_DAYS = 3;
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    /**
     * Either end is a day ({@code 2026-01-31}, its beginning in the station's zone) or an instant ({@code 2026-01-31T00:00:00Z}). Without both it is
     * yesterday, today and so many days after it; without one it is three days.
     *
     * @throws radio.tarang.program.Refusal if an end is neither, the end is not after the beginning, or more than 31 days are asked for
     */
    static ScheduleRange of(@Nullable String from, @Nullable String to, ZoneId zone, Instant now, int daysAhead) {
        Findings findings = new Findings();
        Instant start = parse("from", from, zone, findings);
        Instant end = parse("to", to, zone, findings);
        findings.refuseAny();
        if (start == null && end == null) {
            LocalDate today = now.atZone(zone).toLocalDate();
            return new ScheduleRange(today.minusDays(1).atStartOfDay(zone).toInstant(),
                    today.plusDays(daysAhead + 1L).atStartOfDay(zone).toInstant());
        }
        if (start == null) {
            start = Objects.requireNonNull(end).atZone(zone).minusDays(DEFAULT_DAYS).toInstant();
        }
        if (end == null) {
            end = start.atZone(zone).plusDays(DEFAULT_DAYS).toInstant();
        }
        if (!end.isAfter(start)) {
            findings.add("to", "must be after from");
        } else if (end.isAfter(start.atZone(zone).plusDays(MAX_DAYS).toInstant())) {
            findings.add("to", "must be at most " + MAX_DAYS + " days after from");
        }
        findings.refuseAny();
        return new ScheduleRange(start, end);
    }

    static ScheduleRange ofDay(LocalDate day, ZoneId zone) {
        return new ScheduleRange(day.atStartOfDay(zone).toInstant(), day.plusDays(1).atStartOfDay(zone).toInstant());
    }

    private static @Nullable Instant parse(String field, @Nullable String text, ZoneId zone, Findings findings) {
        if (text == null) {
            return null;
        }
        try {
            Instant instant = text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
                    // a plus sign that nobody encoded arrives as a space
                    : OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
            if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
                findings.add(field, "must lie between 1970 and 2100");
            }
            return instant;
        } catch (DateTimeException e) {
            findings.add(field, "must be a day like 2026-01-31 or an instant like 2026-01-31T18:30:00Z");
            return null;
        }
    }
}
