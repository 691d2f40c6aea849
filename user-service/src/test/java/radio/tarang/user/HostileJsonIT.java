package radio.tarang.user;

import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests made to cost memory, time or sleep: small on the wire, and refused before they cost anything. */
class HostileJsonIT {
    private static final String PATH = "/api/v1/auth/login";
    private static final int DEEP = 100_000;
    private final RunningService service = RunningService.shared();

    /** Well-formed to the last bracket: refused for what they are, not for where they end. */
    static Stream<String> hostile() {
        return Stream.of("{\"x\":" + "[".repeat(DEEP) + "]".repeat(DEEP) + "}",
                "{\"username\":" + "[".repeat(DEEP) + "]".repeat(DEEP) + "}",
                "{\"a\":".repeat(DEEP) + "1" + "}".repeat(DEEP), "[".repeat(DEEP) + "]".repeat(DEEP),
                "{\"" + "k".repeat(200_000) + "\":1}", "{\"username\":" + "9".repeat(500_000) + "}");
    }

    @Test
    void aQueryThatIsNoTextIsRefused() {
        RunningService.Answer answer = service
                .get("/api/v1/users/00000000-0000-7000-8000-000000000000/followers?page=%FF");
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(400);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void depthAndSizeWithoutEndAreRefusedWithinATenthOfASecond(String body) {
        service.post(PATH, body);
        Duration best = Duration.ofDays(1);
        for (int i = 0; i < 5; i++) {
            long from = System.nanoTime();
            RunningService.Answer answer = service.post(PATH, body);
            Duration took = Duration.ofNanos(System.nanoTime() - from);
            assertThat(answer.status()).as(answer.raw().body()).isEqualTo(400);
            assertThat(answer.raw().body()).doesNotContain("Exception", "tools.jackson", "StreamReadConstraints")
                    .hasSizeLessThan(2_000);
            best = took.compareTo(best) < 0 ? took : best;
        }
        assertThat(best).isLessThan(Duration.ofMillis(100));
    }
}
