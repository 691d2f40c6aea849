package radio.tarang.gateway.browser;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Profile, preferences and devices of one account, and how user-service answers for them; an update names its version. */
final class KeptAccount {

    /** @param body of a failure: the slug of its problem */
    record Reply(int status, String body, Map<String, String> headers) {
    }

    private static final JsonMapper JSON = JsonMapper.shared();
    private ObjectNode preferences = (ObjectNode) JSON.readTree("""
            {"statePreference": null, "languages": ["hi"], "timeZone": "Asia/Kolkata", "quietHours": null,
             "notifications": {"inApp": true, "push": false, "email": false, "digest": "off"},
             "consent": {"analytics": false, "personalisation": false, "at": null}}
            """);
    private ObjectNode profile = named(JSON.createObjectNode().put("displayName", "Asha Nair"));
    private List<String> devices = List.of("this", "phone", "old");
    private int version = 1;
    private int exportsUntilReady = 1;

    synchronized void prefersState(String stateId) {
        preferences.put("statePreference", stateId);
    }

    /** Somebody changed it on another device. */
    synchronized void changeElsewhere(String displayName) {
        profile.put("displayName", displayName);
        version++;
    }

    synchronized ObjectNode preferences() {
        return preferences;
    }

    synchronized ObjectNode profile() {
        return profile;
    }

    synchronized List<String> devices() {
        return devices;
    }

    synchronized Reply answer(String what, @Nullable String ifMatch, JsonNode sent) {
        if (what.startsWith("PUT ") && ifMatch != null && !ifMatch.equals(etag())) {
            return new Reply(412, "precondition-failed", Map.of());
        }
        if (what.startsWith("DELETE /user/sessions")) {
            String gone = what.substring("DELETE /user/sessions".length());
            devices = devices.stream().filter(id -> gone.isEmpty() ? id.equals("this") : !gone.equals("/" + id))
                    .toList();
            return new Reply(204, "", Map.of());
        }
        return switch (what) {
            case "GET /user/preferences" -> tagged(preferences);
            case "PUT /user/preferences" -> {
                preferences = (ObjectNode) sent;
                ((ObjectNode) sent.path("consent")).put("at", Instant.now().toString());
                version++;
                yield tagged(preferences);
            }
            case "GET /users/" + PeopleFixture.ID -> tagged(profile);
            case "PUT /users/" + PeopleFixture.ID -> {
                profile = named((ObjectNode) sent);
                version++;
                yield tagged(profile);
            }
            case "GET /user/sessions" -> new Reply(200, sessions(), Map.of());
            case "GET /user/export" -> exportsUntilReady-- > 0
                    ? new Reply(202, "{}", Map.of("Retry-After", "1"))
                    : new Reply(200, "{\"profile\": {\"username\": \"asha\"}}", Map.of());
            case "DELETE /user" -> new Reply(202, "", Map.of());
            default -> new Reply(404, "not-found", Map.of());
        };
    }

    private Reply tagged(JsonNode what) {
        return new Reply(200, what.toString(), Map.of("ETag", etag()));
    }

    private String etag() {
        return "\"v" + version + "-0a1b\"";
    }

    private static ObjectNode named(ObjectNode profile) {
        return profile.put("id", PeopleFixture.ID).put("username", PeopleFixture.NAME);
    }

    private String sessions() {
        List<Map<String, Object>> all = devices.stream().map(id -> Map.<String, Object>of("id", id, "current",
                id.equals("this"), "createdAt", "2026-01-01T06:00:00Z", "lastUsedAt", "2026-01-02T06:00:00Z", "address",
                "49.36.0.0/16", "userAgent",
                id.equals("phone") ? "Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile" : "TarangApp/2")).toList();
        return JSON.writeValueAsString(Map.of("sessions", all));
    }
}
