package radio.tarang.user;

import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who wants nothing to do with whom. Like {@link Follows} it writes events. Whoever blocks has locked both accounts, so that no follow between the two can
 * begin beside it.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class Blocks {
    private final JdbcClient jdbc;
    private final Accounts accounts;

    Blocks(JdbcClient jdbc, Accounts accounts) {
        this.jdbc = jdbc;
        this.accounts = accounts;
    }

    public boolean has(UUID blocker, UUID blocked) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM block WHERE blocker_id = :blocker AND blocked_id = :blocked)")
                .param("blocker", blocker).param("blocked", blocked).query(Boolean.class).single();
    }

    /** Whether one of the two blocks the other. */
    public boolean between(UUID one, UUID other) {
        return has(one, other) || has(other, one);
    }

    /** How many somebody blocks. */
    public long total(UUID blocker) {
        return jdbc.sql("SELECT count(*) FROM block WHERE blocker_id = :blocker").param("blocker", blocker)
                .query(Long.class).single();
    }

    public void save(AccountEvent.Blocked event) {
        jdbc.sql(
                """
                        INSERT INTO block (blocker_id, blocked_id, blocked_at, sequence) VALUES (:blocker, :blocked, :at, :sequence)
                        """)
                .param("blocker", event.account().id()).param("blocked", event.blocked())
                .param("at", AccountRow.utc(event.at())).param("sequence", event.account().sequence()).update();
        accounts.save(event);
    }

    public void save(AccountEvent.Unblocked event) {
        int ended = jdbc.sql("DELETE FROM block WHERE blocker_id = :blocker AND blocked_id = :blocked")
                .param("blocker", event.account().id()).param("blocked", event.blocked()).update();
        if (ended != 1) {
            throw Refusal.changedMeanwhile();
        }
        accounts.save(event);
    }
}
