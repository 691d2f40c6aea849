package radio.tarang.program.counters;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The last counts of every target. */
@Repository
class CounterProjection {
    private final JdbcClient jdbc;

    CounterProjection(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One statement, so that of two replicas with two records the newer wins. */
    void take(CountersUpdated counted) {
        jdbc.sql("""
                INSERT INTO counter_projection AS known (kind, target_id, likes, plays, views, sequence)
                VALUES (:kind, :target, :likes, :plays, :views, :sequence)
                ON CONFLICT (kind, target_id) DO UPDATE
                SET likes = excluded.likes, plays = excluded.plays, views = excluded.views, sequence = excluded.sequence
                WHERE known.sequence < excluded.sequence
                """).param("kind", counted.kind()).param("target", counted.targetId()).param("likes", counted.likes())
                .param("plays", counted.plays()).param("views", counted.views())
                .param("sequence", counted.sequence()).update();
    }
}
