package radio.tarang.gateway;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An RFC 9457 problem of the gateway's own. Slugs are stable; {@code detail} is written for the caller and never quotes
 * an exception.
 *
 * @param retryAfterSeconds when it is worth asking again; 0 = unknown
 * @param members of its own
 */
public record Problem(int status, String slug, String title, String detail, int retryAfterSeconds,
        Map<String, Object> members) {

    public static final String MEDIA_TYPE = "application/problem+json";
    private static final String TYPES = "https://tarang.radio/problems/";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public Problem(int status, String slug, String title, String detail, int retryAfterSeconds) {
        this(status, slug, title, detail, retryAfterSeconds, Map.of());
    }

    /** @param limit the name of the bucket */
    public static Problem rateLimited(int retryAfterSeconds, String limit) {
        return new Problem(429, "rate-limited", "Too many requests",
                "There is a limit to how often this may be asked; it is named in limit.", retryAfterSeconds,
                Map.of("retryAfter", retryAfterSeconds, "limit", limit));
    }

    public static Problem of(int status) {
        return switch (status) {
            case 401 -> new Problem(401, "unauthenticated", "Unauthenticated", "This needs a valid access token.", 0);
            case 404 -> new Problem(404, "not-found", "Not found", "There is nothing at this address.", 0);
            case 405 -> new Problem(405, "method-not-allowed", "Method not allowed",
                    "This address does not take that method.", 0);
            case 406 -> new Problem(406, "not-acceptable", "Not acceptable", "No representation matches Accept.", 0);
            case 408 -> new Problem(408, "request-timeout", "Request timeout", "The request took too long to arrive.",
                    0);
            case 413 -> new Problem(413, "payload-too-large", "Payload too large",
                    "The body is larger than this address takes.", 0);
            case 414 -> new Problem(414, "uri-too-long", "URI too long", "The address is longer than 4 096 bytes.", 0);
            case 415 -> new Problem(415, "unsupported-media-type", "Unsupported media type",
                    "This address does not take that content type.", 0);
            case 421 -> new Problem(421, "misdirected-request", "Misdirected request",
                    "This host is not served here.", 0);
            case 426 -> new Problem(426, "upgrade-required", "Upgrade required", "This address takes WebSockets only.",
                    0);
            case 431 -> new Problem(431, "headers-too-large", "Request header fields too large",
                    "The header fields are larger than 16 KiB.", 0);
            case 403 -> new Problem(403, "forbidden", "Forbidden", "This is not allowed.", 0);
            case 502 -> new Problem(502, "bad-gateway", "Bad gateway",
                    "The service behind this address broke off its answer.", 1);
            case 503 -> unavailable(1);
            case 504 -> new Problem(504, "upstream-timeout", "Upstream timeout",
                    "The service behind this address did not answer in time.", 1);
            default -> status >= 500
                    ? new Problem(500, "internal-error", "Internal error", "Something went wrong on our side.", 0)
                    : new Problem(400, "malformed-request", "Malformed request", "The request cannot be understood.",
                            0);
        };
    }

    public static Problem unavailable(int retryAfterSeconds) {
        return new Problem(503, "unavailable", "Service unavailable",
                "The service behind this address cannot be reached at the moment.", retryAfterSeconds);
    }

    public byte[] json(@Nullable String instance, String traceId) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("type", TYPES + slug);
        all.put("title", title);
        all.put("status", status);
        all.put("detail", detail);
        if (instance != null) {
            all.put("instance", instance);
        }
        all.put("traceId", traceId);
        all.putAll(members);
        return JSON.writeValueAsBytes(all);
    }
}
