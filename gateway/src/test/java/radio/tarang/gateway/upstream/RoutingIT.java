package radio.tarang.gateway.upstream;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import radio.tarang.gateway.FakeService;
import radio.tarang.gateway.FakeService.Reply;
import radio.tarang.gateway.GatewayStory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Where requests go, in what shape they arrive, and what callers are told when nobody is there. */
class RoutingIT extends GatewayStory {

    private static final Map<String, FakeService> SERVICES = Map.of("program", PROGRAM, "comment", COMMENT, "user",
            USER,
            "counter", COUNTER, "notification", NOTIFICATION, "search", SEARCH);

    private static void assertProblem(HttpResponse<String> response, int status, String slug) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(header(response, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(response.body()).contains("\"type\":\"https://tarang.radio/problems/" + slug + '"',
                "\"status\":" + status).containsPattern("\"traceId\":\"[0-9a-f]{32}\"")
                .doesNotContain("Exception", "127.0.0.1");
        assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(response, "Content-Security-Policy")).contains("frame-ancestors 'none'");
    }

    @ParameterizedTest
    @CsvSource({"/states, program", "/stations/1/now, program", "/stations/1/schedule.ics, program",
            "/programs/state/KA, program", "/admin/programs, program", "/admin/stations/1, program",
            "/admin/imports/1, program", "/spi/SI.xml, program", "/radio/stream, program", "/songs/popular, program",
            "/playlists/1, program", "/programs/1/comments, comment", "/comments/1/replies, comment",
            "/moderation/comments, comment", "/users/1/report, comment", "/auth/login, user", "/user/preferences, user",
            "/users/1, user", "/users/1/follow, user", "/stations/1/follow, user", "/programs/1/like, counter",
            "/comments/1/like, counter", "/songs/1/play, counter", "/programs/1/view, counter", "/counters, counter",
            "/interactions/batch, counter", "/trending, counter", "/admin/analytics/programs, counter",
            "/user/likes, counter", "/events, notification", "/events/since, notification",
            "/notifications/unread-count, notification", "/push/key, notification",
            "/programs/1/reminders, notification", "/search/suggest, search", "/trending/searches, search"})
    void everyPathGoesToTheServiceThatOwnsIt(String path, String owner) {
        SERVICES.values().forEach(s -> s.on("/api/v1" + path, Reply.of(200, "wrong")));
        Objects.requireNonNull(SERVICES.get(owner)).on("/api/v1" + path, Reply.of(200, owner));
        assertThat(get("/api/v1" + path, "Authorization", STAFF).body()).isEqualTo(owner);
        assertThat(get("/api" + path, "Authorization", STAFF).body()).isEqualTo(owner);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere", "/api/v1/nowhere", "/api/v2/states", "/api", "/api/v1", "/actuator/env",
            "/actuator/heapdump", "/webjars/hls.js/1.4.12/dist/hls.js", "/ws/more"})
    void anUnknownPathIsAProblem(String path) {
        assertProblem(get(path), 404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1//states", "/api/v1/%2e%2e/states", "/api/v1/x/../states", "/api/v1/states;a=b",
            "/api/v1/states%2f1", "/api/v1/a%5cb"})
    void aPathThatTwoParsersCouldReadDifferentlyIsRefused(String path) {
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", false, 3_000);
        assertThat(answer).startsWith("HTTP/1.1 400").contains("malformed-request");
    }

    @Test
    void unreadableRequestsAreProblemsToo() {
        assertThat(raw("GET / HTTP/1.1\r\nBad Header\r\n\r\n", false, 3_000)).startsWith("HTTP/1.1 400")
                .contains("malformed-request", "X-Content-Type-Options: nosniff");
        assertThat(raw("GET /" + "a".repeat(5_000) + " HTTP/1.1\r\nHost: x\r\n\r\n", false, 3_000))
                .startsWith("HTTP/1.1 414").contains("uri-too-long");
        assertThat(raw("TRACE / HTTP/1.1\r\nHost: x\r\n\r\n", false, 1_000)).startsWith("HTTP/1.1 405");
    }

    @Test
    void theActuatorIsForThisMachineOnly() {
        assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
        assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
        assertThat(get("/actuator/prometheus").body()).contains("edge_cache_hits_total");
        for (String path : new String[]{"/actuator/health", "/actuator/prometheus", "/%61ctuator/health",
                "/actuator"}) {
            assertProblem(get(path, "X-Forwarded-For", "203.0.113.9"), 404, "not-found");
        }
    }

    @Test
    void aServiceThatIsDownIs503AndOneThatIsSilentIs504() {
        String path = "/api/v1/user/" + System.nanoTime();
        USER.on(path, Reply.of(200, "late").after(Duration.ofSeconds(8)));
        long from = System.nanoTime();
        assertProblem(get(path), 504, "upstream-timeout");
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isBetween(Duration.ofMillis(1_900),
                Duration.ofSeconds(5));
        USER.down();
        try {
            HttpResponse<String> down = get(path);
            assertProblem(down, 503, "unavailable");
            assertThat(header(down, "Retry-After")).isNotEmpty();
        } finally {
            USER.up();
        }
    }

    @Test
    void theBreakerOpensAtHalfFailuresSaysWhenToComeBackAndClosesAgain() {
        String path = "/api/v1/moderation/" + System.nanoTime();
        COMMENT.on(path, Reply.of(503, "{\"own\":true}"));
        assertThat(send("POST", path, "{}", "Authorization", STAFF).body()).as("the service's own words")
                .isEqualTo("{\"own\":true}");
        for (int i = 0; i < 12; i++) {
            send("POST", path, "{}", "Authorization", STAFF);
        }
        int asked = COMMENT.seen(path).size();
        HttpResponse<String> open = send("POST", path, "{}", "Authorization", STAFF);
        assertProblem(open, 503, "unavailable");
        assertThat(header(open, "Retry-After")).isEqualTo("1");
        assertThat(COMMENT.seen(path)).hasSize(asked);
        COMMENT.on(path, Reply.of(200, "back"));
        await().atMost(Duration.ofSeconds(4))
                .untilAsserted(
                        () -> assertThat(send("POST", path, "{}", "Authorization", STAFF).body()).isEqualTo("back"));
    }

    @Test
    void manyCallsAtOnceAreNotAFailure() {
        String path = "/api/v1/notifications/" + System.nanoTime();
        NOTIFICATION.on(path, Reply.of(200, "ok").after(Duration.ofMillis(300)));
        var all = java.util.stream.IntStream.range(0, 80)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> get(path).statusCode(), Thread::startVirtualThread))
                .toList();
        assertThat(all).allSatisfy(one -> assertThat(one.get()).isEqualTo(200));
    }

    @Test
    void onlyGetAndHeadAreTriedTwice() {
        String path = "/api/v1/user/" + System.nanoTime();
        USER.on(path, s -> Reply.of(USER.seen(path).size() % 2 == 1 ? 503 : 200, "{}"));
        assertThat(get(path).statusCode()).isEqualTo(200);
        assertThat(USER.seen(path)).hasSize(2);
        assertThat(send("POST", path, "{}").statusCode()).isEqualTo(503);
        assertThat(USER.seen(path)).hasSize(3);
    }

    @Test
    void whatAClientMustNotSendDoesNotArriveAndWhoItIsDoes() {
        String path = "/api/v1/user/" + System.nanoTime();
        USER.on(path, Reply.of(200, "{}").with("Server", "Apache"));
        HttpResponse<String> answer = get(path, "X-User-Id", "1", "x-user-roles", "admin", "X-Forwarded-For", "1.2.3.4",
                "X-Forwarded-Host", "evil", "Forwarded", "for=1.2.3.4", "Cache-Refresh", "primary",
                "X-HTTP-Method-Override",
                "DELETE", "X-Session-Id", "forged", "Cookie", "tarang-session=forged; other=1");
        var arrived = USER.seen(path).getFirst().headers();
        assertThat(arrived.names()).extracting(String::toLowerCase).doesNotContain("x-user-id", "x-user-roles",
                "forwarded", "cache-refresh", "x-http-method-override");
        assertThat(arrived.getAll("X-Forwarded-For")).containsExactly("127.0.0.1");
        assertThat(arrived.getAll("X-Forwarded-Host")).containsExactly("127.0.0.1:" + port);
        assertThat(arrived.names()).extracting(String::toLowerCase).doesNotContain("x-session-id", "cookie");
        assertThat(header(answer, "Server")).isEmpty();
    }

    @Test
    void whatBelongsToOneConnectionStaysThere() {
        String path = "/api/v1/user/" + System.nanoTime();
        USER.on(path, Reply.of(200, "{}").with("Connection", "X-Inner").with("X-Inner", "1"));
        String answer = raw("GET " + path
                + " HTTP/1.1\r\nHost: x\r\nConnection: close, X-Outer\r\nX-Outer: 1\r\nTE: trailers\r\n\r\n", false,
                3_000);
        assertThat(answer).startsWith("HTTP/1.1 200").doesNotContainIgnoringCase("x-inner");
        assertThat(USER.seen(path).getFirst().headers().names()).extracting(String::toLowerCase)
                .doesNotContain("x-outer", "te");
    }

    @Test
    void aTraceIsPassedOnOrBegun() {
        String path = "/api/v1/user/" + System.nanoTime();
        USER.on(path, Reply.of(200, "{}"));
        String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        HttpResponse<String> traced = get(path, "traceparent", parent, "X-Request-Id", "mine-1");
        assertThat(header(traced, "X-Request-Id")).isEqualTo("mine-1");
        assertThat(USER.seen(path).getLast().headers().get("traceparent"))
                .matches("00-4bf92f3577b34da6a3ce929d0e0e4736-(?!00f067aa0ba902b7)[0-9a-f]{16}-0[0-3]");
        HttpResponse<String> begun = get(path, "traceparent", "rubbish", "X-Request-Id", "{evil}");
        assertThat(header(begun, "X-Request-Id")).matches("[0-9a-f]{32}");
        assertThat(USER.seen(path).getLast().headers().get("traceparent"))
                .matches("00-" + header(begun, "X-Request-Id") + "-[0-9a-f]{16}-0[0-3]");
    }

    /** One trace in ten is recorded, chosen by its id: these two are beyond and below the bound. */
    @Test
    void theCallerDoesNotDecideWhatIsRecorded() {
        String path = "/api/v1/user/" + System.nanoTime();
        USER.on(path, Reply.of(200, "{}"));
        get(path, "traceparent", "00-4bf92f3577b34da67fffffffffffffff-00f067aa0ba902b7-01");
        assertThat(USER.seen(path).getLast().headers().get("traceparent")).matches(".*-0[02]");
        get(path, "traceparent", "00-4bf92f3577b34da60000000000000001-00f067aa0ba902b7-00");
        assertThat(USER.seen(path).getLast().headers().get("traceparent")).matches(".*-0[13]");
    }

    @Test
    void bodiesAreBoundedAlsoWhenTheyComeInChunks() {
        String path = "/api/v1/admin/programs";
        PROGRAM.on(path, s -> Reply.of(200, "" + s.body().length()));
        assertThat(send("POST", path, "x".repeat(1 << 20), "Authorization", STAFF).body()).isEqualTo("" + (1 << 20));
        assertProblem(send("POST", path, "x".repeat((1 << 20) + 1), "Authorization", STAFF), 413, "payload-too-large");
        String chunk = "8000\r\n" + "x".repeat(0x8000) + "\r\n";
        String chunked = "POST " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + STAFF
                + "\r\nTransfer-Encoding: chunked\r\n\r\n"
                + chunk.repeat(40) + "0\r\n\r\n";
        int before = PROGRAM.seen(path).size();
        assertThat(raw(chunked, false, 2_000)).startsWith("HTTP/1.1 413").contains("payload-too-large");
        assertThat(PROGRAM.seen(path)).hasSize(before);
    }

    @Test
    void importsAreStreamedAndMayBeLarger() {
        String path = "/api/v1/admin/imports";
        PROGRAM.on(path, s -> Reply.of(202, "" + s.body().length()));
        assertThat(send("POST", path, "x".repeat(5 << 20), "Authorization", STAFF).body()).isEqualTo("" + (5 << 20));
        assertProblem(send("POST", path, "x".repeat((20 << 20) + 1), "Authorization", STAFF), 413, "payload-too-large");
    }

    @Test
    void corsIsForConfiguredOriginsAndWithoutCredentials() {
        String path = "/api/v1/user/" + System.nanoTime();
        USER.on(path, Reply.of(200, "{}"));
        HttpResponse<String> allowed = get(path, "Origin", "https://app.example");
        assertThat(header(allowed, "Access-Control-Allow-Origin")).isEqualTo("https://app.example");
        assertThat(header(allowed, "Access-Control-Expose-Headers")).contains("ETag", "Age", "Retry-After");
        assertThat(allowed.headers().map()).doesNotContainKey("access-control-allow-credentials");
        assertThat(header(get(path, "Origin", "https://evil.example"), "Access-Control-Allow-Origin")).isEmpty();
        HttpResponse<String> preflight = send("OPTIONS", path, null, "Origin", "https://app.example",
                "Access-Control-Request-Method", "PUT");
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(header(preflight, "Access-Control-Allow-Methods")).contains("PUT");
        assertThat(header(preflight, "Vary")).isEqualTo("Origin");
        assertThat(send("OPTIONS", path, null, "Origin", "https://evil.example", "Access-Control-Request-Method", "PUT")
                .statusCode()).isEqualTo(403);
    }

    @Test
    void webSocketsArePassedThrough() {
        StringBuilder heard = new StringBuilder();
        CompletableFuture<String> echo = new CompletableFuture<>();
        WebSocket socket = HttpClient.newHttpClient().newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<@Nullable Object> onText(WebSocket webSocket, CharSequence data,
                            boolean last) {
                        heard.append(data);
                        if (last) {
                            echo.complete(heard.toString());
                        }
                        webSocket.request(1);
                        return CompletableFuture.completedFuture(null);
                    }
                }).join();
        socket.sendText("namaste", true).join();
        assertThat(echo.orTimeout(5, java.util.concurrent.TimeUnit.SECONDS).join()).isEqualTo("echo namaste");
        var arrived = NOTIFICATION.seen("/ws").getLast().headers();
        assertThat(arrived.get("Origin")).as("of a caller without one: never the service's inner name")
                .isEqualTo("http://" + arrived.get("X-Forwarded-Host")).endsWith(":" + port);
        socket.abort();
    }

    @Test
    void theFeedWithoutAnUpgradeIsTheServicesToRefuse() {
        assertThat(get("/ws").statusCode()).isBetween(400, 499);
    }

    @Test
    void healthSumsUpWhatThePollerSaw() {
        SERVICES.values().forEach(s -> s.on("/actuator/health",
                Reply.of(200, "{\"status\":\"UP\",\"components\":{\"db\":{\"status\":\"UP\"}}}")));
        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            HttpResponse<String> healthy = get("/health");
            assertThat(healthy.statusCode()).isEqualTo(200);
            assertThat(healthy.body()).startsWith("{\"status\":\"healthy\",\"timestamp\":\"").contains("\"comment\"",
                    "\"counter\"", "\"notification\"", "\"program\"", "\"search\"", "\"user\"", "\"responseTimeMs\"",
                    "\"details\":{\"db\":\"UP\"}");
        });
        SEARCH.on("/actuator/health", Reply.of(503, "{\"status\":\"DOWN\"}"));
        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            assertThat(get("/health").body()).startsWith("{\"status\":\"degraded\"");
            assertThat(get("/health").statusCode()).isEqualTo(200);
        });
        PROGRAM.on("/actuator/health", Reply.of(200, "{\"status\":\"UP\"}").after(Duration.ofSeconds(3)));
        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            assertThat(get("/health").body()).startsWith("{\"status\":\"unhealthy\"").contains("no answer");
            assertThat(get("/health").statusCode()).isEqualTo(503);
        });
    }
}
