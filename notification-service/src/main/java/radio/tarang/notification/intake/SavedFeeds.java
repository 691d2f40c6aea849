package radio.tarang.notification.intake;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.notification.SavedSubject;
import radio.tarang.notification.SavedSubject.Changes;

/**
 * What the feed knew when it was last saved. Every replica saves to the same rows: a row only ever moves to a higher sequence and an offset only
 * forward, so the order in which replicas save does not matter. Rows belong to an epoch; another epoch's are never touched.
 */
@Repository
@CircuitBreaker(name = "database")
class SavedFeeds {
    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Flyway flyway;
    private volatile boolean migrated;

    record Saved(List<SavedSubject> subjects, Map<String, Long> positions) {
    }

    SavedFeeds(JdbcClient jdbc, JdbcTemplate batches, Flyway flyway) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.flyway = flyway;
    }

    /** Brings the schema up to date, once the database is there: the feed starts without it. */
    public void migrate() {
        if (!migrated) {
            flyway.migrate();
            migrated = true;
        }
    }

    @Transactional(readOnly = true)
    public Saved load(String epoch) {
        List<SavedSubject> subjects = jdbc.sql("""
                SELECT subject, state, sequence, happened_at, data
                  FROM feed_subject
                 WHERE epoch = :epoch
                """).param("epoch", epoch).query(SavedFeeds::subject).list();
        Map<String, Long> positions = new HashMap<>();
        jdbc.sql("SELECT partition_key, next_offset FROM feed_position WHERE epoch = :epoch").param("epoch", epoch)
                .query((RowCallbackHandler) row -> positions.put(row.getString(1), row.getLong(2)));
        return new Saved(subjects, positions);
    }

    private static SavedSubject subject(ResultSet row, int number) throws SQLException {
        return new SavedSubject(row.getString(1), row.getInt(2), row.getLong(3),
                row.getObject(4, OffsetDateTime.class).toInstant(), row.getBytes(5));
    }

    @Transactional
    public void save(Changes changes, Map<String, Long> positions) {
        List<Object[]> rows = new ArrayList<>(changes.subjects().size());
        for (SavedSubject subject : changes.subjects()) {
            rows.add(new Object[]{changes.epoch(), subject.subject(), subject.stateNumber(), subject.sequence(),
                    subject.time().atOffset(ZoneOffset.UTC), subject.json()});
        }
        batches.batchUpdate("""
                INSERT INTO feed_subject AS saved (epoch, subject, state, sequence, happened_at, data)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (epoch, subject) DO UPDATE
                   SET sequence = excluded.sequence, happened_at = excluded.happened_at, data = excluded.data
                 WHERE saved.sequence < excluded.sequence
                """, rows);
        List<Object[]> offsets = new ArrayList<>();
        positions.forEach((key, next) -> offsets.add(new Object[]{changes.epoch(), key, next}));
        batches.batchUpdate("""
                INSERT INTO feed_position AS saved (epoch, partition_key, next_offset)
                VALUES (?, ?, ?)
                ON CONFLICT (epoch, partition_key) DO UPDATE
                   SET next_offset = excluded.next_offset, saved_at = now()
                 WHERE saved.next_offset < excluded.next_offset
                """, offsets);
    }

    /** Sequences of what is long over, and everything of epochs that are no more. */
    @Transactional
    public void forget(String epoch, OffsetDateTime overBefore) {
        jdbc.sql("DELETE FROM feed_subject WHERE epoch = :epoch AND data IS NULL AND happened_at < :before")
                .param("epoch", epoch)
                .param("before", overBefore).update();
        jdbc.sql("""
                WITH gone AS (DELETE FROM feed_position
                               WHERE epoch IN (SELECT epoch FROM feed_position WHERE epoch <> :epoch
                                                GROUP BY epoch HAVING max(saved_at) < now() - interval '1 day')
                           RETURNING epoch)
                DELETE FROM feed_subject WHERE epoch IN (SELECT epoch FROM gone)
                """).param("epoch", epoch).update();
        jdbc.sql("DELETE FROM dead_letter WHERE at < now() - interval '35 days'").update();
    }

    /**
     * Sends a dead letter unless another replica did: the claim is committed after the broker has acknowledged, and whoever comes second waits
     * for that at the unique key.
     */
    @Transactional
    public void sendOnce(String epoch, String place, BooleanSupplier send) {
        int claimed = jdbc.sql("INSERT INTO dead_letter (epoch, place) VALUES (:epoch, :place) ON CONFLICT DO NOTHING")
                .param("epoch", epoch)
                .param("place", place).update();
        if (claimed == 1 && !send.getAsBoolean()) {
            throw new IllegalStateException("not sent: " + place);
        }
    }
}
