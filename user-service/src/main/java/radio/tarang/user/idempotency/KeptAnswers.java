package radio.tarang.user.idempotency;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class KeptAnswers {
    private final JdbcClient jdbc;

    KeptAnswers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Until the end of the transaction nobody else gets it. */
    boolean lock(Attempt attempt) {
        return jdbc.sql("SELECT pg_try_advisory_xact_lock(?)").param(attempt.lock()).query(Boolean.class).single();
    }

    Optional<KeptAnswer> find(Attempt attempt, Instant since) {
        return jdbc.sql("""
                SELECT fingerprint, status, headers, body
                FROM idempotent_answer
                WHERE id = ? AND at >= ?""")
                .params(attempt.id(), Timestamp.from(since))
                .query((row, n) -> new KeptAnswer(row.getBytes(1), row.getInt(2), row.getString(3), row.getBytes(4)))
                .optional();
    }

    void keep(Attempt attempt, KeptAnswer answer, Instant at) {
        jdbc.sql("""
                INSERT INTO idempotent_answer (id, fingerprint, status, headers, body, at)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE
                SET fingerprint = excluded.fingerprint, status = excluded.status, headers = excluded.headers,
                    body = excluded.body, at = excluded.at""")
                .params(attempt.id(), answer.fingerprint(), answer.status(), answer.headers(), answer.body(),
                        Timestamp.from(at))
                .update();
    }

    /** At most a thousand at a time. */
    int forget(Instant before) {
        return jdbc.sql("""
                DELETE FROM idempotent_answer
                WHERE id IN (SELECT id FROM idempotent_answer WHERE at < ? LIMIT 1000 FOR UPDATE SKIP LOCKED)""")
                .param(Timestamp.from(before)).update();
    }
}
