package radio.tarang.gateway.wire;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import radio.tarang.gateway.identity.Caller;

import static org.assertj.core.api.Assertions.assertThat;

class AccessLogTests {

    private static AccessLine line(String target) {
        return new AccessLine(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/", false) {
            @Override
            public String uri() {
                return target;
            }
        }, null);
    }

    private static JsonNode written(AccessLine line) {
        StringBuilder out = new StringBuilder();
        new AccessFormat(Set.of("page"), new byte[32]).append(out, line);
        assertThat(out.toString()).endsWith("}\n").hasLineCount(1);
        return JsonMapper.builder().build().readTree(out.toString());
    }

    @Test
    void whenTheWriterIsBehindLinesAreDroppedAndCountedAndNobodyWaits() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        AccessLog log = new AccessLog(new AccessLogProperties(true, Path.of("never-opened"), Set.of()), meters, "");
        long from = System.nanoTime();
        for (int i = 0; i < 40_000; i++) {
            log.write(line("/"));
        }
        assertThat(meters.counter("access_log_dropped").count()).isEqualTo(40_000 - 32_768);
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void nothingACallerSendsEndsALineOrAString() {
        for (char c = 0; c < 300; c++) {
            String target = "/a" + c + "b?page=" + c + "\"\\";
            assertThat(written(line(target)).path("url.path").asString()).startsWith(c == '?' ? "/a" : "/a" + c);
        }
    }

    @Test
    void ofParametersWeDoNotKnowOnlyTheNameIsWritten() {
        assertThat(written(line("/x?page=1&code=S&access_token=S&S&page=2")).path("url.query").asString())
                .isEqualTo("page=1&code=…&access_token=…&=…&page=2");
        assertThat(written(line("/identity/realms/x?page=S")).path("url.query").asString()).isEqualTo("…");
        assertThat(written(line("/" + "a".repeat(9_000))).path("url.path").asString()).hasSize(2_048);
    }

    @Test
    void addressesAreNetworksAndPeopleArePseudonyms() {
        assertThat(List.of("203.0.113.77", "2001:db8:1:2::3", "unknown", "").stream().map(AccessFormat::prefix))
                .containsExactly("203.0.113.0/24", "2001:db8:1::/48", "unknown", "unknown");
        AccessLine one = line("/");
        one.caller = new Caller("alice", "random", "203.0.113.77", Set.of());
        assertThat(written(one).path("user.hash").asString()).matches("[0-9a-f]{16}");
        assertThat(written(one).toString()).doesNotContain("alice", "random", "203.0.113.77");
        AccessLine other = line("/");
        other.caller = new Caller("bob", null, "203.0.113.77", Set.of());
        assertThat(written(other).path("user.hash")).isNotEqualTo(written(one).path("user.hash"));
    }
}
