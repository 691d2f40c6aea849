package radio.tarang.user.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.user.AccountRow;

/**
 * Failures to sign in, by account and network: a sliding log in PostgreSQL, so that it holds over replicas and restarts. An attempt takes its place before
 * it is decided; of many at once, no more can fail than are allowed.
 */
@Repository
@CircuitBreaker(name = "postgres")
class LoginAttempts {
    sealed interface Place {
        /** @param before failures within the time */
        record Taken(long id, int before) implements Place {
        }

        /** Others who came before are not decided yet, or are being looked at right now. */
        record Wait() implements Place {
        }

        record Closed(Duration opensIn) implements Place {
        }
    }

    private record Attempt(Instant at, boolean undecided) {
    }

    /** An attempt that was never decided (its process died) counts as a failure after this. */
    private static final Duration DECIDED_BY = Duration.ofSeconds(10);

    private final JdbcClient jdbc;
    private final Clock clock;
    private final LoginSettings settings;

    LoginAttempts(JdbcClient jdbc, Clock clock, LoginSettings settings) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.settings = settings;
    }

    @Transactional
    public Place begin(byte[] pair) {
        Instant now = clock.instant();
        // Tried, not waited for: a crowd at one door must not take every connection there is.
        boolean mine = jdbc.sql("SELECT pg_try_advisory_xact_lock(hashtextextended(encode(:pair, 'hex'), 0))")
                .param("pair", pair).query(Boolean.class).single();
        if (!mine) {
            return new Place.Wait();
        }
        // One statement, because an attempt that is decided meanwhile must be seen as one thing or the other.
        List<Attempt> attempts = jdbc.sql("""
                SELECT at, pending AND at >= :late AS undecided FROM login_attempt
                WHERE pair = :pair AND at > :since
                ORDER BY at DESC
                """).param("pair", pair).param("since", AccountRow.utc(now.minus(settings.within())))
                .param("late", AccountRow.utc(now.minus(DECIDED_BY)))
                .query((row, _) -> new Attempt(AccountRow.required(row, "at"), row.getBoolean("undecided"))).list();
        List<Attempt> failures = attempts.stream().filter(attempt -> !attempt.undecided()).limit(settings.failures())
                .toList();
        if (failures.size() >= settings.failures()) {
            return new Place.Closed(Duration.between(now, failures.getLast().at().plus(settings.within())));
        }
        if (attempts.size() >= settings.failures()) {
            return new Place.Wait();
        }
        long id = jdbc.sql("""
                INSERT INTO login_attempt (pair, at, pending) VALUES (:pair, :now, true) RETURNING id
                """).param("pair", pair).param("now", AccountRow.utc(now)).query(Long.class).single();
        return new Place.Taken(id, failures.size());
    }

    @Transactional
    public void failed(Place.Taken place) {
        jdbc.sql("UPDATE login_attempt SET pending = false, at = :now WHERE id = :id").param("id", place.id())
                .param("now", AccountRow.utc(clock.instant())).update();
    }

    /** It succeeded, or nobody could tell. */
    @Transactional
    public void withdraw(Place.Taken place) {
        jdbc.sql("DELETE FROM login_attempt WHERE id = :id").param("id", place.id()).update();
    }

    @Transactional
    public void forgetOld() {
        jdbc.sql("""
                DELETE FROM login_attempt WHERE id IN (SELECT id FROM login_attempt WHERE at < :before LIMIT 5000)
                """)
                .param("before", AccountRow.utc(clock.instant().minus(settings.within()))).update();
    }
}
