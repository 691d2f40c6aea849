package radio.tarang.program.schedule;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import radio.tarang.program.Findings;
import radio.tarang.program.ProgramDetails;
import radio.tarang.program.schedule.Schedule.Show;

/** A schedule as an editor sends it. Everything is text here, so that whatever is wrong can be named. */
record ScheduleRequest(@Nullable String stationId, @Nullable String title, @Nullable String description,
        @Nullable String category, @Nullable String hostName, @Nullable String language,
        @Nullable List<@Nullable String> tags, @Nullable String imageUrl, @Nullable List<@Nullable String> daysOfWeek,
        @Nullable String startTime, @Nullable String endTime, @Nullable String timeZone, @Nullable String validFrom,
        @Nullable String validUntil, @Nullable Boolean active,
        @Nullable List<@Nullable ExceptionRequest> exceptions) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm")
            .withResolverStyle(ResolverStyle.STRICT);
    private static final LocalDate EARLIEST = LocalDate.of(2000, 1, 1);
    private static final LocalDate LATEST = LocalDate.of(2099, 1, 1);

    /**
     * The show that is meant; use it only if nothing was found.
     *
     * @param usualZone the station's; null if it has none
     * @param usualFrom from when it is valid in a zone, unless the editor says
     */
    Show show(@Nullable ZoneId usualZone, Function<ZoneId, LocalDate> usualFrom, Findings findings) {
        ProgramDetails details = ProgramDetails.checked(title, description, category, hostName, null, language,
                imageUrl, tags, null, findings);
        ZoneId zone = zone(usualZone, findings);
        LocalTime start = required("startTime", time("startTime", startTime, findings), LocalTime.MIDNIGHT, findings);
        LocalTime end = required("endTime", time("endTime", endTime, findings), LocalTime.MIDNIGHT, findings);
        LocalDate from = validFrom == null ? usualFrom.apply(zone) : date("validFrom", validFrom, findings);
        LocalDate until = date("validUntil", validUntil, findings);
        if (from != null && until != null && until.isBefore(from)) {
            findings.add("validUntil", "must not be before validFrom");
        }
        return new Show(details, new Recurrence(days(findings), start, end, zone,
                Objects.requireNonNullElse(from, EARLIEST), until, ExceptionRequest.checked(exceptions, findings)),
                active == null || active);
    }

    private Set<DayOfWeek> days(Findings findings) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        if (daysOfWeek == null || daysOfWeek.isEmpty()) {
            findings.add("daysOfWeek", "must name at least one day");
            return EnumSet.allOf(DayOfWeek.class);
        }
        for (String day : daysOfWeek) {
            Arrays.stream(DayOfWeek.values()).filter(one -> one.name().equals(day)).findFirst()
                    .ifPresentOrElse(days::add, () -> {
                        days.add(DayOfWeek.MONDAY);
                        findings.add("daysOfWeek", "must be MONDAY, TUESDAY, …");
                    });
        }
        return days;
    }

    private ZoneId zone(@Nullable ZoneId usual, Findings findings) {
        if (timeZone != null && ZoneId.getAvailableZoneIds().contains(timeZone)) {
            return ZoneId.of(timeZone);
        }
        if (timeZone != null || usual == null) {
            findings.add("timeZone", timeZone == null ? "is required for a national station" : "is not an IANA zone");
        }
        return usual == null ? ZoneId.of("UTC") : usual;
    }

    private static <T> T required(String field, @Nullable T value, T otherwise, Findings findings) {
        if (value == null && findings.all().stream().noneMatch(finding -> finding.field().equals(field))) {
            findings.add(field, "is required");
        }
        return value == null ? otherwise : value;
    }

    static @Nullable LocalTime time(String field, @Nullable String raw, Findings findings) {
        if (raw == null) {
            return null;
        }
        try {
            return LocalTime.parse(raw, TIME);
        } catch (DateTimeException e) {
            findings.add(field, "must be a time like 07:30");
            return null;
        }
    }

    static @Nullable LocalDate date(String field, @Nullable String raw, Findings findings) {
        if (raw == null) {
            return null;
        }
        try {
            LocalDate date = LocalDate.parse(raw);
            if (!date.isBefore(EARLIEST) && date.isBefore(LATEST)) {
                return date;
            }
            findings.add(field, "must lie between 2000 and 2098");
        } catch (DateTimeException e) {
            findings.add(field, "must be a date like 2026-03-29");
        }
        return null;
    }
}
