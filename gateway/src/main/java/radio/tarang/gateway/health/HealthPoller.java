package radio.tarang.gateway.health;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.cloud.gateway.route.RouteDefinition;
import org.springframework.cloud.gateway.route.RouteDefinitionLocator;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import radio.tarang.gateway.Services;
import radio.tarang.gateway.Upstreams;

/**
 * Asks every service for its health in the background, each on its own and with a short limit, and gives the breakers of one
 * that can work a reason to try.
 */
@Component
class HealthPoller implements SmartLifecycle {

    enum Status {
        HEALTHY, DEGRADED, UNHEALTHY;

        String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    record Check(Status status, long responseTimeMs, Map<String, Object> details) {
    }

    /** @param core the service without which there is nothing to show: its loss alone makes the whole unhealthy */
    @ConfigurationProperties("tarang.health")
    record Settings(@DefaultValue("2s") Duration every, @DefaultValue("1s") Duration limit,
            @DefaultValue("program") String core, @DefaultValue("100ms") Duration slowDatabase,
            @DefaultValue("50ms") Duration slowRedis) {
    }

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Services services;
    private final Settings settings;
    private final Upstreams upstreams;
    private final RouteDefinitionLocator routes;
    private final HealthIndicator redis;
    private final HttpClient http;
    private final Map<String, Check> checks = new ConcurrentHashMap<>();
    private @org.jspecify.annotations.Nullable Disposable polling;
    private volatile boolean running;

    HealthPoller(Services services, Settings settings, Upstreams upstreams, RouteDefinitionLocator routes,
            @Qualifier("redisHealthIndicator") HealthIndicator redis) {
        this.services = services;
        this.settings = settings;
        this.upstreams = upstreams;
        this.routes = routes;
        this.redis = redis;
        http = HttpClient.create(ConnectionProvider.create("health", 12)).responseTimeout(settings.limit());
    }

    /** The last look at every service, in the order of their names. */
    Map<String, Check> checks() {
        Map<String, Check> all = new TreeMap<>();
        ours().keySet().forEach(name -> all.put(name, checks.getOrDefault(name,
                new Check(Status.UNHEALTHY, 0, Map.of("reason", "not asked yet")))));
        all.put("redis", redis());
        return all;
    }

    /** Keycloak has another page for its health; what its loss means, user-service says. */
    private Map<String, URI> ours() {
        Map<String, URI> ours = new LinkedHashMap<>(services.byName());
        ours.remove("identity");
        return ours;
    }

    /** The gateway's own: without it limits are enforced by each replica alone, which is a degraded platform, not a sick one. */
    private Check redis() {
        Health health = Objects.requireNonNull(redis.health());
        long millis = health.getDetails().get("responseTimeMs") instanceof Long measured ? measured : 0;
        boolean there = health.getStatus().equals(org.springframework.boot.health.contributor.Status.UP);
        return new Check(there && millis <= settings.slowRedis().toMillis() ? Status.HEALTHY : Status.DEGRADED, millis,
                there ? Map.of() : Map.of("reason", "away: limits are enforced by each replica alone"));
    }

    Status overall() {
        Map<String, Check> all = checks();
        Check core = all.get(settings.core());
        if (core == null || core.status() == Status.UNHEALTHY) {
            return Status.UNHEALTHY;
        }
        return all.values().stream().allMatch(c -> c.status() == Status.HEALTHY) ? Status.HEALTHY : Status.DEGRADED;
    }

    @Override
    public void start() {
        running = true;
        polling = Flux.fromIterable(ours().entrySet())
                .flatMap(service -> Mono.defer(() -> ask(service.getKey(), service.getValue()))
                        .repeatWhen(done -> done.delayElements(settings.every())), 32)
                .subscribe();
    }

    private Mono<Void> ask(String name, URI base) {
        long start = System.nanoTime();
        return http.get().uri(base.resolve("/actuator/health"))
                .responseSingle((response, body) -> body.asByteArray().defaultIfEmpty(new byte[0])
                        .map(bytes -> read(response.status().code(), bytes, millisSince(start))))
                .timeout(settings.limit())
                .onErrorResume(e -> Mono.just(new Check(Status.UNHEALTHY, millisSince(start),
                        Map.of("reason",
                                e instanceof java.util.concurrent.TimeoutException ? "no answer" : "unreachable"))))
                .doOnNext(check -> checks.put(name, check))
                .filter(check -> check.status() != Status.UNHEALTHY)
                .flatMap(check -> routesTo(base).doOnNext(upstreams::tryAgain).then());
    }

    private Flux<String> routesTo(URI base) {
        return routes.getRouteDefinitions().filter(route -> base.equals(route.getUri()))
                .mapNotNull(RouteDefinition::getId);
    }

    Check read(int httpStatus, byte[] body, long responseTimeMs) {
        Map<String, Object> details = new LinkedHashMap<>();
        boolean slow = false;
        String said = "UNKNOWN";
        try {
            JsonNode health = JSON.readTree(body);
            said = health.path("status").asString("UNKNOWN");
            for (Map.Entry<String, JsonNode> component : health.path("components").properties()) {
                details.put(component.getKey(), component.getValue().path("status").asString("UNKNOWN"));
                long millis = component.getValue().path("details").path("responseTimeMs").asLong(0);
                slow |= component.getKey().equals("db") && millis > settings.slowDatabase().toMillis()
                        || component.getKey().equals("redis") && millis > settings.slowRedis().toMillis();
            }
        } catch (tools.jackson.core.JacksonException e) {
            details.put("reason", "answer is not a health document");
        }
        boolean up = httpStatus == 200 && said.equals("UP");
        return new Check(!up ? Status.UNHEALTHY : slow ? Status.DEGRADED : Status.HEALTHY, responseTimeMs, details);
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    @Override
    public void stop() {
        running = false;
        Disposable started = polling;
        if (started != null) {
            started.dispose();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
