package radio.tarang.program.demo;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which local days and parts are loaded. */
@Repository
class DemoDays {
    private final JdbcClient jdbc;

    DemoDays(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    boolean contains(LocalDate day) {
        return jdbc.sql("SELECT count(*) FROM demo_day WHERE day = ?").param(day).query(Integer.class).single() > 0;
    }

    void add(LocalDate day, Instant now) {
        jdbc.sql("INSERT INTO demo_day (day, loaded_at) VALUES (?, ?) ON CONFLICT DO NOTHING")
                .params(day, now.atOffset(ZoneOffset.UTC)).update();
    }

    /** Whether this transaction is the one that loads the part; another replica's at the same time waits here and then finds it loaded. */
    boolean claim(String part, Instant now) {
        return jdbc.sql("INSERT INTO demo_part (part, loaded_at) VALUES (?, ?) ON CONFLICT DO NOTHING")
                .params(part, now.atOffset(ZoneOffset.UTC)).update() == 1;
    }

    /** Until the transaction ends no other replica opens stations: it waits here, then finds them all. */
    void lockStations() {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('demo stations', 0))").query().listOfRows();
    }
}
