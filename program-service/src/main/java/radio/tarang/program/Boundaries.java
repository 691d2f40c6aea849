package radio.tarang.program;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Repository;

/** Whether the clock is behind: a full hour may take it seconds. A handful of index probes. */
@Repository
class Boundaries {
    /** What is on time is nobody's hindrance. */
    private static final Duration ON_TIME = Duration.ofMillis(200);
    /** What was due before is not being worked off: nobody's clock is running, or it came in late. */
    private static final Duration GIVEN_UP = Duration.ofMinutes(2);

    private final JdbcClient jdbc;
    private final SqlArrayValue areas;

    Boundaries(JdbcClient jdbc, States states) {
        this.jdbc = jdbc;
        this.areas = new SqlArrayValue("text",
                Stream.concat(states.all().stream().map(State::id), Stream.of(Area.NATIONAL)).toArray());
    }

    /** Something should have started or ended a moment ago and has not. */
    boolean inHand(Instant now) {
        return jdbc
                .sql("""
                        SELECT EXISTS (SELECT FROM program WHERE status = 'scheduled' AND scheduled_start BETWEEN :from AND :to)
                          OR EXISTS (SELECT FROM unnest(:areas) AS a (area)
                                     WHERE EXISTS (SELECT FROM program WHERE area = a.area AND status = 'live' AND scheduled_end BETWEEN :from AND :to))
                        """)
                .param("from", Area.utc(now.minus(GIVEN_UP))).param("to", Area.utc(now.minus(ON_TIME)))
                .param("areas", areas).query(Boolean.class).single();
    }
}
