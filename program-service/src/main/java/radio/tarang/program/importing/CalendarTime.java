package radio.tarang.program.importing;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.zone.ZoneRules;
import java.util.List;

/**
 * A DATE or DATE-TIME of iCalendar: what a clock on the wall shows, and which wall.
 *
 * @param day whether it is a whole day, which begins at {@code local}
 */
record CalendarTime(LocalDateTime local, ZoneRules rules, boolean day) {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd")
            .withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss")
            .withResolverStyle(ResolverStyle.STRICT);
    private static final ZoneRules UTC = ZoneOffset.UTC.getRules();

    /**
     * @param floating of a time that names no zone
     * @throws DateTimeException if the text is no such time
     */
    static CalendarTime parse(String text, ZoneRules floating) {
        String value = text.strip();
        if (value.length() == 8) {
            return new CalendarTime(LocalDate.parse(value, DATE).atStartOfDay(), floating, true);
        }
        if (value.length() == 15) {
            return new CalendarTime(LocalDateTime.parse(value, DATE_TIME), floating, false);
        }
        if (value.length() == 16 && value.endsWith("Z")) {
            return new CalendarTime(LocalDateTime.parse(value.substring(0, 15), DATE_TIME), UTC, false);
        }
        throw new DateTimeException("'" + ImportRow.shortened(value) + "' is no time like 20260131T183000Z");
    }

    Instant instant() {
        return instant(local, rules);
    }

    /** Of a time that comes twice the first one; a time that is left out by the offset before the gap (RFC 5545 §3.3.5). */
    static Instant instant(LocalDateTime local, ZoneRules rules) {
        List<ZoneOffset> offsets = rules.getValidOffsets(local);
        return local.toInstant(offsets.isEmpty() ? rules.getTransition(local).getOffsetBefore() : offsets.getFirst());
    }

    /** What the wall shows then. */
    LocalDateTime localAt(Instant instant) {
        return LocalDateTime.ofInstant(instant, rules.getOffset(instant));
    }

    CalendarTime at(LocalDateTime other) {
        return new CalendarTime(other, rules, day);
    }
}
