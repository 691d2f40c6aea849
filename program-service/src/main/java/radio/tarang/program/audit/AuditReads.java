package radio.tarang.program.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

import radio.tarang.program.Area;
import radio.tarang.program.ProgramRow;

/** What was taken down, newest first. */
@Repository
@CircuitBreaker(name = "postgres")
@Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
class AuditReads {
    /** @param username null once the person was erased: the id alone remains, and names nobody by itself */
    record Who(UUID id, @JsonInclude(Include.ALWAYS) @Nullable String username) {
    }

    /** @param before null: it was not there; {@code after} null: it is gone */
    @JsonInclude(Include.ALWAYS)
    record Entry(UUID id, Instant at, Who actor, String action, String targetType, UUID targetId, @Nullable String ip,
            @Nullable JsonNode before, @Nullable JsonNode after) {
    }

    /**
     * Which entries; null asks for all.
     *
     * @param areas the ones the caller may see
     * @param from inclusive
     * @param to exclusive
     */
    record Filter(@Nullable String targetType, @Nullable UUID targetId, @Nullable UUID actor, @Nullable Instant from,
            @Nullable Instant to, @Nullable Collection<String> areas) {
    }

    record Page(List<Entry> entries, long total, boolean hasMore) {
    }

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    AuditReads(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** @param after the entry before the page; null: the page begins at the offset */
    Page page(Filter filter, @Nullable AuditCursor after, int offset, int limit) {
        Map<String, @Nullable Object> params = new HashMap<>();
        String where = where(filter, params);
        long total = jdbc.sql("SELECT count(*) FROM audit WHERE " + where).params(params).query(Long.class).single();
        String beyond = "";
        if (after != null) {
            beyond = " AND (at, id) < (:afterAt::timestamptz, :afterId::uuid)";
            params.put("afterAt", Area.utc(after.at()));
            params.put("afterId", after.id());
        }
        params.put("limit", limit + 1);
        params.put("offset", offset);
        List<Entry> found = jdbc.sql("SELECT * FROM audit WHERE " + where + beyond
                + " ORDER BY at DESC, id DESC LIMIT :limit OFFSET :offset").params(params).query(this::entry).list();
        boolean hasMore = found.size() > limit;
        return new Page(hasMore ? found.subList(0, limit) : found, total, hasMore);
    }

    private static String where(Filter filter, Map<String, @Nullable Object> params) {
        StringBuilder where = new StringBuilder("true");
        and(where, params, "target_type = :targetType", "targetType", filter.targetType());
        and(where, params, "target_id = :targetId", "targetId", filter.targetId());
        and(where, params, "actor_id = :actor", "actor", filter.actor());
        and(where, params, "at >= :from", "from", Area.utc(filter.from()));
        and(where, params, "at < :to", "to", Area.utc(filter.to()));
        and(where, params, "area = ANY (:areas)", "areas",
                filter.areas() == null ? null : new SqlArrayValue("text", filter.areas().toArray()));
        return where.toString();
    }

    private static void and(StringBuilder where, Map<String, @Nullable Object> params, String condition, String name,
            @Nullable Object value) {
        if (value != null) {
            where.append(" AND ").append(condition);
            params.put(name, value);
        }
    }

    private Entry entry(ResultSet row, int number) throws SQLException {
        return new Entry(row.getObject("id", UUID.class), ProgramRow.required(row, "at"),
                new Who(row.getObject("actor_id", UUID.class), row.getString("actor_name")), row.getString("action"),
                row.getString("target_type"), row.getObject("target_id", UUID.class), row.getString("ip"),
                tree(row.getString("before")), tree(row.getString("after")));
    }

    private @Nullable JsonNode tree(@Nullable String state) {
        return state == null ? null : json.readTree(state);
    }
}
