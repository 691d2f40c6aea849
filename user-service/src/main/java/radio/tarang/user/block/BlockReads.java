package radio.tarang.user.block;

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
import radio.tarang.user.web.Paging;

/** Whom somebody blocks, newest first. */
@Repository
@CircuitBreaker(name = "postgres")
@Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
class BlockReads {
    @JsonInclude(Include.NON_NULL)
    record Shown(UUID id, String username, @Nullable String displayName, @Nullable String avatarUrl,
            Instant blockedAt) {
    }

    record Page(List<Shown> users, long total) {
    }

    private static final String FROM = """
            FROM block b JOIN account a ON a.id = b.blocked_id LEFT JOIN profile p ON p.user_id = a.id
            WHERE b.blocker_id = :id
            """;

    private final JdbcClient jdbc;

    BlockReads(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Page of(UUID blocker, Paging paging) {
        long total = jdbc.sql("SELECT count(*) " + FROM).param("id", blocker).query(Long.class).single();
        List<Shown> page = jdbc
                .sql("SELECT a.id, a.username, p.display_name, p.avatar_url, b.blocked_at " + FROM
                        + "ORDER BY b.blocked_at DESC, a.id LIMIT :limit OFFSET :offset")
                .param("id", blocker).param("limit", paging.limit()).param("offset", paging.offset())
                .query((row, _) -> new Shown(row.getObject("id", UUID.class), row.getString("username"),
                        row.getString("display_name"), row.getString("avatar_url"),
                        AccountRow.required(row, "blocked_at")))
                .list();
        return new Page(page, total);
    }
}
