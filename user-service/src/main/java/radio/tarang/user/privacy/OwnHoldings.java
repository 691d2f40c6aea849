package radio.tarang.user.privacy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

import radio.tarang.user.keycloak.People;

/** What we hold about somebody ourselves, Keycloak included: rows as they stand, but no hash, seal or token. */
@Repository
class OwnHoldings {
    private static final Map<String, String> PARTS = parts();

    private final JdbcClient jdbc;
    private final People people;
    private final ObjectMapper json;

    OwnHoldings(JdbcClient jdbc, People people, ObjectMapper json) {
        this.jdbc = jdbc;
        this.people = people;
        this.json = json;
    }

    private static Map<String, String> parts() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("account", "SELECT a.* FROM account a WHERE id = :id");
        parts.put("profile", "SELECT p.* FROM profile p WHERE user_id = :id");
        parts.put("follows", "SELECT kind, target_id, followed_at FROM follow WHERE follower_id = :id");
        parts.put("followers", "SELECT follower_id, followed_at FROM follow WHERE target_id = :id");
        parts.put("blocks", "SELECT blocked_id, blocked_at FROM block WHERE blocker_id = :id");
        parts.put("devices",
                "SELECT id, client, user_agent, address, created_at, last_used_at, ended_at FROM device_session WHERE user_id = :id");
        parts.put("mergedSessions", "SELECT merged_at FROM merged_session WHERE user_id = :id");
        parts.put("audit",
                "SELECT at, action, target_type, target_id, before, after FROM audit WHERE actor_id = :id OR target_id = :id");
        return parts;
    }

    /** @throws radio.tarang.user.Away if Keycloak does not answer */
    Map<String, Object> of(UUID id) {
        Map<String, Object> held = new LinkedHashMap<>();
        people.find(id).ifPresent(person -> {
            held.put("keycloak", person);
            held.put("roles", people.roles(id).stream().sorted().toList());
        });
        PARTS.forEach((part, query) -> held.put(part, rows(query, id)));
        return held;
    }

    private List<JsonNode> rows(String query, UUID id) {
        return jdbc.sql("SELECT row_to_json(held)::text FROM (" + query + ") held").param("id", id)
                .query(String.class).list().stream().map(json::readTree).toList();
    }
}
