package radio.tarang.program.importing;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

import radio.tarang.local.test.Database;
import radio.tarang.local.test.TestServers;
import radio.tarang.program.security.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;

/** An import while nobody publishes: the outbox fills to its mark and no further, and the job waits without dying. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ImportPaceIT {
    private static final int ROWS = 3_200;

    @LocalServerPort
    int port;
    @Autowired
    JdbcClient jdbc;

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry registry) {
        Database database = TestServers.postgres().database("program");
        registry.add("spring.datasource.url", database::jdbcUrl);
        registry.add("spring.datasource.username", database::username);
        registry.add("spring.datasource.password", database::password);
        registry.add("spring.kafka.bootstrap-servers", () -> TestServers.kafka().bootstrapServers());
        TestIssuer.settings().forEach((name, value) -> registry.add(name, () -> value));
        registry.add("tarang.outbox.relay", () -> false);
        registry.add("tarang.import.lease", () -> "1s");
        registry.add("tarang.import.poll", () -> "200ms");
    }

    @Test
    void pausesWhileTheOutboxIsFullAndGoesOnWhenThereIsRoom() {
        Upload upload = new Upload(port);
        String location = upload.post("?createStations=true", "application/xml", BodyPublishers.ofString(new Xmltv()
                .channel("pace.example", "Pace").programmes("pace.example", Instant.parse("2023-01-01T00:00:00Z"), ROWS)
                .toString())).headers().firstValue("Location").orElseThrow();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> depth() > 2_000);
        // Longer than the lease: a job that waits is not taken for dead.
        Awaitility.await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(3)).untilAsserted(() -> {
            assertThat(depth()).isBetween(2_001, 2_501);
            assertThat(upload.get(location).get("status").asString()).isEqualTo("running");
        });
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            jdbc.sql("DELETE FROM outbox").update();
            return upload.get(location).get("status").asString().equals("completed");
        });
        JsonNode job = upload.get(location);
        assertThat(job.get("counts").get("created").asInt()).isEqualTo(ROWS);
        assertThat(jdbc.sql("SELECT count(*) FROM program").query(Integer.class).single()).isEqualTo(ROWS);
    }

    private int depth() {
        return jdbc.sql("SELECT count(*) FROM outbox").query(Integer.class).single();
    }
}
