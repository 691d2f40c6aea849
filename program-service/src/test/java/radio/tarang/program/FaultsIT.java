package radio.tarang.program;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import radio.tarang.local.test.PrivateKafka;
import radio.tarang.local.test.PrivatePostgres;
import radio.tarang.local.test.TestServers;
import radio.tarang.program.RunningService.Answer;
import radio.tarang.program.RunningService.Setup;

import static org.assertj.core.api.Assertions.assertThat;

/** What callers see, and what is never lost, while a server is away. */
class FaultsIT {
    @Test
    void writesGoOnWithoutKafkaAndAreToldInOrderAfterwards() {
        try (PrivateKafka kafka = TestServers.privateKafka()) {
            kafka.createTopics("");
            Setup setup = new Setup(TestServers.postgres().database("program"), kafka.bootstrapServers(),
                    "program.events", null, Map.of());
            try (RunningService service = RunningService.start(setup)) {
                String station = Given.station(service, "Steady", "MH");
                kafka.stop();
                List<String> ids = new ArrayList<>();
                Instant now = Instant.now();
                for (int n = 0; n < 20; n++) {
                    String id = Given.program(service, station, "Written meanwhile", now.plusSeconds(3600 + n),
                            now.plusSeconds(3700));
                    assertThat(
                            service.patch("/api/v1/admin/programs/" + id + "/status", "{\"status\":\"live\"}").status())
                            .isEqualTo(200);
                    assertThat(service.post("/api/v1/programs/" + id + "/end", "").status()).isEqualTo(200);
                    ids.add(id);
                }
                assertThat(service.get("/actuator/health/readiness").status()).isEqualTo(200);
                kafka.start();
                try (Records records = service.records()) {
                    for (String id : ids) {
                        assertThat(records.awaitOf(id, 3)).extracting(Records.Record::sequence).startsWith(1L, 2L, 3L);
                    }
                }
            }
        }
    }

    @Test
    void withoutPostgresCallersAreToldSoonAndTheServiceComesBackByItself() {
        try (PrivatePostgres postgres = TestServers.privatePostgres()) {
            String prefix = "it-faults-" + System.nanoTime() + ".";
            TestServers.kafka().createTopics(prefix);
            Setup setup = new Setup(postgres.database("program"), TestServers.kafka().bootstrapServers(),
                    prefix + "program.events", null,
                    Map.of());
            try (RunningService service = RunningService.start(setup)) {
                String station = Given.station(service, "Waiting", "MH");
                assertThat(service.get("/api/v1/programs/state/MH").status()).isEqualTo(200);
                Awaitility.await().atMost(Duration.ofSeconds(10))
                        .untilAsserted(
                                () -> assertThat(service.get("/actuator/health/readiness").status()).isEqualTo(200));

                postgres.pause();
                try {
                    for (int n = 0; n < 12; n++) {
                        Instant asked = Instant.now();
                        assertUnavailable(service.get("/api/v1/programs/state/MH"));
                        assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofMillis(2200));
                    }
                    Instant soon = Instant.now().plusSeconds(600);
                    assertUnavailable(
                            service.post("/api/v1/admin/programs",
                                    Given.body(station, "Unwritten", soon, soon.plusSeconds(60))));
                    assertThat(service.get("/api/v1/states").status()).isEqualTo(200);
                    assertThat(service.get("/actuator/health/liveness").status()).isEqualTo(200);
                    assertThat(service.get("/actuator/health/readiness").status()).isEqualTo(503);
                } finally {
                    postgres.resume();
                }
                Awaitility.await().atMost(Duration.ofSeconds(10))
                        .untilAsserted(
                                () -> assertThat(service.get("/api/v1/programs/state/MH").status()).isEqualTo(200));
            }
        }
    }

    @Test
    void aLockThatIsNotHadInTimeIsToldLikeADatabaseThatIsAway() {
        RunningService service = RunningService.shared();
        String station = Given.station(service, "Held", "MH");
        Instant soon = Instant.now().plusSeconds(600);
        String body = Given.body(station, "Waiting", soon, soon.plusSeconds(60));
        new TransactionTemplate(service.bean(PlatformTransactionManager.class)).executeWithoutResult(_ -> {
            service.jdbc().sql("SELECT id FROM station WHERE id = ?::uuid FOR UPDATE").param(station).query()
                    .listOfRows();
            Instant asked = Instant.now();
            assertUnavailable(service.post("/api/v1/admin/programs", body));
            assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofMillis(2000));
        });
        assertThat(service.post("/api/v1/admin/programs", body).status()).isEqualTo(201);
    }

    private static void assertUnavailable(Answer answer) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.slug()).isEqualTo("unavailable");
        assertThat(answer.header("Retry-After")).matches("\\d+");
    }

    @Test
    void aServiceWhoseTopicIsMissingIsAliveButNotReady() {
        Setup fresh = Setup.fresh();
        Setup wrong = new Setup(fresh.database(), fresh.brokers(), "no.such.topic", null,
                Map.of("tarang.outbox.relay", "false"));
        try (RunningService service = RunningService.start(wrong)) {
            Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
                Answer ready = service.get("/actuator/health/readiness");
                assertThat(ready.status()).isEqualTo(503);
                assertThat(ready.raw().body()).contains("no.such.topic does not exist");
            });
            assertThat(service.get("/actuator/health/liveness").status()).isEqualTo(200);
        }
    }
}
