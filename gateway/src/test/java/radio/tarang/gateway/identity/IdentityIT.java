package radio.tarang.gateway.identity;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import com.nimbusds.jwt.JWTClaimsSet;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

import radio.tarang.gateway.FakeService;
import radio.tarang.gateway.FakeService.Reply;
import radio.tarang.gateway.GatewayStory;
import radio.tarang.local.test.TestServers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Who asks and what that opens, through the real server. */
class IdentityIT extends GatewayStory {

    private static final String LIKE = "/api/v1/songs/1/like";
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Autowired
    RevocationFeed revocations;

    private static String bearer(String... roles) {
        return "Bearer " + ISSUER.token(roles);
    }

    private static FakeService.Seen arrived(FakeService service, String path) {
        return service.seen(path).getLast();
    }

    private static @Nullable String session(FakeService.Seen seen) {
        return seen.headers().get("X-Session-Id");
    }

    @Test
    void everyBadTokenGetsTheSameBodyOnEveryRouteAndNobodyIsAskedWhatItNames() throws IOException {
        List<String> visitors = new CopyOnWriteArrayList<>();
        try (ServerSocket trap = new ServerSocket(0)) {
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        visitors.add(trap.accept().toString());
                    }
                } catch (IOException closed) {
                    // The test is over.
                }
            });
            URI there = URI.create("http://127.0.0.1:" + trap.getLocalPort() + "/keys");
            String path = "/api/v1/programs/public";
            PROGRAM.on(path, Reply.listing("{}", 60, "t"));
            get(path);
            int read = ISSUER.read();
            List<String> bodies = Stream
                    .concat(Stream.of("Bearer x", "Basic YTpi", "Bearer", ""),
                            new TokenVectors(ISSUER, Issuer.NAME, Instant.now(), there.toString()).forged().stream()
                                    .map(forged -> "Bearer " + forged.token()))
                    .map(authorization -> {
                        HttpResponse<String> refused = get(path, "Authorization", authorization, "traceparent", TRACE);
                        assertThat(refused.statusCode()).as(authorization).isEqualTo(401);
                        assertThat(header(refused, "WWW-Authenticate")).isEqualTo("Bearer");
                        assertThat(header(refused, "Cache-Control")).isEqualTo("no-store");
                        return refused.body();
                    }).distinct().toList();
            assertThat(ISSUER.read() - read).as("readings of the key set").isLessThanOrEqualTo(2);
            assertThat(bodies).hasSize(1).first().asString()
                    .contains("\"type\":\"https://tarang.radio/problems/unauthenticated\"");
            assertThat(send("GET", path, null, "Authorization", bearer("listener"), "Authorization", bearer("admin"))
                    .statusCode()).as("two tokens").isEqualTo(401);
            await().during(Duration.ofMillis(300)).until(visitors::isEmpty);
            assertThat(PROGRAM.seen(path)).as("services never heard of them").hasSize(1);
        }
    }

    @Test
    void aRevocationReachesTheGatewayWithinSecondsAndEndsWhatTheHitPathKnew() {
        await().atMost(Duration.ofSeconds(20)).until(revocations::positioned);
        String path = path();
        PROGRAM.on(path, Reply.listing("{}", 60, "t"));
        JWTClaimsSet mine = Issuer.claims("listener").issueTime(Date.from(Instant.now().minusSeconds(5))).build();
        String authorization = "Bearer " + ISSUER.token(mine);
        get(path, "Authorization", authorization);
        assertThat(header(get(path, "Authorization", authorization), "Cache-Status")).startsWith("Tarang; hit");
        revoke("sub:" + mine.getSubject(), Instant.now());
        await().atMost(Duration.ofSeconds(3))
                .untilAsserted(() -> assertThat(get(path, "Authorization", authorization).statusCode()).isEqualTo(401));
        String young = "Bearer " + ISSUER.token(Issuer.claims("listener").subject(mine.getSubject())
                .issueTime(Date.from(Instant.now().plusSeconds(2))).build());
        assertThat(get(path, "Authorization", young).statusCode()).as("issued afterwards").isEqualTo(200);
    }

    private static void revoke(String names, Instant at) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", TestServers.kafka().bootstrapServers()), new StringSerializer(),
                new StringSerializer())) {
            ProducerRecord<String, String> event = new ProducerRecord<>(PREFIX + "interaction.events", 3, "key", "{}");
            event.headers().add("revokes", names.getBytes(UTF_8)).add("ce_time", at.toString().getBytes(UTF_8));
            producer.send(event);
            producer.flush();
        }
    }

    @Test
    void aListenerWhoIsNobodyYetIsGivenASessionAndTheCallGoesOnWithIt() {
        COUNTER.on(LIKE, Reply.of(200, "{}").with("Cache-Control", "public, max-age=60"));
        HttpResponse<String> first = send("POST", LIKE, "{}");
        assertThat(first.statusCode()).isEqualTo(200);
        String session = header(first, "X-Session-Id");
        assertThat(session).startsWith("v1.k2.").isEqualTo(session(arrived(COUNTER, LIKE)));
        assertThat(header(first, "Set-Cookie")).startsWith("tarang-session=" + session + ";").contains("; HttpOnly",
                "; SameSite=Lax", "; Path=/").doesNotContain("Secure", "Domain");
        assertThat(header(first, "Cache-Control")).isEqualTo("no-store");
        HttpResponse<String> second = send("POST", LIKE, "{}", "Cookie", "tarang-session=" + session, "Sec-Fetch-Site",
                "same-origin");
        assertThat(session(arrived(COUNTER, LIKE))).isEqualTo(session);
        assertThat(second.headers().map()).doesNotContainKeys("x-session-id", "set-cookie");
        assertThat(arrived(COUNTER, LIKE).headers().contains("Cookie")).isFalse();
        assertThat(header(send("POST", LIKE, "{}"), "X-Session-Id")).isNotEqualTo(session);
    }

    @Test
    void aKnownCallerIsGivenNoSessionAndNeitherIsAReaderOfWhatIsEverybodys() {
        COUNTER.on(LIKE, Reply.of(200, "{}"));
        String mine = Listeners.fresh();
        assertThat(send("POST", LIKE, "{}", "X-Session-Id", mine).headers().map()).doesNotContainKey("x-session-id");
        assertThat(send("POST", LIKE, "{}", "Authorization", bearer("listener")).headers().map())
                .doesNotContainKey("x-session-id");
        String path = path();
        PROGRAM.on(path, Reply.listing("{}", 60, "t"));
        for (int i = 0; i < 2; i++) {
            assertThat(get(path).headers().map()).doesNotContainKeys("x-session-id", "set-cookie");
        }
        COUNTER.on("/api/v1/counters", Reply.of(200, "{}"));
        assertThat(header(get("/api/v1/counters?targets=song:1"), "X-Session-Id")).as("a personal read")
                .startsWith("v1.");
        assertThat(send("POST", "/api/v1/programs/1/comments", "{}").headers().map())
                .as("guests do not comment on programmes").doesNotContainKey("x-session-id");
    }

    @Test
    void aForgedOrForeignSessionIsNobodyAndReachesNoService() {
        String path = "/api/v1/user/forged";
        USER.on(path, Reply.of(200, "{}"));
        String good = Listeners.fresh();
        String old = new Sessions(new SessionKeys(SessionsTests.OLD), java.time.Clock.systemUTC()).issue();
        for (String forged : List.of("x", good.substring(0, good.length() - 1) + (good.endsWith("A") ? 'B' : 'A'),
                good.replace(".k2.", ".k1."), "Array", "v1.k2.20778.AAECAwQFBgcICQoLDA0ODw.")) {
            get(path, "X-Session-Id", forged, "Cookie", "tarang-session=" + forged);
            assertThat(session(arrived(USER, path))).as(forged).isNull();
        }
        get(path, "X-Session-Id", old);
        assertThat(session(arrived(USER, path))).as("of the key before").isEqualTo(old);
        get(path, "X-Session-Id", "x", "Cookie", "a=b; tarang-session=" + good);
        assertThat(session(arrived(USER, path))).as("a valid cookie beside a forged header").isEqualTo(good);
    }

    @Test
    void anIdempotencyKeyNeedsSomebodyItBelongsTo() {
        COUNTER.on(LIKE, Reply.of(200, "{}"));
        int before = COUNTER.seen(LIKE).size();
        HttpResponse<String> needed = send("POST", LIKE, "{}", "Idempotency-Key", "k");
        assertThat(needed.statusCode()).isEqualTo(428);
        assertThat(needed.body()).contains("session-required");
        assertThat(COUNTER.seen(LIKE)).hasSize(before);
        String session = header(needed, "X-Session-Id");
        assertThat(send("POST", LIKE, "{}", "Idempotency-Key", "k", "X-Session-Id", session).statusCode())
                .isEqualTo(200);
        assertThat(arrived(COUNTER, LIKE).headers().get("Idempotency-Key")).isEqualTo("k");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"-, -, 403", "same-origin, -, 200", "same-site, -, 403",
            "cross-site, -, 403", "none, -, 403", "cross-site, https://app.example, 200",
            "-, https://app.example, 200", "-, https://evil.example, 403", "-, null, 403", "-, own, 200"})
    void aWriteByCookieAloneNeedsTheBrowsersWordThatItIsOurs(@Nullable String site, @Nullable String origin,
            int status) {
        COUNTER.on(LIKE, Reply.of(200, "{}"));
        String cookie = "tarang-session=" + Listeners.fresh();
        List<String> headers = new java.util.ArrayList<>(List.of("Cookie", cookie));
        if (site != null) {
            headers.addAll(List.of("Sec-Fetch-Site", site));
        }
        if (origin != null) {
            headers.addAll(List.of("Origin", origin.equals("own") ? "http://127.0.0.1:" + port : origin));
        }
        int before = COUNTER.seen(LIKE).size();
        HttpResponse<String> answer = send("POST", LIKE, "{}", headers.toArray(String[]::new));
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(COUNTER.seen(LIKE)).hasSize(status == 200 ? before + 1 : before);
        if (status == 403) {
            assertThat(answer.body()).contains("cross-site-write");
            headers.addAll(List.of("X-Session-Id", Listeners.fresh()));
            assertThat(send("POST", LIKE, "{}", headers.toArray(String[]::new)).statusCode())
                    .as("a page elsewhere cannot set that header").isEqualTo(200);
        }
    }

    @Test
    void aPageElsewhereGetsNobodyASession() {
        COUNTER.on(LIKE, Reply.of(200, "{}"));
        int before = COUNTER.seen(LIKE).size();
        HttpResponse<String> refused = send("POST", LIKE, "{}", "Sec-Fetch-Site", "cross-site", "Origin",
                "https://evil.example");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.headers().map()).doesNotContainKeys("x-session-id", "set-cookie");
        assertThat(COUNTER.seen(LIKE)).hasSize(before);
        HttpResponse<String> app = send("POST", LIKE, "{}", "Sec-Fetch-Site", "cross-site", "Origin",
                "https://app.example");
        assertThat(header(app, "X-Session-Id")).startsWith("v1.");
        assertThat(app.headers().map()).as("an allowed page gets the header").doesNotContainKey("set-cookie");
    }

    @Test
    void onTheSocketACookieSaysNothing() {
        String session = Listeners.fresh();
        for (String[] headers : List.of(new String[]{"Cookie", "tarang-session=" + session},
                new String[]{"X-Session-Id", session})) {
            String upgrade = "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + headers[0] + ": "
                    + headers[1] + "\r\n\r\n";
            assertThat(raw(upgrade, false, 1_000)).startsWith("HTTP/1.1 101");
            assertThat(session(arrived(NOTIFICATION, "/ws")))
                    .isEqualTo(headers[0].equals("Cookie") ? null : session);
        }
    }

    @ParameterizedTest
    @CsvSource({"GET, /admin/programs, editor", "POST, /admin/imports, editor", "GET, /admin/audit, editor",
            "GET, /admin/analytics/dashboard, editor", "GET, /admin/users, admin", "PATCH, /admin/users/1, admin",
            "GET, /moderation/comments, moderator", "POST, /moderation/comments/bulk, moderator",
            "PUT, /moderation/settings/stations/1, moderator", "POST, /programs/1/end, editor",
            "POST, /programs/1/end/, editor", "POST, /radio/next, host", "POST, /radio/queue, host"})
    void staffRoutesOpenToTheirRolesOnlyBeforeAServiceHearsOfIt(String method, String path, String role) {
        List<FakeService> all = List.of(PROGRAM, COMMENT, USER, COUNTER);
        all.forEach(service -> service.on("/api/v1" + path, Reply.of(200, "{}")));
        Map<String, List<String>> implied = Map.of("listener", List.of("listener"), "host",
                List.of("listener", "host"),
                "editor", List.of("listener", "host", "editor"), "moderator", List.of("listener", "moderator"), "admin",
                List.of("listener", "host", "editor", "moderator", "admin"));
        long heard = all.stream().mapToLong(service -> service.seen("/api/v1" + path).size()).sum();
        assertThat(send(method, "/api/v1" + path, null).statusCode()).isEqualTo(401);
        assertThat(send(method, "/api/v1" + path, null, "X-Session-Id", Listeners.fresh(), "X-User-Roles", "admin")
                .statusCode()).isEqualTo(401);
        for (Map.Entry<String, List<String>> person : implied.entrySet()) {
            boolean may = person.getValue().contains(role);
            HttpResponse<String> answer = send(method, "/api/v1" + path, null, "Authorization",
                    bearer(person.getValue().toArray(String[]::new)));
            assertThat(answer.statusCode()).as(person.getKey()).isEqualTo(may ? 200 : 403);
            heard += may ? 1 : 0;
        }
        assertThat(all.stream().mapToLong(service -> service.seen("/api/v1" + path).size()).sum()).isEqualTo(heard);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/admin/programs", "/api/admin/programs", "/api/v1/%61dmin/programs",
            "/api/v1/adm%69n/users", "/api/%76%31/admin/programs", "/%61pi/v1/admin/programs", "/api/v1/admin",
            "/api/v1/admin/", "/api/v1/admin/x/like", "/api/v1/admin/x/comments", "/api/v1/Admin/programs",
            "/api/v1/moderation/comments", "/api/v1/%6doderation/comments", "/api/v1/programs/../admin/programs",
            "/api/v1/./admin/programs", "/api/v1//admin/programs", "/api/v1/admin;x=y/programs",
            "/api/v1/programs/%2e%2e/admin/programs", "/api/v1/admin%2fprograms", "/internal/export",
            "/api/v1/internal/export", "/api/v1/internal/x/like", "/api/v1/%69nternal/x/comments"})
    void noSpellingOpensARoute(String target) {
        for (FakeService service : List.of(PROGRAM, COMMENT, USER, COUNTER, NOTIFICATION, SEARCH)) {
            service.on(target, Reply.of(200, "opened"));
            service.on(target.replaceFirst("/api/(?!v1)", "/api/v1/"), Reply.of(200, "opened"));
        }
        for (String method : List.of("GET", "POST")) {
            String answer = raw(method + " " + target + " HTTP/1.1\r\nHost: x\r\nX-HTTP-Method-Override: GET\r\n"
                    + "X-Original-URL: /api/v1/states\r\nConnection: close\r\n\r\n", false, 3_000);
            assertThat(answer).as(method).matches("(?s)HTTP/1.1 (400|401|404|405) .*").doesNotContain("opened");
        }
        if (target.contains("nternal")) {
            assertThat(raw("GET " + target + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + STAFF
                    + "\r\nConnection: close\r\n\r\n", false, 3_000)).startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void personalAnswersAreNeverKept() {
        String path = path();
        PROGRAM.on(path, s -> Reply
                .listing(s.headers().contains("Authorization")
                        ? "token"
                        : s.headers().contains("X-Session-Id") ? "session" : "nobody", 60, "t")
                .with("Vary", "Authorization, X-Session-Id"));
        String token = bearer("listener");
        String session = Listeners.fresh();
        for (int i = 0; i < 3; i++) {
            assertThat(get(path, "Authorization", token).body()).isEqualTo("token");
            assertThat(get(path, "X-Session-Id", session).body()).isEqualTo("session");
            assertThat(get(path, "Cookie", "tarang-session=" + session).body()).isEqualTo("session");
            assertThat(get(path).body()).isEqualTo("nobody");
        }
    }

    @Test
    void onlyTheLoginPagesOfTheIdentityProviderAreThereWithTheirOwnCookiesAndUnframed() {
        String login = "/identity/realms/tarang/protocol/openid-connect/auth";
        IDENTITY.on(login, Reply.of(200, "<form>").with("Content-Type", "text/html")
                .with("Content-Security-Policy", "frame-src 'self'; frame-ancestors 'self'; object-src 'none';")
                .with("X-Frame-Options", "SAMEORIGIN").with("Set-Cookie", "AUTH_SESSION_ID=1; Path=/identity/"));
        HttpResponse<String> page = get(login + "?client_id=tarang-web", "Cookie",
                "KC_RESTART=r; tarang-session=" + Listeners.fresh() + "; __Host-tarang-session=x; AUTH=a",
                "Authorization",
                "Bearer x", "X-Session-Id", Listeners.fresh());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(header(page, "Content-Security-Policy"))
                .isEqualTo("frame-src 'self'; object-src 'none'; frame-ancestors 'none'");
        assertThat(header(page, "X-Frame-Options")).isEqualTo("DENY");
        assertThat(header(page, "Set-Cookie")).startsWith("AUTH_SESSION_ID");
        assertThat(arrived(IDENTITY, login).headers().getAll("Cookie")).containsExactly("KC_RESTART=r; AUTH=a");
        assertThat(arrived(IDENTITY, login).headers().names()).extracting(String::toLowerCase)
                .doesNotContain("authorization", "x-session-id");
        for (String closed : List.of("/identity", "/identity/", "/identity/admin/", "/identity/admin/master/console/",
                "/identity/realms/master/protocol/openid-connect/auth", "/identity/realms/master",
                "/identity/realms/tarang", "/identity/realms/tarang/account/",
                "/identity/realms/tarang/protocol/openid-connect/token",
                "/identity/realms/tarang/protocol/openid-connect/token/introspect",
                "/identity/realms/tarang/protocol/openid-connect/userinfo",
                "/identity/realms/tarang/protocol/openid-connect/registrations",
                "/identity/realms/tarang/clients-registrations/default", "/identity/metrics", "/identity/health",
                "/%69dentity/admin/", "/identity/realms/%74arang/account/")) {
            IDENTITY.on(closed, Reply.of(200, "open"));
            assertThat(get(closed).statusCode()).as(closed).isEqualTo(404);
        }
    }
}
