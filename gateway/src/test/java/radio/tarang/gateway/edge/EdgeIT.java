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

import org.junit.jupiter.api.Test;

import radio.tarang.gateway.FakeService.Reply;
import radio.tarang.gateway.identity.Listeners;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Who is answered from memory: with what, in which order, and what it costs the service. */
class EdgeIT extends EdgeStory {
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
}
