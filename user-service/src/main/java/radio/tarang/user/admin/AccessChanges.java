package radio.tarang.user.admin;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.ObjectMapper;

import radio.tarang.user.Account;
import radio.tarang.user.AccountRow;
import radio.tarang.user.Accounts;
import radio.tarang.user.Refusal;

/** What is changing at Keycloak at this moment, and the end of it: the audit and the event, together. */
@Repository
@CircuitBreaker(name = "postgres")
@Transactional
class AccessChanges {
    /** @param takesAdmin whether somebody who administers no longer will */
    record Change(UUID target, Actor actor, Access before, boolean takesAdmin) {
    }

    private final JdbcClient jdbc;
    private final Accounts accounts;
    private final Audit audit;
    private final ObjectMapper json;
    private final Clock clock;

    AccessChanges(JdbcClient jdbc, Accounts accounts, Audit audit, ObjectMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.accounts = accounts;
        this.audit = audit;
        this.json = json;
        this.clock = clock;
    }

    /**
     * @param version of the rights when {@code before} was read
     * @throws Refusal if they have changed since, or are changing, or another administrator is being taken out
     */
    void begin(Change change, long version) {
        try {
            jdbc.sql("""
                    INSERT INTO access_change (target_id, actor_id, actor_name, ip, before, takes_admin, begun_at)
                    VALUES (:target, :actor, :actorName, :ip, :before::jsonb, :takesAdmin, :at)
                    """).param("target", change.target()).param("actor", change.actor().id())
                    .param("actorName", change.actor().username()).param("ip", change.actor().ip())
                    .param("before", json.writeValueAsString(change.before()))
                    .param("takesAdmin", change.takesAdmin()).param("at", AccountRow.utc(clock.instant())).update();
        } catch (DuplicateKeyException e) {
            throw Refusal.changedMeanwhile();
        }
        if (audit.version(change.target()) != version) {
            throw Refusal.changedMeanwhile();
        }
    }

    /** Writes down what became of a change: nothing, if nothing did. Whoever comes second finds it done. */
    void finish(Change change, String username, Access after) {
        if (forget(change.target()) && !after.equals(change.before())) {
            Instant now = clock.instant();
            Account account = accounts.ensure(change.target(), username);
            accounts.save(account.changeAccess(now));
            audit.add(change, after, now);
        }
    }

    /** @return whether it was still there */
    boolean forget(UUID target) {
        return jdbc.sql("DELETE FROM access_change WHERE target_id = :target").param("target", target).update() == 1;
    }

    /** Begun so long ago that whoever began it is gone. */
    @Transactional(readOnly = true)
    List<Change> leftOver(Duration age) {
        return jdbc.sql("SELECT * FROM access_change WHERE begun_at < :before ORDER BY begun_at LIMIT 50")
                .param("before", AccountRow.utc(clock.instant().minus(age))).query((row, _) -> change(row)).list();
    }

    private Change change(ResultSet row) throws SQLException {
        return new Change(row.getObject("target_id", UUID.class),
                new Actor(row.getObject("actor_id", UUID.class), row.getString("actor_name"), row.getString("ip")),
                json.readValue(row.getString("before"), Access.class), row.getBoolean("takes_admin"));
    }
}
