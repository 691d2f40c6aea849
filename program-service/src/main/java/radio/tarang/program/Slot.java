package radio.tarang.program;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** From when (inclusive) to when (exclusive) a programme is on air, in whole milliseconds. */
public record Slot(Instant start, Instant end) {
    public static final Duration SHORTEST = Duration.ofSeconds(1);
    public static final Duration LONGEST = Duration.ofHours(24);
    /** A limit on everything: keeps every instant inside what the database, JSON clients and calendars can say. */
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    public Slot {
        start = start.truncatedTo(ChronoUnit.MILLIS);
        end = end.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Notes what is wrong with this slot; nothing if all is well. */
    public void check(Findings findings) {
        if (start.isBefore(EARLIEST) || !start.isBefore(LATEST)) {
            findings.add("scheduledStart", "must lie between 1970 and 2100");
        } else if (end.isBefore(EARLIEST) || !end.isBefore(LATEST)) {
            findings.add("scheduledEnd", "must lie between 1970 and 2100");
        } else if (Duration.between(start, end).compareTo(SHORTEST) < 0) {
            findings.add("scheduledEnd", "must be at least 1 second after scheduledStart");
        } else if (Duration.between(start, end).compareTo(LONGEST) > 0) {
            findings.add("scheduledEnd", "must be at most 24 hours after scheduledStart");
        }
    }

    /** As long as it is, beginning so much later. */
    public Slot later(Duration by) {
        return new Slot(start.plus(by), end.plus(by));
    }

    /** As far as formats that know no fractions can say it. */
    Slot inWholeSeconds() {
        return new Slot(start.truncatedTo(ChronoUnit.SECONDS), end.truncatedTo(ChronoUnit.SECONDS));
    }

    public boolean isOverAt(Instant now) {
        return !now.isBefore(end);
    }

    public boolean hasBegunAt(Instant now) {
        return !now.isBefore(start);
    }
}
