package radio.tarang.gateway.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import radio.tarang.gateway.FakeService.Reply;
import radio.tarang.gateway.GatewayStory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** One line per answer, whoever answered, and in it nothing that a line must not tell. */
class AccessLogIT extends GatewayStory {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static List<String> lines(String containing) {
        try {
            return Files.readAllLines(ACCESS_LOG).stream().filter(l -> l.contains(containing)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<JsonNode> logged(String containing, int count) {
        await().atMost(Duration.ofSeconds(5)).until(() -> lines(containing).size() >= count);
        return lines(containing).stream().map(JSON::readTree).toList();
    }

    @Test
    void aMissAHitAndARevalidationAreOneLineEach() {
        String path = path();
        PROGRAM.on(path, Reply.listing("{\"n\":1}", 60, "t"));
        get(path + "?page=1");
        get(path + "?page=1", "X-Request-Id", "mine-7");
        String etag = header(get(path + "?page=1"), "ETag");
        get(path + "?page=1", "If-None-Match", etag);
        List<JsonNode> all = logged(path, 4);
        assertThat(all).hasSize(4).allSatisfy(line -> {
            assertThat(line.path("http.request.method").asString()).isEqualTo("GET");
            assertThat(line.path("url.path").asString()).isEqualTo(path);
            assertThat(line.path("url.query").asString()).isEqualTo("page=1");
            assertThat(line.path("durationMicros").asLong(-1)).isNotNegative();
            assertThat(line.path("client.address").asString()).isEqualTo("127.0.0.0/24");
        });
        assertThat(all.get(0).path("cacheStatus").asString()).isEqualTo("Tarang; fwd=uri-miss; stored");
        assertThat(all.get(1).path("cacheStatus").asString()).startsWith("Tarang; hit");
        assertThat(all.get(1).path("http.request.id").asString()).isEqualTo("mine-7");
        assertThat(all.get(1).path("http.response.body.bytes").asInt()).isEqualTo(7);
        assertThat(all.get(3).path("http.response.status_code").asInt()).isEqualTo(304);
        assertThat(all.get(3).path("http.response.body.bytes").asInt(-1)).isZero();
    }

    @Test
    void refusedBytesAndUnreadableRequestsAreLinesToo() {
        int before = lines("\"-\"").size();
        raw("GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n", false, 2_000);
        raw("GET /" + "a".repeat(5_000) + " HTTP/1.1\r\nHost: x\r\n\r\n", false, 2_000);
        List<JsonNode> all = logged("\"-\"", before + 2);
        assertThat(all.subList(before, all.size())).extracting(l -> l.path("http.response.status_code").asInt())
                .contains(400, 414);
    }

    @Test
    void secretsAndInventedLinesStayOut() {
        String id = UUID.randomUUID().toString();
        raw("GET /api/v1/user/" + id + "?code=SECRET1&token=SECRET2&page=2&SECRET3 HTTP/1.1\r\nHost: x\r\n"
                + "X-Request-Id: a\\\"}{\r\nConnection: close\r\n\r\n", false, 2_000);
        raw("GET /" + id + "%0d%0a{\"forged\":1}\"\\ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", false,
                2_000);
        List<JsonNode> all = logged(id, 2);
        assertThat(all.getFirst().path("url.query").asString()).isEqualTo("code=…&token=…&page=2&=…");
        assertThat(String.join("", lines(id))).doesNotContain("SECRET");
        assertThat(lines("forged")).allSatisfy(l -> assertThat(JSON.readTree(l).path("url.path").asString())
                .contains("forged"));
        assertThat(JSON.readTree(lines(id).getFirst()).path("http.request.id").asString()).matches("[0-9a-f]{32}");
    }

    @Test
    void aListenerIsAPseudonymTheSameOnHitAndMiss() {
        COUNTER.on("/api/v1/counters", Reply.of(200, "{}"));
        String session = header(get("/api/v1/counters"), "X-Session-Id");
        assertThat(session).startsWith("v1.");
        String path = path();
        PROGRAM.on(path, Reply.listing("{\"n\":1}", 60, "t"));
        get(path, "X-Session-Id", session);
        get(path, "X-Session-Id", session);
        get(path, "X-Session-Id", "v1.k1.20000.dGVzdHRlc3R0ZXN0dGVzdA.AAAA");
        List<JsonNode> all = logged(path, 3);
        assertThat(all.get(1).path("cacheStatus").asString()).startsWith("Tarang; hit");
        assertThat(all.get(0).path("session.hash").asString()).matches("[0-9a-f]{16}")
                .isEqualTo(all.get(1).path("session.hash").asString());
        assertThat(all.get(2).has("session.hash")).as("not one of ours").isFalse();
        assertThat(String.join("", lines(path))).doesNotContain(session.split("\\.")[3]);
    }

    @Test
    void aSocketIsALineWhenItSwitches() throws Exception {
        java.net.http.HttpClient.newHttpClient().newWebSocketBuilder()
                .buildAsync(java.net.URI.create("ws://127.0.0.1:" + port + "/ws"),
                        new java.net.http.WebSocket.Listener() {
                        })
                .join().abort();
        assertThat(logged("\"url.path\":\"/ws\"", 1)).anySatisfy(line -> assertThat(
                line.path("http.response.status_code").asInt()).isEqualTo(101));
    }
}
