package radio.tarang.counter;

import java.net.http.HttpResponse;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HealthIT {
    private final RunningService service = RunningService.shared();

    @Test
    void saysThatItIsAliveAndReady() throws Exception {
        assertThat(service.get("/actuator/health/liveness").body()).contains("UP");
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(
                () -> assertThat(service.get("/actuator/health/readiness").statusCode()).isEqualTo(200));
        assertThat(service.get("/actuator/prometheus").body()).contains("jvm_memory_used_bytes");
    }

    @Test
    void answersNoOtherPathThanItsHealth() throws Exception {
        HttpResponse<String> answer = service.get("/api/v1/anything");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("https://tarang.radio/problems/not-found", "/api/v1/anything");
    }

    @Test
    void refusesWhatTheServerCannotReadInTheSameForm() throws Exception {
        HttpResponse<String> answer = service.get("/api/v1//anything");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("https://tarang.radio/problems/malformed-request").doesNotContain("/error");
    }

    @Test
    void doesNotStartWithoutTheKeysOfSessions() {
        assertThatThrownBy(() -> new SpringApplicationBuilder(CounterServiceApplication.class).run("--server.port=0"))
                .hasMessageContaining("TARANG_SESSION_KEYS");
    }
}
