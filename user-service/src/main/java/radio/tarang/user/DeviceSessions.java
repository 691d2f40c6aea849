package radio.tarang.user;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Where people are signed in. Whoever locks a person and a device locks the person first. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class DeviceSessions {
    /** How long a sign-in lives at Keycloak at most. */
    public static final Duration LONGEST = Duration.ofDays(30);

    private static final String COLUMNS = "id, user_id, sid, client, user_agent, address, created_at, last_used_at";
    private static final RowMapper<DeviceSession> MAPPER = (row, _) -> new DeviceSession(
            row.getObject("id", UUID.class), row.getObject("user_id", UUID.class), row.getString("sid"),
            row.getString("client"), row.getString("user_agent"), row.getString("address"),
            AccountRow.required(row, "created_at"), AccountRow.required(row, "last_used_at"));

    private final JdbcClient jdbc;
    private final Accounts accounts;

    DeviceSessions(JdbcClient jdbc, Accounts accounts) {
        this.jdbc = jdbc;
        this.accounts = accounts;
    }

    /**
     * A browser that is still known to Keycloak signs in again under the same name: then the newer tokens are the ones that go on.
     *
     * @param tokenHash of the refresh token that was handed out
     */
    public void open(DeviceSession session, byte[] tokenHash) {
        jdbc.sql(
                """
                              INSERT INTO device_session (id, user_id, sid, client, user_agent, address, created_at, last_used_at, token_hash)
                              VALUES (:id, :userId, :sid, :client, :userAgent, :address, :createdAt, :lastUsedAt, :tokenHash)
                              ON CONFLICT (sid) DO UPDATE SET token_hash = excluded.token_hash, last_used_at = excluded.last_used_at,
                        user_agent = excluded.user_agent, address = excluded.address, spent_hash = NULL, spent_at = NULL, answer = NULL,
                        turn = NULL, turn_until = NULL
                              """)
                .param("id", session.id()).param("userId", session.userId()).param("sid", session.sid())
                .param("client", session.client()).param("userAgent", session.userAgent())
                .param("address", session.address()).param("createdAt", AccountRow.utc(session.createdAt()))
                .param("lastUsedAt", AccountRow.utc(session.lastUsedAt())).param("tokenHash", tokenHash).update();
    }

    /** Those of a person that have not ended, the last used first. */
    @Transactional(readOnly = true)
    public List<DeviceSession> of(UUID userId, Instant now) {
        return jdbc.sql("SELECT " + COLUMNS + """
                 FROM device_session
                WHERE user_id = :userId AND ended_at IS NULL AND created_at > :since
                ORDER BY last_used_at DESC, id
                """).param("userId", userId).param("since", AccountRow.utc(now.minus(LONGEST))).query(MAPPER).list();
    }

    /** If it is there and has not ended. */
    @Transactional(readOnly = true)
    public Optional<DeviceSession> find(String sid) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM device_session WHERE sid = :sid AND ended_at IS NULL")
                .param("sid", sid).query(MAPPER).optional();
    }

    /** Ends sign-ins before their time and tells it; those that had ended are left alone. Somebody has to close them at Keycloak, too. */
    public void end(Collection<DeviceSession> sessions, Instant now) {
        for (DeviceSession session : sessions) {
            Account account = accounts.lock(session.userId()).orElse(null);
            int ended = jdbc.sql("""
                    UPDATE device_session SET ended_at = :now, answer = NULL, turn = NULL, turn_until = NULL
                    WHERE id = :id AND ended_at IS NULL
                    """).param("id", session.id()).param("now", AccountRow.utc(now)).update();
            if (ended == 1 && account != null) {
                accounts.save(account.revoke(session.sid(), now));
            }
        }
    }

    /** What ended here and Keycloak has not heard of, the oldest first. */
    @Transactional(readOnly = true)
    public List<String> unclosed(int limit) {
        return jdbc.sql(
                "SELECT sid FROM device_session WHERE ended_at IS NOT NULL AND NOT closed ORDER BY ended_at LIMIT :limit")
                .param("limit", limit).query((row, _) -> Objects.requireNonNull(row.getString("sid"))).list();
    }

    @Transactional
    public void closed(String sid) {
        jdbc.sql("UPDATE device_session SET closed = true WHERE sid = :sid AND ended_at IS NOT NULL")
                .param("sid", sid).update();
    }
}
