package radio.tarang.user.admin;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

import radio.tarang.user.AccountRow;
import radio.tarang.user.admin.AccessChanges.Change;
import radio.tarang.user.web.Paging;

/** Who changed whose rights; newest first, and never changed itself. */
@Repository
@CircuitBreaker(name = "postgres")
@Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
class Audit {
    record Who(UUID id, String username) {
    }

    record Entry(UUID id, Instant at, Who actor, String action, String targetType, UUID targetId, String ip,
            JsonNode before, JsonNode after) {
    }

    record Page(List<Entry> entries, long total) {
    }

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    Audit(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void add(Change change, Access after, Instant now) {
        jdbc.sql(
                """
                        INSERT INTO audit (id, at, actor_id, actor_name, action, target_type, target_id, ip, before, after)
                        VALUES (:id, :at, :actor, :actorName, 'user.access', 'user', :target, :ip, :before::jsonb, :after::jsonb)
                        """)
                .param("id", id(now)).param("at", AccountRow.utc(now)).param("actor", change.actor().id())
                .param("actorName", change.actor().username()).param("target", change.target())
                .param("ip", change.actor().ip()).param("before", json.writeValueAsString(change.before()))
                .param("after", json.writeValueAsString(after)).update();
    }

    /** Of somebody's rights: 1 if nobody ever changed them here. */
    @Transactional(readOnly = true)
    long version(UUID target) {
        return versions(List.of(target)).getOrDefault(target, 1L);
    }

    /** Only of those whose rights were changed. */
    @Transactional(readOnly = true)
    Map<UUID, Long> versions(Collection<UUID> targets) {
        Map<UUID, Long> versions = new HashMap<>();
        jdbc.sql("SELECT target_id, count(*) + 1 AS version FROM audit WHERE target_id = ANY (?) GROUP BY target_id")
                .param(new SqlArrayValue("uuid", targets.toArray()))
                .query(row -> {
                    versions.put(row.getObject("target_id", UUID.class), row.getLong("version"));
                });
        return versions;
    }

    /** @param target null: everybody */
    Page list(@Nullable UUID target, Paging paging) {
        String where = target == null ? "" : "WHERE target_id = :target ";
        long total = jdbc.sql("SELECT count(*) FROM audit " + where).param("target", target).query(Long.class)
                .single();
        List<Entry> page = jdbc
                .sql("SELECT * FROM audit " + where + "ORDER BY at DESC, id DESC LIMIT :limit OFFSET :offset")
                .param("target", target).param("limit", paging.limit()).param("offset", paging.offset())
                .query((row, _) -> new Entry(row.getObject("id", UUID.class), AccountRow.required(row, "at"),
                        new Who(row.getObject("actor_id", UUID.class), row.getString("actor_name")),
                        row.getString("action"), row.getString("target_type"),
                        row.getObject("target_id", UUID.class), row.getString("ip"),
                        json.readTree(row.getString("before")), json.readTree(row.getString("after"))))
                .list();
        return new Page(page, total);
    }

    /** UUIDv7 (RFC 9562). */
    private static UUID id(Instant now) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(now.toEpochMilli() << 16 | 0x7000L | random.nextInt(1 << 12),
                0x8000_0000_0000_0000L | random.nextLong() >>> 2);
    }
}
