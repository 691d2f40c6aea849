package radio.tarang.program.importing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

/** A published schedule of 14 channels and 1 037 programmes, which is not ours to ship. */
@EnabledIf(value = "fileIsThere", disabledReason = "../shared/data/bbc-radio.xmltv.xml is not there")
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ImportRealFileIT {
    private static final Logger LOG = LoggerFactory.getLogger(ImportRealFileIT.class);
    private static final Path FILE = Path.of(System.getProperty("tarang.root", "."))
            .resolve("../shared/data/bbc-radio.xmltv.xml").normalize();

    @LocalServerPort
    int port;
    @Autowired
    JdbcClient jdbc;

    static boolean fileIsThere() {
        return Files.isReadable(FILE);
    }

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry registry) {
        Database database = TestServers.postgres().database("program");
        registry.add("spring.datasource.url", database::jdbcUrl);
        registry.add("spring.datasource.username", database::username);
        registry.add("spring.datasource.password", database::password);
        registry.add("spring.kafka.bootstrap-servers", () -> TestServers.kafka().bootstrapServers());
        TestIssuer.settings().forEach((name, value) -> registry.add(name, () -> value));
        registry.add("tarang.outbox.relay", () -> false);
        registry.add("tarang.bulk.max-outbox-depth", () -> 10_000);
    }

    @Test
    void everyRowIsAccountedForAndTheSecondTimeChangesNothing() throws IOException {
        String file = Files.readString(FILE);
        JsonNode first = run("first", file);
        JsonNode second = run("second", file);
        JsonNode cut = run("truncated", file.substring(0, file.length() / 2));
        JsonNode bad = run("bad row", file.replaceFirst("start=\"20230428010000 \\+0100\"", "start=\"soon\""));

        assertThat(first.get("status").asString()).isEqualTo("completed");
        JsonNode counts = first.get("counts");
        assertThat(counts.get("read").asInt()).isEqualTo(1_037);
        assertThat(counts.get("created").asInt() + counts.get("duplicate").asInt()).isEqualTo(1_037);
        assertThat(counts.get("overlapping").asInt()).isPositive();
        assertThat(jdbc.sql("SELECT count(*) FROM station").query(Integer.class).single()).isEqualTo(14);
        assertThat(jdbc.sql("SELECT count(*) FROM program WHERE status = 'ended'").query(Integer.class).single())
                .isEqualTo(counts.get("created").asInt());

        assertThat(second.get("counts").get("unchanged").asInt()).isEqualTo(counts.get("created").asInt());
        assertThat(second.get("counts").get("duplicate").asInt()).isEqualTo(counts.get("duplicate").asInt());
        assertThat(cut.get("status").asString()).isEqualTo("failed");
        assertThat(cut.get("errors").get(0).get("message").asString()).contains("cut off");
        assertThat(bad.get("status").asString()).isEqualTo("completed");
        assertThat(bad.get("counts").get("rejected").asInt()).isEqualTo(1);
        assertThat(jdbc.sql("SELECT count(*) FROM outbox").query(Integer.class).single())
                .isEqualTo(14 + counts.get("created").asInt());
    }

    private JsonNode run(String name, String file) {
        long began = System.nanoTime();
        JsonNode job = new Upload(port).run("?createStations=true", file);
        LOG.info("{} in {} ms: {} {} {}", name, (System.nanoTime() - began) / 1_000_000, job.get("status"),
                job.get("counts"), job.get("errors"));
        return job;
    }
}
