package radio.tarang.gateway.wire;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.springframework.stereotype.Component;

/**
 * {@code api_request_duration_seconds{route, method, status}} of every answer, whoever gave it. The labels are bounded: a
 * route is the first word of the path if it is one of ours, whatever callers make up.
 */
@Component
class RequestMeter {

    private static final Map<String, String> ROUTES = named("admin", "auth", "comments", "counters", "discover",
            "events",
            "feed", "interactions", "moderation", "notifications", "openapi.json", "playlists", "programs", "push",
            "radio", "search", "songs", "spi", "states", "stations", "trending", "user", "users");
    private static final Map<String, String> METHODS = named("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE",
            "OPTIONS");
    private static final String OTHER = "other";

    private record Labels(String route, String method, int status) {
    }

    private final MeterRegistry registry;
    private final Map<Labels, Timer> timers = new ConcurrentHashMap<>();

    RequestMeter(MeterRegistry registry) {
        this.registry = registry;
    }

    private static Map<String, String> named(String... names) {
        Map<String, String> named = new ConcurrentHashMap<>();
        for (String name : names) {
            named.put(name, name);
        }
        return Map.copyOf(named);
    }

    void answered(AccessLine line) {
        Labels labels = new Labels(route(line.target), METHODS.getOrDefault(line.method, OTHER), line.status);
        timers.computeIfAbsent(labels, this::timer).record(line.micros, TimeUnit.MICROSECONDS);
    }

    private Timer timer(Labels labels) {
        return Timer.builder("api.request.duration").description("From the head of a request to the end of its answer")
                .tag("route", labels.route()).tag("method", labels.method())
                .tag("status", Integer.toString(labels.status()))
                .serviceLevelObjectives(Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofMillis(50),
                        Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(500), Duration.ofSeconds(1),
                        Duration.ofSeconds(3))
                .register(registry);
    }

    static String route(String target) {
        if (!target.startsWith("/api/")) {
            return target.startsWith("/ws") ? "ws" : target.startsWith("/identity/") ? "identity" : "page";
        }
        int from = target.startsWith("v1/", 5) ? 8 : 5;
        int to = from;
        while (to < target.length() && target.charAt(to) != '/' && target.charAt(to) != '?') {
            to++;
        }
        return ROUTES.getOrDefault(target.substring(from, to), OTHER);
    }
}
