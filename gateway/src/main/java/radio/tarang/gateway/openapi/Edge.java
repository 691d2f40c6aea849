package radio.tarang.gateway.openapi;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the gateway itself adds to every operation: how callers say who they are, and its own refusals. */
final class Edge {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> WITH_BODY = Set.of("post", "put", "patch");
    private static final Map<String, String> REFUSALS = new TreeMap<>(Map.of(
            "Unauthenticated", "The access token does not count, or one is needed",
            "Forbidden", "The role, the address or the origin of the caller does not reach here",
            "PayloadTooLarge", "The body is larger than 1 MiB (imports: 20 MiB)",
            "UnsupportedMediaType", "The content type, or an encoded body",
            "RateLimited", "A limit was met: retryAfter seconds, limit names the bucket",
            "Unavailable", "The service behind is away"));

    void components(SortedMap<String, SortedMap<String, JsonNode>> components) {
        SortedMap<String, JsonNode> schemes = components.computeIfAbsent("securitySchemes", s -> new TreeMap<>());
        schemes.put("accessToken", JSON.createObjectNode().put("type", "http").put("scheme", "bearer")
                .put("bearerFormat", "JWT").put("description", "Access token of a registered user (RFC 9068)"));
        schemes.put("session", JSON.createObjectNode().put("type", "apiKey").put("in", "header")
                .put("name", "X-Session-Id").put("description", "Anonymous listener, as issued in this header"));
        SortedMap<String, JsonNode> responses = components.computeIfAbsent("responses", s -> new TreeMap<>());
        REFUSALS.forEach((name, meaning) -> responses.put(name, refusal(name, meaning)));
        components.computeIfAbsent("schemas", s -> new TreeMap<>()).put("EdgeProblem", problem());
    }

    private static ObjectNode refusal(String name, String meaning) {
        ObjectNode response = JSON.createObjectNode().put("description", meaning);
        if (name.equals("RateLimited") || name.equals("Unavailable")) {
            response.putObject("headers").putObject("Retry-After").put("description", "Seconds").putObject("schema")
                    .put("type", "integer");
        }
        if (name.equals("Unauthenticated")) {
            response.putObject("headers").putObject("WWW-Authenticate").putObject("schema").put("type", "string");
        }
        response.putObject("content").putObject("application/problem+json").putObject("schema").put("$ref",
                "#/components/schemas/EdgeProblem");
        return response;
    }

    /** RFC 9457. */
    private static ObjectNode problem() {
        ObjectNode schema = JSON.createObjectNode().put("type", "object");
        schema.putArray("required").add("type").add("title").add("status").add("traceId");
        ObjectNode members = schema.putObject("properties");
        members.putObject("type").put("type", "string").put("format", "uri");
        members.putObject("title").put("type", "string");
        members.putObject("status").put("type", "integer");
        members.putObject("detail").put("type", "string");
        members.putObject("instance").put("type", "string");
        members.putObject("traceId").put("type", "string").put("pattern", "^[0-9a-f]{32}$");
        members.putObject("retryAfter").put("type", "integer");
        members.putObject("limit").put("type", "string");
        return schema;
    }

    /** What the service says itself stays. */
    void completes(String path, String method, ObjectNode operation) {
        ObjectNode responses = operation.withObject("/responses");
        boolean staff = path.startsWith("/api/v1/admin/") || path.startsWith("/api/v1/moderation/");
        refuses(responses, "401", "Unauthenticated");
        if (staff || !method.equals("get")) {
            refuses(responses, "403", "Forbidden");
        }
        if (WITH_BODY.contains(method)) {
            refuses(responses, "413", "PayloadTooLarge");
            refuses(responses, "415", "UnsupportedMediaType");
        }
        refuses(responses, "429", "RateLimited");
        refuses(responses, "503", "Unavailable");
        if (!operation.has("security")) {
            ArrayNode security = operation.putArray("security");
            security.addObject().putArray("accessToken");
            if (!staff) {
                security.addObject().putArray("session");
                security.addObject();
            }
        }
    }

    private static void refuses(ObjectNode responses, String status, String name) {
        if (!responses.has(status)) {
            responses.putObject(status).put("$ref", "#/components/responses/" + name);
        }
    }
}
