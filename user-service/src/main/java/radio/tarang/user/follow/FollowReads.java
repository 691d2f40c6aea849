package radio.tarang.user.follow;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.user.AccountRow;
import radio.tarang.user.FollowTarget;
import radio.tarang.user.Refusal;
import radio.tarang.user.web.Paging;

/** What is asked about follows; newest first. Stations and programmes that are gone are not shown, people are as they are called now. */
@Repository
@CircuitBreaker(name = "postgres")
@Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
class FollowReads {
    @JsonInclude(Include.NON_NULL)
    record Shown(UUID id, String username, @Nullable String displayName, @Nullable String avatarUrl,
            Instant followedAt) {
    }

    record Follow(String targetType, UUID targetId, String name, Instant followedAt) {
    }

    record Page<T>(List<T> items, long total) {
    }

    private static final String PEOPLE = """
            SELECT a.id, a.username, p.display_name, p.avatar_url, f.followed_at
            FROM follow f JOIN account a ON a.id = f.{other} LEFT JOIN profile p ON p.user_id = a.id
            WHERE f.{one} = :id AND f.kind IN ('user', 'host')
            ORDER BY f.followed_at DESC, f.{other} LIMIT :limit OFFSET :offset
            """;
    private static final String ALL = """
            FROM follow f LEFT JOIN account a ON a.id = f.target_id AND f.kind IN ('user', 'host')
              LEFT JOIN broadcast b ON b.id = f.target_id AND f.kind IN ('station', 'program') AND NOT b.gone
            WHERE f.follower_id = :id AND coalesce(a.username, b.name) IS NOT NULL
              AND (:kind::text IS NULL OR f.kind = :kind)
            """;

    private final JdbcClient jdbc;

    FollowReads(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Page<Shown> followers(UUID id, Paging paging) {
        return people(id, paging, "follower_id", "target_id", "followers");
    }

    Page<Shown> following(UUID id, Paging paging) {
        return people(id, paging, "target_id", "follower_id", "following");
    }

    private Page<Shown> people(UUID id, Paging paging, String other, String one, String count) {
        long total = jdbc
                .sql("""
                        SELECT coalesce(c.{count}, 0) FROM account a LEFT JOIN follow_count c ON c.user_id = a.id WHERE a.id = :id
                        """
                        .replace("{count}", count))
                .param("id", id).query(Long.class).optional()
                .orElseThrow(() -> Refusal.unknown(Refusal.Reason.UNKNOWN_USER, id.toString()));
        List<Shown> page = jdbc.sql(PEOPLE.replace("{other}", other).replace("{one}", one)).param("id", id)
                .param("limit", paging.limit()).param("offset", paging.offset()).query((row, _) -> person(row)).list();
        return new Page<>(page, total);
    }

    /** @param kind null: every kind */
    Page<Follow> all(UUID follower, FollowTarget.@Nullable Kind kind, Paging paging) {
        String word = kind == null ? null : kind.word();
        long total = jdbc.sql("SELECT count(*) " + ALL).param("id", follower).param("kind", word).query(Long.class)
                .single();
        List<Follow> page = jdbc
                .sql("SELECT f.kind, f.target_id, coalesce(a.username, b.name) AS name, f.followed_at " + ALL
                        + "ORDER BY f.followed_at DESC, f.target_id LIMIT :limit OFFSET :offset")
                .param("id", follower).param("kind", word).param("limit", paging.limit())
                .param("offset", paging.offset())
                .query((row, _) -> new Follow(row.getString("kind"), row.getObject("target_id", UUID.class),
                        row.getString("name"), AccountRow.required(row, "followed_at")))
                .list();
        return new Page<>(page, total);
    }

    private static Shown person(ResultSet row) throws SQLException {
        return new Shown(row.getObject("id", UUID.class), row.getString("username"), row.getString("display_name"),
                row.getString("avatar_url"), AccountRow.required(row, "followed_at"));
    }
}
