package radio.tarang.user.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.user.AccountRow;

/** Which anonymous sessions belong to somebody. A session belongs to the first account that presented it, for as long as it can be presented. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class MergedSessions {
    /** A signed session counts for 400 days, and may be a day early. */
    private static final Duration PRESENTABLE = Duration.ofDays(402);

    private final JdbcClient jdbc;

    MergedSessions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether it belonged to nobody. Of two who claim it at once, one waits for the other's transaction. */
    public boolean claim(String session, UUID userId, Instant now) {
        return jdbc.sql("""
                INSERT INTO merged_session (session_hash, user_id, merged_at) VALUES (:hash, :userId, :now)
                ON CONFLICT (session_hash) DO NOTHING
                """).param("hash", Hashes.sha256(session)).param("userId", userId).param("now", AccountRow.utc(now))
                .update() == 1;
    }

    @Transactional
    public void forgetOld(Instant now) {
        jdbc.sql("""
                DELETE FROM merged_session
                WHERE session_hash IN (SELECT session_hash FROM merged_session WHERE merged_at < :before LIMIT 2000)
                """)
                .param("before", AccountRow.utc(now.minus(PRESENTABLE))).update();
    }
}
