package radio.tarang.program.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

import radio.tarang.program.ProgramDetails;
import radio.tarang.program.schedule.Occurrences.Conflict;

/**
 * A schedule as every answer shows it.
 *
 * @param conflicts said to whoever has just written it: the first fifty of its programmes to come that share air time with another
 */
@JsonInclude(Include.NON_NULL)
record ScheduleView(UUID id, UUID stationId, String title, @Nullable String description, @Nullable String category,
        @Nullable String hostName, @Nullable String language, List<String> tags, @Nullable String imageUrl,
        List<String> daysOfWeek, String startTime, String endTime, String timeZone, LocalDate validFrom,
        @Nullable LocalDate validUntil, boolean active, List<ExceptionView> exceptions, long version,
        Instant createdAt, Instant updatedAt, @Nullable List<Conflict> conflicts) {
    @JsonInclude(Include.NON_NULL)
    record ExceptionView(LocalDate date, String action, @Nullable LocalDate toDate, @Nullable String startTime,
            @Nullable String endTime, @Nullable String title, @Nullable String description,
            @Nullable String hostName) {
        static ExceptionView of(Deviation d) {
            return new ExceptionView(d.date(), d.action().word(), d.toDate(), time(d.startTime()), time(d.endTime()),
                    d.title(), d.description(), d.hostName());
        }
    }

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

    static ScheduleView of(Schedule schedule) {
        return of(schedule, null);
    }

    static ScheduleView of(Schedule schedule, @Nullable List<Conflict> conflicts) {
        ProgramDetails d = schedule.show().details();
        Recurrence r = schedule.show().recurrence();
        return new ScheduleView(schedule.id(), schedule.station().id(), d.title(), d.description(), d.category(),
                d.hostName(), d.language(), d.tags(), d.imageUrl(), r.days().stream().map(Enum::name).toList(),
                r.start().format(TIME), r.end().format(TIME), r.zone().getId(), r.validFrom(), r.validUntil(),
                schedule.show().active(), r.exceptions().values().stream().map(ExceptionView::of).toList(),
                schedule.version(), schedule.createdAt(), schedule.updatedAt(), conflicts);
    }

    private static @Nullable String time(@Nullable LocalTime time) {
        return time == null ? null : time.format(TIME);
    }
}
