package radio.tarang.program.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Repository;

import radio.tarang.program.Area;
import radio.tarang.program.Program;
import radio.tarang.program.ProgramRow;
import radio.tarang.program.State;
import radio.tarang.program.States;

/** What the clock is waiting for. Each question is a handful of index probes, however many programmes wait. */
@Repository
class DuePrograms {
    private static final String SELECT = "SELECT " + ProgramRow.COLUMNS
            + " FROM program p JOIN station s ON s.id = p.station_id ";

    private final JdbcClient jdbc;
    private final SqlArrayValue areas;

    DuePrograms(JdbcClient jdbc, States states) {
        this.jdbc = jdbc;
        this.areas = new SqlArrayValue("text",
                Stream.concat(states.all().stream().map(State::id), Stream.of(Area.NATIONAL)).toArray());
    }

    /** The areas where something should end or start now. */
    List<String> areas(Instant now) {
        return jdbc
                .sql("""
                        SELECT a.area FROM unnest(:areas) AS a (area)
                        WHERE EXISTS (SELECT FROM program WHERE area = a.area AND status = 'live' AND scheduled_end <= :now)
                           OR EXISTS (SELECT FROM program WHERE area = a.area AND status = 'scheduled' AND scheduled_start <= :now)
                        ORDER BY a.area
                        """)
                .param("areas", areas).param("now", Area.utc(now)).query((row, _) -> row.getString("area")).list();
    }

    /** The earliest start or end still to come, or overdue. */
    Optional<Instant> nextBoundary() {
        return jdbc
                .sql("""
                        SELECT least(min(next_end), min(next_start)) AS boundary
                        FROM unnest(:areas) AS a (area),
                          LATERAL (SELECT min(scheduled_end) AS next_end FROM program WHERE area = a.area AND status = 'live') AS ending,
                          LATERAL (SELECT min(scheduled_start) AS next_start FROM program WHERE area = a.area AND status = 'scheduled') AS starting
                        """)
                .param("areas", areas).query((row, _) -> Optional.ofNullable(ProgramRow.instant(row, "boundary")))
                .single();
    }

    /** Live programmes of an area that are over; what another replica holds is left to it. */
    List<Program> lockEnding(String area, Instant now, int limit) {
        return jdbc.sql(SELECT + """
                WHERE p.area = :area AND p.status = 'live' AND p.scheduled_end <= :now
                ORDER BY p.scheduled_end LIMIT :limit FOR UPDATE OF p SKIP LOCKED
                """).param("area", area).param("now", Area.utc(now)).param("limit", limit).query(ProgramRow.MAPPER)
                .list();
    }

    /** Scheduled programmes of an area that have begun. */
    List<Program> lockStarting(String area, Instant now, int limit) {
        return jdbc.sql(SELECT + """
                WHERE p.area = :area AND p.status = 'scheduled' AND p.scheduled_start <= :now
                ORDER BY p.scheduled_start, p.id LIMIT :limit FOR UPDATE OF p SKIP LOCKED
                """).param("area", area).param("now", Area.utc(now)).param("limit", limit).query(ProgramRow.MAPPER)
                .list();
    }

    /** Programmes that ended so long ago that the topic need not hold them any more. */
    List<Program> lockExpired(Instant now, Duration age, int limit) {
        return jdbc.sql(SELECT + """
                WHERE p.status IN ('ended', 'cancelled') AND p.expired_at IS NULL AND p.scheduled_end < :before
                ORDER BY p.scheduled_end LIMIT :limit FOR UPDATE OF p SKIP LOCKED
                """).param("before", Area.utc(now.minus(age))).param("limit", limit).query(ProgramRow.MAPPER).list();
    }
}
