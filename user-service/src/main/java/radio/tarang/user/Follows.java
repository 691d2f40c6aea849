package radio.tarang.user;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who follows what, and how many of each. It writes events: follow, counts and record in the caller's transaction together. The caller has locked the
 * follower's account ({@link Accounts#lock}), so that a follow begins and ends once, however many ask at once.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class Follows {
    private static final RowMapper<FollowTarget> TARGET = (row, _) -> new FollowTarget(
            FollowTarget.Kind.ofWord(row.getString("kind")).orElseThrow(), row.getObject("target_id", UUID.class));

    private final JdbcClient jdbc;
    private final Accounts accounts;

    Follows(JdbcClient jdbc, Accounts accounts) {
        this.jdbc = jdbc;
        this.accounts = accounts;
    }

    public Optional<FollowTarget> find(UUID follower, UUID target) {
        return jdbc.sql("SELECT kind, target_id FROM follow WHERE follower_id = :follower AND target_id = :target")
                .param("follower", follower).param("target", target).query(TARGET).optional();
    }

    /** How much somebody follows, of every kind. */
    public long total(UUID follower) {
        return jdbc.sql("SELECT coalesce(sum(total), 0) FROM follow_count WHERE user_id = :follower")
                .param("follower", follower).query(Long.class).single();
    }

    /** @return the follower's account as it is now */
    public Account save(AccountEvent.Followed event) {
        UUID follower = event.account().id();
        FollowTarget target = event.target();
        jdbc.sql("""
                INSERT INTO follow (follower_id, target_id, kind, followed_at, sequence)
                VALUES (:follower, :target, :kind, :at, :sequence)
                """).param("follower", follower).param("target", target.id()).param("kind", target.kind().word())
                .param("at", AccountRow.utc(event.at())).param("sequence", event.account().sequence()).update();
        for (UUID id : counted(follower, target)) {
            jdbc.sql(
                    """
                            INSERT INTO follow_count (user_id, followers, following, total)
                            VALUES (:id, :followers, :following, :total)
                            ON CONFLICT (user_id) DO UPDATE SET followers = follow_count.followers + excluded.followers,
                              following = follow_count.following + excluded.following, total = follow_count.total + excluded.total
                            """)
                    .param("id", id).param("followers", id.equals(follower) ? 0 : 1)
                    .param("following", id.equals(follower) && target.kind().isPerson() ? 1 : 0)
                    .param("total", id.equals(follower) ? 1 : 0).update();
        }
        return accounts.save(event);
    }

    /** @return the follower's account as it is now */
    public Account save(AccountEvent.Unfollowed event) {
        UUID follower = event.account().id();
        FollowTarget target = event.target();
        int ended = jdbc.sql("DELETE FROM follow WHERE follower_id = :follower AND target_id = :target")
                .param("follower", follower).param("target", target.id()).update();
        if (ended != 1) {
            throw Refusal.changedMeanwhile();
        }
        for (UUID id : counted(follower, target)) {
            jdbc.sql("""
                    UPDATE follow_count SET followers = followers - :followers, following = following - :following,
                      total = total - :total
                    WHERE user_id = :id
                    """).param("id", id).param("followers", id.equals(follower) ? 0 : 1)
                    .param("following", id.equals(follower) && target.kind().isPerson() ? 1 : 0)
                    .param("total", id.equals(follower) ? 1 : 0).update();
        }
        return accounts.save(event);
    }

    /** In the order of their ids, so that two who follow each other at once do not wait for each other. */
    private static List<UUID> counted(UUID follower, FollowTarget target) {
        return target.kind().isPerson() ? Stream.of(follower, target.id()).sorted().toList() : List.of(follower);
    }
}
