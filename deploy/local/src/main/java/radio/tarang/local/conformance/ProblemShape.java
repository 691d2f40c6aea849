package radio.tarang.local.conformance;

import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

/** What every refusal looks like (RFC 9457), and that its type is one that is known. */
final class ProblemShape {
    private static final String TYPES = "https://tarang.radio/problems/";
    /** Nobody knows the target of a request whose head was not read to its end. */
    private static final Set<String> UNREAD = Set.of("uri-too-long", "headers-too-large", "request-timeout");
    private static final Pattern TRACE_ID = Pattern.compile("(?!0{32})[0-9a-f]{32}");
    private static final Pattern LEAK = Pattern
            .compile("(?i)exception|stacktrace|springframework|radio\\.tarang\\.|java\\.|org\\.|apache|sql");

    private final JsonNode problems;
    private final boolean edge;

    /** @param edge whether answers also carry what keeps browsers safe */
    ProblemShape(JsonNode problems, boolean edge) {
        this.problems = problems;
        this.edge = edge;
    }

    /** One problem in particular. */
    void check(Comparison comparison, Reply reply, int status, String slug) {
        comparison.holds(reply.status() == status, "status " + status, reply);
        check(comparison, reply);
        comparison.same("type", TYPES + slug, reply.json().path("type").asText());
    }

    /** Whichever it is. */
    void check(Comparison comparison, Reply reply) {
        comparison.holds(reply.header("Content-Type").startsWith("application/problem+json"),
                "content type application/problem+json", reply.header("Content-Type") + " of " + reply);
        JsonNode body = reply.json();
        String type = body.path("type").asText();
        String slug = type.startsWith(TYPES) ? type.substring(TYPES.length()) : "";
        JsonNode known = problems.path(slug);
        comparison.holds(known.isObject(), "a type of problems.yaml", reply);
        comparison.same("status of " + slug, known.path("status").asInt(), reply.status());
        comparison.same("member status", reply.status(), body.path("status").asInt());
        for (String text : new String[]{"title", "detail"}) {
            comparison.holds(!body.path(text).asText("").isBlank(), "a member " + text, reply);
            comparison.holds(!LEAK.matcher(body.path(text).asText()).find(), "a " + text + " for callers", reply);
        }
        comparison.holds(UNREAD.contains(slug) || body.path("instance").asText("").startsWith("/"),
                "a member instance with the path", reply);
        comparison.holds(TRACE_ID.matcher(body.path("traceId").asText()).matches(), "traceId of 32 hex digits", reply);
        known.path("members").forEach(member -> comparison.holds(body.has(member.asText()),
                "a member " + member.asText(), reply));
        known.path("headers").forEach(header -> comparison.holds(!reply.header(header.asText()).isEmpty(),
                "a header " + header.asText(), reply.headers().map()));
        comparison.same("Cache-Control", "no-store", reply.header("Cache-Control"));
        safe(comparison, reply);
    }

    /** What the edge adds to every answer. */
    void safe(Comparison comparison, Reply reply) {
        if (edge) {
            comparison.same("X-Content-Type-Options", "nosniff", reply.header("X-Content-Type-Options"));
            comparison.holds(reply.header("Content-Security-Policy").contains("frame-ancestors 'none'"),
                    "Content-Security-Policy with frame-ancestors 'none'", reply.headers().map());
            comparison.holds(!reply.header("X-Request-Id").isEmpty(), "a header X-Request-Id", reply.headers().map());
        }
    }
}
