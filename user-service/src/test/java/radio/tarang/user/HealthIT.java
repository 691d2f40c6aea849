package radio.tarang.user;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HealthIT {
    private final RunningService service = RunningService.shared();

    @Test
    void saysThatItIsAliveAndReady() {
        assertThat(service.get("/actuator/health/liveness").status()).isEqualTo(200);
        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(
                () -> assertThat(service.get("/actuator/health/readiness").status()).isEqualTo(200));
        assertThat(service.get("/actuator/prometheus").raw().body()).contains("jvm_memory_used_bytes");
    }

    @Test
    void whatNobodyAnswersIsNotFound() {
        assertThat(service.get("/api/v1/anything").slug()).isEqualTo("not-found");
    }

    @Test
    void aServiceWhoseTopicIsMissingIsAliveButNotReady() {
        try (RunningService lost = RunningService.start(Crowd.service().setup()
                .with("tarang.topics.program-events", "no.such.topic").with("tarang.outbox.relay", "false"))) {
            Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
                RunningService.Answer ready = lost.get("/actuator/health/readiness");
                assertThat(ready.status()).isEqualTo(503);
                assertThat(ready.raw().body()).contains("no.such.topic");
            });
            assertThat(lost.get("/actuator/health/liveness").status()).isEqualTo(200);
        }
    }
}
