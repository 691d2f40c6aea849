package radio.tarang.gateway.edge;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import radio.tarang.gateway.FakeService.Reply;
import radio.tarang.gateway.GatewayStory;
import radio.tarang.gateway.identity.Listeners;
import radio.tarang.local.test.TestServers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Every rule of the edge cache, through the real server. */
class EdgeIT extends GatewayStory {

    @Autowired
    EdgeCache cache;

    @BeforeEach
    void feedIsCurrent() {
        await().atMost(Duration.ofSeconds(20)).until(cache::feedCurrent);
    }

    private static boolean hit(HttpResponse<?> response) {
        return header(response, "Cache-Status").startsWith("Tarang; hit");
    }

    private static void publish(String topic, String tags, String... headers) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", TestServers.kafka().bootstrapServers()), new StringSerializer(),
                new StringSerializer())) {
            ProducerRecord<String, String> event = new ProducerRecord<>(PREFIX + topic, 0, "key", "{}");
            event.headers().add("cache-tags", tags.getBytes(UTF_8));
            for (int i = 0; i < headers.length; i += 2) {
                event.headers().add(headers[i], headers[i + 1].getBytes(UTF_8));
            }
            producer.send(event);
            producer.flush();
        }
    }

    @Test
    void theSecondCallerIsAnsweredByTheHandlerAndTheServiceIsAskedOnce() {
        String path = path();
        PROGRAM.on(path, Reply.listing("{\"n\":1}", 60, "t"));
        assertThat(header(get(path), "Cache-Status")).isEqualTo("Tarang; fwd=uri-miss; stored");
        long hits = cache.hits.sum();
        assertThat(hit(get(path))).isTrue();
        assertThat(hit(get(path.replace("/api/v1", "/api")))).isTrue();
        assertThat(cache.hits.sum()).isEqualTo(hits + 2);
        assertThat(PROGRAM.seen(path)).hasSize(1);
    }

    @Test
    void hitAndMissCarryTheSameHeaders() {
        String path = path();
        PROGRAM.on(path, Reply.listing("{\"n\":1}".repeat(200), 60, "t").with("Link", "</x>; rel=\"next\"")
                .with("X-Request-Id", "upstream").with("Server", "secret"));
        String token = "Bearer " + ISSUER.token("listener");
        get(path(), "Authorization", token);
        for (String[] headers : List.of(new String[]{"Accept-Encoding", "gzip"},
                new String[]{"Authorization", token}, new String[]{"X-Session-Id", Listeners.fresh()},
                new String[]{"Accept-Encoding", "br",
                        "Origin", "https://app.example"},
                new String[]{"Origin", "https://evil.example"})) {
            String own = path + "?page=" + headers.length + headers[1].length();
            HttpResponse<String> miss = get(own, headers);
            HttpResponse<String> hit = get(own, headers);
            assertThat(hit(miss)).isFalse();
            assertThat(hit(hit)).isTrue();
            assertThat(comparable(hit)).isEqualTo(comparable(miss));
            assertThat(comparable(hit).toString()).contains("x-content-type-options", "content-security-policy",
                    "x-request-id", "etag", "date", "age").doesNotContain("secret", "cache-tag");
        }
    }

    /** Names of all, values of those that do not name one request. */
    private static Map<String, Object> comparable(HttpResponse<?> response) {
        Map<String, Object> all = new java.util.TreeMap<>();
        response.headers().map().forEach((name, values) -> all.put(name.toLowerCase(Locale.ROOT),
                List.of("x-request-id", "cache-status", "age", "ratelimit").contains(name.toLowerCase(Locale.ROOT))
                        ? values.size()
                        : new TreeSet<>(values)));
        return all;
    }

    @Test
    void theEntityTagGivesA304OnTheHitPathAndInTheChain() {
        String path = path();
        PROGRAM.on(path, Reply.listing("{\"n\":1}", 60, "t").with("ETag", "\"v3-abc\""));
        assertThat(get(path, "If-None-Match", "\"v3-abc\"").statusCode()).isEqualTo(304);
        HttpResponse<String> hit = get(path, "If-None-Match", "\"x\", \"v3-abc\"");
        assertThat(hit.statusCode()).isEqualTo(304);
        assertThat(header(hit, "ETag")).isEqualTo("\"v3-abc\"");
        assertThat(hit.body()).isEmpty();
        assertThat(header(hit, "Content-Type")).isEmpty();
        assertThat(get(path, "If-None-Match", "\"v2-abc\"").statusCode()).isEqualTo(200);
    }

    @Test
    void headHasTheHeadersOfGetAndNoBodyAndLeavesTheConnectionInStep() {
        String path = path();
        PROGRAM.on(path, Reply.listing("{\"n\":1}", 60, "t"));
        get(path);
        String head = "HEAD " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
        String get = "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
        String missed = "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n";
        String answers = raw(head + get + head + missed + get, false, 1_000);
        assertThat(answers.split("HTTP/1.1 200", -1)).hasSize(5);
        assertThat(answers.split("\\{\"n\":1}", -1)).hasSize(3);
        assertThat(answers.split("HTTP/1.1 404", -1)).hasSize(2);
        assertThat(answers.split("(?i)content-length: 7\r", -1)).hasSize(5);
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrderWhoeverAnswersThem() {
        String kept = path();
        String slow = path();
        PROGRAM.on(kept, Reply.listing("{\"kept\"}", 60, "t"));
        PROGRAM.on(slow, Reply.of(200, "{\"slow\"}").after(Duration.ofMillis(200)));
        get(kept);
        StringBuilder pipeline = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            String path = i % 7 == 3 ? slow : kept;
            pipeline.append("GET ").append(path).append(" HTTP/1.1\r\nHost: x\r\n\r\n");
            expected.append(path.equals(slow) ? "s" : "k");
        }
        String answers = raw(pipeline.toString(), false, 2_000);
        StringBuilder order = new StringBuilder();
        java.util.regex.Pattern.compile("\\{\"(slow|kept)\"}").matcher(answers).results()
                .forEach(r -> order.append(r.group(1).charAt(0)));
        assertThat(order.toString()).isEqualTo(expected.toString());
    }

    @Test
    void aHalfClosedClientStillGetsItsAnswerFromMemoryAndFromTheService() {
        String path = path();
        PROGRAM.on(path, Reply.listing("{\"n\":1}", 60, "t").after(Duration.ofMillis(300)));
        String get = "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
        assertThat(raw(get, true, 3_000)).contains("fwd=uri-miss", "{\"n\":1}").endsWith("<closed>");
        assertThat(raw(get, true, 3_000)).contains("Tarang; hit", "{\"n\":1}").endsWith("<closed>");
    }

    @Test
    void aSlowReaderGetsEveryByteAndHoldsUpNobody() throws Exception {
        String path = path();
        PROGRAM.on(path, Reply.listing("x".repeat(900_000), 60, "t"));
        get(path);
        try (java.net.Socket socket = new java.net.Socket("127.0.0.1", port)) {
            socket.setReceiveBufferSize(65_536);
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").repeat(4).getBytes(UTF_8));
            assertThat(hit(get(path))).isTrue();
            long left = 4L * 900_000;
            java.io.InputStream in = socket.getInputStream();
            byte[] chunk = new byte[16_384];
            while (left > 0) {
                int n = in.read(chunk);
                assertThat(n).isPositive();
                for (int i = 0; i < n; i++) {
                    left -= chunk[i] == 'x' ? 1 : 0;
                }
            }
        }
    }

    @Test
    void concurrentMissesAreOneQuestion() throws Exception {
        String path = path();
        PROGRAM.on(path, Reply.listing("{\"n\":1}", 60, "t").after(Duration.ofMillis(300)));
        List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
        CountDownLatch go = new CountDownLatch(1);
        for (int i = 0; i < 30; i++) {
            all.add(CompletableFuture.supplyAsync(() -> {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return get(path);
            }, Thread::startVirtualThread));
        }
        go.countDown();
        for (CompletableFuture<HttpResponse<String>> one : all) {
            assertThat(one.get().body()).isEqualTo("{\"n\":1}");
        }
        assertThat(PROGRAM.seen(path)).hasSize(1);
    }

    @Test
    void anEventPurgesByItsTagsAndTheServiceIsAskedToReadFromItsPrimary() {
        String path = path();
        AtomicInteger version = new AtomicInteger(1);
        PROGRAM.on(path, s -> Reply.listing("{\"v\":" + version + "}", 60, "state:MH,national," + path));
        get(path);
        await().during(Duration.ofMillis(300)).until(() -> hit(get(path)));
        version.set(2);
        publish("program.events", "program:x," + path);
        await().atMost(Duration.ofSeconds(2)).untilAsserted(() -> assertThat(get(path).body()).isEqualTo("{\"v\":2}"));
        assertThat(PROGRAM.seen(path)).hasSize(2);
        assertThat(PROGRAM.seen(path).get(1).headers().get("Cache-Refresh")).isEqualTo("primary");
    }

    @Test
    void oneEventHasNoMoreThan128KeysRefilledAndTheFirstPagesBeforeAll() {
        String tag = "t" + System.nanoTime();
        String first = "/api/v1/programs/state/LD";
        String path = path();
        PROGRAM.on(first, Reply.listing("{}", 60, tag));
        PROGRAM.on(path, Reply.listing("{}", 60, tag));
        get(first);
        int asked = PROGRAM.seen(first).size();
        for (int page = 1; page <= 200; page++) {
            get(path + "?page=" + page);
        }

        publish("program.events", tag);

        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(PROGRAM.seen(first)).hasSize(asked + 1);
            assertThat(PROGRAM.seen(path)).hasSizeGreaterThanOrEqualTo(200 + 127);
        });
        await().during(Duration.ofMillis(500)).atMost(Duration.ofSeconds(2))
                .until(() -> PROGRAM.seen(path).size() == 200 + 127);
        assertThat(get(path + "?page=1").statusCode()).isEqualTo(200);
        assertThat(PROGRAM.seen(path)).as("the others when somebody asks").hasSize(200 + 128);
    }

    @Test
    void interactionEventsPurgeTooAndRepublishedStateDoesNot() {
        String path = path();
        AtomicInteger version = new AtomicInteger(1);
        PROGRAM.on(path, s -> Reply.listing("{\"v\":" + version + "}", 60, path));
        get(path);
        version.set(2);
        publish("interaction.events", path, "republished", "true");
        await().during(Duration.ofMillis(700)).atMost(Duration.ofSeconds(3))
                .untilAsserted(() -> assertThat(get(path).body()).isEqualTo("{\"v\":1}"));
        publish("interaction.events", path);
        await().atMost(Duration.ofSeconds(2)).untilAsserted(() -> assertThat(get(path).body()).isEqualTo("{\"v\":2}"));
    }

    @Test
    void anEvictedAnswerIsNotServedEvenWhenTheServiceIsAway() {
        String path = path();
        PROGRAM.on(path, Reply.listing("{\"harm\"}", 60, path));
        get(path);
        PROGRAM.on(path, Reply.of(503, "{}"));
        publish("program.events", path, "cache-evict", "true");
        await().atMost(Duration.ofSeconds(2)).untilAsserted(() -> assertThat(get(path).statusCode()).isEqualTo(503));
    }

    @Test
    void refillsOfOneKeyAreAtLeastAQuarterOfASecondApart() {
        String path = path();
        PROGRAM.on(path, Reply.listing("{}", 60, path));
        get(path);
        long from = System.nanoTime();
        while (System.nanoTime() - from < 1_000_000_000L) {
            cache.purge(List.of(path), false);
            assertThat(get(path).statusCode()).isEqualTo(200);
        }
        assertThat(PROGRAM.seen(path).size()).isBetween(3, 6);
    }

    @Test
    void anExpiredAnswerIsServedOnceMoreWhileItIsRefreshed() {
        String path = path();
        AtomicInteger version = new AtomicInteger();
        PROGRAM.on(path, s -> Reply.listing("{\"v\":" + version.incrementAndGet() + "}", 1, "t"));
        get(path);
        await().pollDelay(Duration.ofMillis(1_100)).until(() -> true);
        HttpResponse<String> stale = get(path);
        assertThat(stale.body()).isEqualTo("{\"v\":1}");
        assertThat(header(stale, "Cache-Status")).matches("Tarang; hit; ttl=-?\\d+");
        await().atMost(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(get(path).body()).isEqualTo("{\"v\":2}"));
    }

    @Test
    void after150MillisecondsWithoutAnAnswerTheStaleCopyIsServed() {
        String path = path();
        PROGRAM.on(path, Reply.listing("{\"v\":1}", 60, path));
        get(path);
        await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        PROGRAM.on(path, Reply.listing("{\"v\":2}", 60, path).after(Duration.ofMillis(700)));
        slot(path).lastFillMillis = 1;
        cache.purge(List.of(path), false);
        long from = System.nanoTime();
        HttpResponse<String> stale = get(path);
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isBetween(Duration.ofMillis(140),
                Duration.ofMillis(600));
        assertThat(stale.body()).isEqualTo("{\"v\":1}");
        assertThat(header(stale, "Cache-Status")).contains("fwd=stale").contains("detail=slow");
        await().atMost(Duration.ofSeconds(3)).untilAsserted(() -> assertThat(get(path).body()).isEqualTo("{\"v\":2}"));
    }

    @Test
    void whereRefillsAreSlowNobodyWaitsAndTheNewCopyComesBehind() {
        String path = path();
        PROGRAM.on(path, Reply.listing("{\"v\":1}", 60, path));
        get(path);
        await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        PROGRAM.on(path, Reply.listing("{\"v\":2}", 60, path).after(Duration.ofMillis(700)));
        slot(path).lastFillMillis = 100;
        cache.purge(List.of(path), false);
        long hits = cache.hits.sum();
        HttpResponse<String> stale = get(path);
        assertThat(stale.body()).isEqualTo("{\"v\":1}");
        assertThat(header(stale, "Cache-Status")).isEqualTo("Tarang; hit; ttl=-1");
        assertThat(cache.hits.sum()).as("by the handler").isEqualTo(hits + 1);
        await().atMost(Duration.ofSeconds(3)).untilAsserted(() -> assertThat(get(path).body()).isEqualTo("{\"v\":2}"));
        assertThat(PROGRAM.seen(path)).hasSize(2);
    }

    private Slot slot(String path) {
        return java.util.Objects.requireNonNull(cache.find(path, false));
    }

    @Test
    void aServiceThatIsAwayOrFailsLeavesTheStaleCopyWithItsAge() {
        for (int status : new int[]{502, 503, 504}) {
            String path = "/api/v1/search";
            String target = path + "?q=" + status;
            SEARCH.on(path, Reply.listing("{\"v\":1}", 60, "search"));
            await().atMost(Duration.ofSeconds(5)).until(() -> get(target).statusCode() == 200);
            cache.purge(List.of("search"), false);
            SEARCH.on(path, Reply.of(status, "{}"));
            await().atMost(Duration.ofSeconds(3)).untilAsserted(() -> {
                HttpResponse<String> stale = get(target);
                assertThat(stale.statusCode()).isEqualTo(200);
                assertThat(stale.body()).isEqualTo("{\"v\":1}");
                assertThat(header(stale, "Age")).matches("\\d+");
                assertThat(header(stale, "Cache-Status")).contains("stale-if-error");
            });
        }
        SEARCH.down();
        try {
            await().pollDelay(Duration.ofMillis(300)).untilAsserted(() -> {
                HttpResponse<String> stale = get("/api/v1/search?q=503");
                assertThat(stale.statusCode()).isEqualTo(200);
                assertThat(header(stale, "Cache-Status")).contains("fwd=stale");
            });
        } finally {
            SEARCH.up();
        }
    }

    @Test
    void whatIsEverybodysIsServedFromMemoryToSignedInCallersTooAndFilledAsNobody() {
        String path = path();
        PROGRAM.on(path, s -> Reply.listing(s.headers().contains("Authorization") ? "mine" : "everybody's", 60, "t"));
        String token = "Bearer " + ISSUER.token("listener");
        assertThat(get(path, "Authorization", token).body()).isEqualTo("everybody's");
        long hits = cache.hits.sum();
        assertThat(hit(get(path, "Authorization", token))).isTrue();
        assertThat(cache.hits.sum()).as("by the handler: the verdict is known").isEqualTo(hits + 1);
        assertThat(get(path).body()).isEqualTo("everybody's");
        assertThat(get(path, "Authorization", token + "x").statusCode()).as("a bad token is refused, cached or not")
                .isEqualTo(401);
        assertThat(PROGRAM.seen(path)).hasSize(1);
    }

    @Test
    void anAnswerThatDependsOnTheCallerIsKeptForCallersWithNeitherTokenNorSession() {
        String path = path();
        PROGRAM.on(path, s -> Reply.listing(s.headers().contains("X-Session-Id") ? "mine" : "nobody's", 60, "t")
                .with("Vary", "Authorization, X-Session-Id, Accept-Encoding"));
        String session = Listeners.fresh();
        assertThat(get(path, "X-Session-Id", session).body()).isEqualTo("mine");
        assertThat(get(path).body()).isEqualTo("nobody's");
        assertThat(hit(get(path))).isTrue();
        assertThat(get(path, "Cookie", "tarang-session=" + session).body()).isEqualTo("mine");
        assertThat(hit(get(path, "X-Session-Id", "forged"))).as("a forged session is nobody").isTrue();
        assertThat(PROGRAM.seen(path).stream().filter(s -> s.headers().contains("X-Session-Id"))).hasSize(2);
        String token = "Bearer " + ISSUER.token("listener");
        for (int i = 0; i < 2; i++) {
            assertThat(hit(get(path, "Authorization", token))).as("a signed-in caller is somebody").isFalse();
        }
        assertThat(hit(get(path))).isTrue();
    }

    @Test
    void privateCookieSettingAndOtherwiseVaryingAnswersAreNotKept() {
        for (Reply reply : List.of(Reply.of(200, "p").with("Cache-Control", "private, max-age=60"),
                Reply.listing("c", 60, "t").with("Set-Cookie", "a=b"),
                Reply.listing("v", 60, "t").with("Vary", "Accept-Language"),
                Reply.of(200, "none"), Reply.of(404, "{}"))) {
            String path = path();
            PROGRAM.on(path, reply);
            get(path);
            get(path);
            assertThat(hit(get(path))).isFalse();
            assertThat(get(path).body()).isEqualTo(reply.body());
        }
    }

    @Test
    void anAnswerInSeveralFormsIsKeptInTheOneForEverybodyAndAskedForInTheOthers() {
        String path = path();
        PROGRAM.on(path,
                s -> Reply.listing(s.headers().get("Accept"), 60, "t").with("Vary", "Accept, Accept-Encoding"));
        for (int i = 0; i < 2; i++) {
            assertThat(get(path).body()).isEqualTo("*/*");
            assertThat(get(path, "Accept", "text/calendar").body()).isEqualTo("text/calendar");
            assertThat(get(path, "Accept", "application/json").body()).isEqualTo("*/*");
        }
        assertThat(hit(get(path))).isTrue();
        assertThat(hit(get(path, "Accept", "text/calendar"))).isFalse();
        for (String weighed : List.of("text/calendar, */*;q=0.1", "application/json;q=0.1, text/*",
                "application/json;q=0")) {
            assertThat(get(path, "Accept", weighed).body()).isEqualTo(weighed);
        }
        assertThat(get(path).headers().firstValue("Vary"))
                .hasValueSatisfying(vary -> assertThat(vary).contains("Accept"));
        assertThat(PROGRAM.seen(path).stream().filter(s -> "*/*".equals(s.headers().get("Accept")))).hasSize(1);
    }

    @Test
    void saveDataAndFieldsAreKeysOfTheirOwn() {
        String path = path();
        PROGRAM.on(path, s -> Reply.listing(s.headers().get("Save-Data", "off") + s.uri().contains("fields"), 60, "t"));
        for (int i = 0; i < 2; i++) {
            assertThat(get(path).body()).isEqualTo("offfalse");
            assertThat(get(path, "Save-Data", "on").body()).isEqualTo("onfalse");
            assertThat(get(path + "?fields=id").body()).isEqualTo("offtrue");
        }
        assertThat(PROGRAM.seen(path)).hasSize(3);
    }

    @Test
    void whatIsNotCanonicalFallsThroughToTheService() {
        String path = path();
        PROGRAM.on(path, Reply.listing("{}", 60, "t"));
        get(path);
        for (String odd : List.of("?unknown=1", "?page=1&page=2", "?page=%31")) {
            assertThat(header(get(path + odd), "Cache-Status")).isEmpty();
        }
        assertThat(header(get(path, "Range", "bytes=0-1"), "Cache-Status")).isEmpty();
        assertThat(PROGRAM.seen(path)).hasSize(5);
    }

    @Test
    void aCallerWhoLeavesDoesNotTakeTheAnswerAway() throws Exception {
        String path = path();
        PROGRAM.on(path, Reply.listing("{}", 60, "t").after(Duration.ofMillis(400)));
        try (java.net.Socket socket = new java.net.Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(UTF_8));
            await().until(() -> PROGRAM.seen(path).size() == 1);
            socket.setSoLinger(true, 0);
        }
        await().atMost(Duration.ofSeconds(2)).until(() -> hit(get(path)));
        assertThat(PROGRAM.seen(path)).hasSize(1);
    }

    @Test
    void aTooLargeAnswerIsPassedOnWhole() {
        String path = path();
        PROGRAM.on(path, Reply.listing("y".repeat(1_500_000), 60, "t"));
        assertThat(get(path).body()).hasSize(1_500_000);
        assertThat(get(path).body()).hasSize(1_500_000);
        assertThat(hit(get(path))).isFalse();
    }
}
