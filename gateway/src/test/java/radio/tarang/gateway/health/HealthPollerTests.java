package radio.tarang.gateway.health;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.health.contributor.Health;
import reactor.core.publisher.Flux;

import radio.tarang.gateway.Services;
import radio.tarang.gateway.Upstreams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class HealthPollerTests {

    private Health redis = Health.up().withDetail("responseTimeMs", 1L).build();

    private final HealthPoller poller = new HealthPoller(
            new Services(Map.of("program", URI.create("http://127.0.0.1:1"),
                    "identity", URI.create("http://127.0.0.1:2"))),
            new HealthPoller.Settings(
                    Duration.ofSeconds(2), Duration.ofSeconds(1), "program", Duration.ofMillis(100),
                    Duration.ofMillis(50)),
            new Upstreams(
                    new Upstreams.Limits(Duration.ofSeconds(1), 50, Duration.ofSeconds(30), 20, 10,
                            Duration.ofMillis(50)),
                    new SimpleMeterRegistry()),
            Flux::empty, () -> redis);

    @ParameterizedTest
    @CsvSource({"db, 100, HEALTHY", "db, 101, DEGRADED", "redis, 50, HEALTHY", "redis, 51, DEGRADED",
            "disk, 900, HEALTHY"})
    void aSlowDatastoreDegrades(String component, long millis, HealthPoller.Status expected) {
        String health = "{\"status\":\"UP\",\"components\":{\"" + component
                + "\":{\"status\":\"UP\",\"details\":{\"responseTimeMs\":" + millis + "}}}}";
        assertThat(poller.read(200, health.getBytes(UTF_8), 3).status()).isEqualTo(expected);
    }

    @Test
    void redisDegradesWhenItIsSlowOrAwayAndNeverMakesThePlatformUnhealthy() {
        assertThat(poller.checks().get("redis")).extracting("status").isEqualTo(HealthPoller.Status.HEALTHY);
        redis = Health.up().withDetail("responseTimeMs", 51L).build();
        assertThat(poller.checks().get("redis")).extracting("status").isEqualTo(HealthPoller.Status.DEGRADED);
        redis = Health.unknown().build();
        assertThat(poller.checks().get("redis")).extracting("status").isEqualTo(HealthPoller.Status.DEGRADED);
    }

    @Test
    void downAndRubbishAreUnhealthy() {
        assertThat(poller.read(503, "{\"status\":\"DOWN\"}".getBytes(UTF_8), 3).status())
                .isEqualTo(HealthPoller.Status.UNHEALTHY);
        assertThat(poller.read(200, "<html>".getBytes(UTF_8), 3).status()).isEqualTo(HealthPoller.Status.UNHEALTHY);
    }

    @Test
    void keycloakIsNotAskedAsIfItWereAService() {
        assertThat(poller.checks()).containsOnlyKeys("program", "redis");
    }
}
