package radio.tarang.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The headers every answer carries, the cached ones included: one source for the channel handler and for the filters, so
 * that a hit and a miss cannot differ.
 */
@Component
public class AnswerHeaders {

    public static final String REQUEST_ID = "X-Request-Id";
    private static final String EXPOSED = "ETag, Link, Location, Age, X-Session-Id, X-Request-Id, RateLimit, "
            + "RateLimit-Policy, Retry-After";

    private final List<Map.Entry<String, String>> security;
    private final Set<String> allowedOrigins;

    AnswerHeaders(WebProperties web) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        headers.add(Map.entry("X-Content-Type-Options", "nosniff"));
        headers.add(Map.entry("X-Frame-Options", "DENY"));
        headers.add(Map.entry("Referrer-Policy", "strict-origin-when-cross-origin"));
        headers.add(Map.entry("Cross-Origin-Opener-Policy", "same-origin"));
        headers.add(Map.entry("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"));
        String strict = web.strictTransportSecurity() != null
                ? web.strictTransportSecurity()
                : web.https() ? "max-age=31536000" : null;
        if (strict != null) {
            headers.add(Map.entry("Strict-Transport-Security", strict));
        }
        security = List.copyOf(headers);
        allowedOrigins = Set.copyOf(web.allowedOrigins());
    }

    /** Added where the answer does not bring its own (the web client's pages have a policy of their own). */
    public List<Map.Entry<String, String>> security() {
        return security;
    }

    /** Where no other origin is allowed, answers do not depend on {@code Origin} at all. */
    public boolean sharesAcrossOrigins() {
        return !allowedOrigins.isEmpty();
    }

    public boolean allows(String origin) {
        return allowedOrigins.contains(origin);
    }

    /** CORS headers for one request; empty where CORS is off. Never with credentials: tokens travel in headers. */
    public List<Map.Entry<String, String>> cors(@Nullable String origin) {
        if (!sharesAcrossOrigins()) {
            return List.of();
        }
        if (origin == null || !allows(origin)) {
            return List.of(Map.entry("Vary", "Origin"));
        }
        return List.of(Map.entry("Vary", "Origin"), Map.entry("Access-Control-Allow-Origin", origin),
                Map.entry("Access-Control-Expose-Headers", EXPOSED));
    }
}
