package radio.tarang.program.schedule;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.ObjectMapper;

import radio.tarang.program.Program;
import radio.tarang.program.ProgramDetails;
import radio.tarang.program.ProgramRow;
import radio.tarang.program.Slot;

/** What became of the broadcasts of schedules: the programmes there are, and what was generated. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class Occurrences {
    /** Two programmes that share air time. @param start of the schedule's own */
    record Conflict(UUID programId, UUID conflictsWith, Instant start) {
    }

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    Occurrences(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** The schedule's programmes that have not started, by start, locked until the transaction ends. */
    List<Program> lockWaiting(UUID scheduleId) {
        return jdbc.sql("SELECT " + ProgramRow.COLUMNS + """
                 FROM program p JOIN station s ON s.id = p.station_id
                WHERE p.schedule_id = :schedule AND p.status = 'scheduled'
                ORDER BY p.scheduled_start, p.id FOR UPDATE OF p
                """).param("schedule", scheduleId).query(ProgramRow.MAPPER).list();
    }

    Map<LocalDate, Generated> generated(UUID scheduleId, List<LocalDate> dates) {
        Map<LocalDate, Generated> known = new HashMap<>();
        jdbc.sql(
                "SELECT * FROM schedule_occurrence WHERE schedule_id = :schedule AND occurrence = ANY (:dates::date[])")
                .param("schedule", scheduleId).param("dates", column(dates, LocalDate::toString))
                .query(this::generated).list().forEach(one -> known.put(one.occurrence(), one));
        return known;
    }

    void remember(UUID scheduleId, List<Generated> generated) {
        if (generated.isEmpty()) {
            return;
        }
        jdbc.sql(
                """
                        INSERT INTO schedule_occurrence (schedule_id, occurrence, program_id, starts_at, ends_at, details, withdrawn)
                        SELECT :schedule, new.* FROM unnest(:dates::date[], :programs::uuid[], :starts::timestamptz[], :ends::timestamptz[],
                          :details::jsonb[], :withdrawn::boolean[]) AS new (occurrence, program_id, starts_at, ends_at, details, withdrawn)
                        ON CONFLICT (schedule_id, occurrence) DO UPDATE
                        SET program_id = excluded.program_id, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
                          details = excluded.details, withdrawn = excluded.withdrawn
                        """)
                .param("schedule", scheduleId).param("dates", column(generated, one -> one.occurrence().toString()))
                .param("programs", column(generated, one -> one.programId().toString()))
                .param("starts", column(generated, one -> one.slot().start().toString()))
                .param("ends", column(generated, one -> one.slot().end().toString()))
                .param("details", column(generated, one -> json.writeValueAsString(one.details())))
                .param("withdrawn", column(generated, one -> Boolean.toString(one.withdrawn()))).update();
    }

    /** Where the schedule's programmes to come share air time with others of the station, or with one another; the first ones by start. */
    List<Conflict> conflicts(UUID scheduleId, int limit) {
        return jdbc
                .sql("""
                        SELECT p.id, p.scheduled_start, o.id AS other
                        FROM program p JOIN program o ON o.station_id = p.station_id AND o.id <> p.id AND o.status IN ('scheduled', 'live')
                          AND o.scheduled_start < p.scheduled_end AND o.scheduled_end > p.scheduled_start
                          AND o.scheduled_start > p.scheduled_start - interval '24 hours'
                        WHERE p.schedule_id = :schedule AND p.status = 'scheduled'
                        ORDER BY p.scheduled_start, p.id, o.scheduled_start, o.id LIMIT :limit
                        """)
                .param("schedule", scheduleId).param("limit", limit)
                .query((row, _) -> new Conflict(row.getObject("id", UUID.class), row.getObject("other", UUID.class),
                        Objects.requireNonNull(ProgramRow.instant(row, "scheduled_start"))))
                .list();
    }

    /** Nothing is moved as far as from before this date: what became of it need not be known any more. */
    @Transactional
    void forgetBefore(LocalDate date) {
        jdbc.sql("DELETE FROM schedule_occurrence WHERE occurrence < ?").param(date).update();
    }

    private Generated generated(ResultSet row, int number) throws SQLException {
        return new Generated(row.getObject("occurrence", LocalDate.class), row.getObject("program_id", UUID.class),
                new Slot(Objects.requireNonNull(ProgramRow.instant(row, "starts_at")),
                        Objects.requireNonNull(ProgramRow.instant(row, "ends_at"))),
                json.readValue(row.getString("details"), ProgramDetails.class), row.getBoolean("withdrawn"));
    }

    private static <T> SqlArrayValue column(List<T> rows, Function<T, String> value) {
        return new SqlArrayValue("text", rows.stream().map(value).toArray());
    }
}
