package radio.tarang.program.importing;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import radio.tarang.local.test.Database;
import radio.tarang.local.test.TestServers;
import radio.tarang.program.BulkPace;
import radio.tarang.program.BulkPrograms;
import radio.tarang.program.security.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;

/** A schedule's way from a file to the database and to whoever follows the topic. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ImportIT {
    private static final String PREFIX = "it-import-" + UUID.randomUUID().toString().substring(0, 8) + ".";

    @LocalServerPort
    int port;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    ImportJobs jobs;
    @Autowired
    ImportRunner runner;
    @Autowired
    ImportSources sources;
    @Autowired
    BulkPace pace;
    @Autowired
    TransactionTemplate transaction;

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry registry) {
        Database database = TestServers.postgres().database("program");
        TestServers.kafka().createTopics(PREFIX);
        registry.add("spring.datasource.url", database::jdbcUrl);
        registry.add("spring.datasource.username", database::username);
        registry.add("spring.datasource.password", database::password);
        registry.add("spring.kafka.bootstrap-servers", () -> TestServers.kafka().bootstrapServers());
        TestIssuer.settings().forEach((name, value) -> registry.add(name, () -> value));
        registry.add("tarang.topics.program-events", () -> PREFIX + "program.events");
        registry.add("tarang.outbox.name", () -> PREFIX + "program");
        registry.add("tarang.import.lease", () -> "2s");
        registry.add("tarang.import.poll", () -> "200ms");
    }

    @Test
    void aFileWithEveryOddityIsImportedAndTheSecondTimeChangesNothing() {
        JsonNode first = upload().run("?createStations=true", Xmltv.odd());
        assertThat(first.get("status").asString()).isEqualTo("completed");
        assertThat(first.get("progress").asDouble()).isEqualTo(1);
        assertThat(counts(first)).isEqualTo(counts(14, 7, 0, 0, 2, 5, 2));
        assertThat(messages(first)).containsExactly("line 55: title must not be empty.",
                "line 58: stop must be at least 1 second after start.",
                "line 61: start is no time like 20260131183000 +0530: 'tomorrow'.",
                "line 64: stop must be at most 24 hours after start.",
                "line 68: This is the same programme as in line 25, but differs; the first one counts.");
        List<Map<String, @Nullable Object>> before = programs("valley.example");
        assertThat(before).hasSize(5).allSatisfy(row -> assertThat(row).containsEntry("status", "ended")
                .containsEntry("version", 1L));
        assertThat(before.getFirst()).containsEntry("title", "Morning & Mist")
                .containsEntry("host_name", "Asha Rawat, Tom")
                .containsEntry("category", "Talk").containsEntry("language", "en").containsEntry("image_url", null)
                .containsEntry("description", "The first walk\nBirds,  bells & bread.");
        assertThat(before.get(2)).containsEntry("title", "Songs until Seven");
        assertThat(jdbc.sql("SELECT name FROM station WHERE external_id = 'hills.example' AND area = 'IN'")
                .query(String.class).single()).isEqualTo("पहाड़ रेडियो");

        JsonNode second = upload().run("?createStations=true", Xmltv.odd());
        assertThat(counts(second)).isEqualTo(counts(14, 0, 0, 7, 2, 5, 0));
        assertThat(programs("valley.example")).isEqualTo(before);
        assertThat(second.get("id")).isNotEqualTo(first.get("id"));
    }

    @Test
    void whatIsOverNeverStartsWhatIsOnAirStartsAndWhatIsToComeIsScheduled() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        JsonNode job = upload().run("?createStations=true", new Xmltv().channel("times.example", "Times")
                .programme("times.example", now.minusSeconds(7200), Duration.ofHours(1), "Over")
                .programme("times.example", now.minusSeconds(60), Duration.ofHours(1), "On air")
                .programme("times.example", now.plusSeconds(7200), Duration.ofHours(1), "To come").toString());
        assertThat(job.get("counts").get("created").asInt()).isEqualTo(3);
        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(statuses("times.example"))
                .containsExactly("ended", "live", "scheduled"));
        List<UUID> ids = ids("times.example");
        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(events(ids.get(0))).containsExactly("program.updated ended 1");
            assertThat(events(ids.get(1))).containsExactly("program.scheduled scheduled 1", "program.started live 2");
            assertThat(events(ids.get(2))).containsExactly("program.scheduled scheduled 1");
        });
    }

    @Test
    void aChangedFileUpdatesWhatItMatches() {
        Instant tomorrow = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(1, ChronoUnit.DAYS);
        Xmltv named = new Xmltv().channel("change.example", "Change").programme("change.example", tomorrow,
                Duration.ofHours(1), "Show", "<episode-num system=\"tarang.radio/external-id\">s-1</episode-num>");
        assertThat(upload().run("?createStations=true", named.toString()).get("counts").get("created").asInt())
                .isEqualTo(1);
        UUID id = ids("change.example").getFirst();

        JsonNode moved = upload().run("", new Xmltv().programme("change.example", tomorrow.plusSeconds(600),
                Duration.ofHours(1), "Show, later",
                "<episode-num system=\"tarang.radio/external-id\">s-1</episode-num>")
                .toString());
        assertThat(counts(moved)).isEqualTo(counts(1, 0, 1, 0, 0, 0, 0));
        JsonNode byId = upload().run("", new Xmltv().programme("change.example", tomorrow.plusSeconds(900),
                Duration.ofHours(1), "Show, latest", "<episode-num system=\"tarang.radio/id\">" + id + "</episode-num>")
                .toString());
        assertThat(counts(byId)).isEqualTo(counts(1, 0, 1, 0, 0, 0, 0));
        JsonNode byStartAndTitle = upload().run("", new Xmltv().programme("change.example", tomorrow.plusSeconds(900),
                Duration.ofHours(1), "Show, latest", "<desc>Now with words.</desc>").toString());
        assertThat(counts(byStartAndTitle)).isEqualTo(counts(1, 0, 1, 0, 0, 0, 0));

        assertThat(programs("change.example")).singleElement().satisfies(row -> assertThat(row).containsEntry("id", id)
                .containsEntry("external_id", "s-1").containsEntry("title", "Show, latest")
                .containsEntry("description", "Now with words.").containsEntry("version", 4L));
        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(events(id)).containsExactly(
                "program.scheduled scheduled 1", "program.updated scheduled 2", "program.updated scheduled 3",
                "program.updated scheduled 4"));
    }

    @Test
    void aTruncatedFileFailsWithItsLineAndKeepsItsGoodRows() {
        String whole = new Xmltv().channel("cut.example", "Cut")
                .programmes("cut.example", Instant.parse("2023-01-01T00:00:00Z"), 700)
                .toString();
        JsonNode job = upload().run("?createStations=true", whole.substring(0, whole.indexOf("Minute 650") + 4));
        assertThat(job.get("status").asString()).isEqualTo("failed");
        assertThat(counts(job)).isEqualTo(counts(650, 650, 0, 0, 0, 0, 0));
        assertThat(messages(job)).singleElement().asString().startsWith("line 654: The file ends too early");
        assertThat(ids("cut.example")).hasSize(650);
    }

    @Test
    void channelsThatAreNoStationAreReportedOnceEach() {
        Instant start = Instant.parse("2023-01-01T00:00:00Z");
        JsonNode job = upload().run("", new Xmltv().channel("nobody.example", "Nobody")
                .programmes("nobody.example", start, 3).programmes("undeclared.example", start, 2).toString());
        assertThat(job.get("status").asString()).isEqualTo("completed");
        assertThat(counts(job)).isEqualTo(counts(5, 0, 0, 0, 0, 5, 0));
        assertThat(messages(job)).hasSize(2).allSatisfy(message -> assertThat(message).contains("No station has"));
    }

    @Test
    void aStationGivenInTheQueryOverridesTheFile() {
        upload().run("?createStations=true", new Xmltv().channel("given.example", "Given").toString());
        UUID station = jdbc.sql("SELECT id FROM station WHERE external_id = 'given.example'").query(UUID.class)
                .single();
        JsonNode job = upload().run("?stationId=" + station,
                new Xmltv().programmes("whatever", Instant.parse("2023-01-01T00:00:00Z"), 2).toString());
        assertThat(counts(job)).isEqualTo(counts(2, 2, 0, 0, 0, 0, 0));
        assertThat(ids("given.example")).hasSize(2);
    }

    @Test
    void aFormsFieldIsAFileToo() {
        String form = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"s.xml\"\r\n\r\n"
                + new Xmltv().channel("form.example", "Form") + "\r\n--b--\r\n";
        HttpResponse<String> answer = upload().post("?createStations=true", "multipart/form-data; boundary=b",
                BodyPublishers.ofString(form));
        assertThat(answer.statusCode()).isEqualTo(202);
        String location = answer.headers().firstValue("Location").orElseThrow();
        assertThat(upload().over(location).get("status").asString()).isEqualTo("completed");
        assertThat(upload().get("/api/v1/admin/imports?limit=1").get("imports")).hasSize(1);
        assertThat(upload().get("/api/v1/admin/imports").get("total").asInt()).isPositive();
    }

    @Test
    void whatIsNoImportIsRefusedWithAProblem() {
        assertProblem(upload().post("", "application/pdf", BodyPublishers.ofString("%PDF")), 415,
                "unsupported-media-type", "xmltv, icalendar");
        assertProblem(upload().post("", "application/octet-stream", BodyPublishers.ofString("title,artist")), 415,
                "unsupported-media-type", "xmltv, icalendar");
        assertProblem(upload().post("?format=word", "application/xml", BodyPublishers.ofString("<tv/>")), 400,
                "validation-failed", "xmltv");
        assertProblem(upload().post("", "application/xml", BodyPublishers.noBody()), 400, "validation-failed", "empty");
        assertProblem(
                upload().post("?stationId=" + UUID.randomUUID(), "application/xml", BodyPublishers.ofString("<tv/>")),
                404, "unknown-station", "id");
        byte[] tooLarge = new byte[20 * 1024 * 1024 + 1];
        Arrays.fill(tooLarge, (byte) ' ');
        assertProblem(upload().post("", "application/xml", BodyPublishers.ofByteArray(tooLarge)), 413,
                "payload-too-large",
                "20 MiB");
        assertThat(upload().status("/api/v1/admin/imports/" + UUID.randomUUID())).isEqualTo(404);
        assertThat(upload().status("/api/v1/admin/imports?page=0")).isEqualTo(400);
    }

    @Test
    void aFileThatIsNotXmltvFailsWithAClearMessage() {
        assertThat(messages(upload().run("", "<html></html>"))).singleElement().asString().contains("not XMLTV");
    }

    @Test
    void aJobWhoseWorkerDiedGoesOnBehindItsLastBatchAndCountsEveryRowOnce() throws Exception {
        runner.stop();
        try {
            HttpResponse<String> answer = upload().post("?createStations=true", "application/xml",
                    BodyPublishers.ofString(new Xmltv().channel("crash.example", "Crash")
                            .programmes("crash.example", Instant.parse("2023-01-01T00:00:00Z"), 1_200).toString()));
            String location = answer.headers().firstValue("Location").orElseThrow();
            diesAfterOneBatch();
            JsonNode dead = upload().get(location);
            assertThat(dead.get("status").asString()).isEqualTo("running");
            assertThat(dead.get("counts").get("created").asInt()).isEqualTo(BulkPrograms.BATCH_ROWS);
            assertThat(dead.get("progress").asDouble()).isBetween(0.1, 0.9);

            runner.start();
            JsonNode job = upload().over(location);
            assertThat(job.get("status").asString()).isEqualTo("completed");
            assertThat(counts(job)).isEqualTo(counts(1_200, 1_200, 0, 0, 0, 0, 0));
            assertThat(ids("crash.example")).hasSize(1_200);
            assertThat(jdbc.sql("SELECT count(*) FROM import_content").query(Integer.class).single()).isZero();
        } finally {
            runner.start();
        }
    }

    /** Like a process that is killed: its claim stays behind. */
    private void diesAfterOneBatch() throws InterruptedException {
        ImportProperties properties = new ImportProperties(DataSize.ofMegabytes(20),
                Duration.ofSeconds(1), Duration.ofSeconds(2), 5, Duration.ofDays(1));
        UUID worker = UUID.randomUUID();
        ImportJob job = jobs.claim(worker, properties.lease()).orElseThrow();
        AtomicInteger batches = new AtomicInteger();
        ImportRun run = new ImportRun(new ImportRun.Tools(jobs, sources, pace, transaction, properties), job, worker,
                () -> batches.incrementAndGet() > 1);
        try {
            run.run();
        } catch (ImportRun.Stopped e) {
            return;
        }
        throw new AssertionError("finished instead of dying");
    }

    private Upload upload() {
        return new Upload(port);
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String slug, String words) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValueSatisfying(
                type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(answer.body()).contains("https://tarang.radio/problems/" + slug, words, "traceId");
    }

    private static Map<String, Integer> counts(JsonNode job) {
        Map<String, Integer> counts = new HashMap<>();
        job.get("counts").properties().forEach(count -> counts.put(count.getKey(), count.getValue().asInt()));
        return counts;
    }

    private static Map<String, Integer> counts(int read, int created, int updated, int unchanged, int duplicate,
            int rejected,
            int overlapping) {
        return Map.of("read", read, "created", created, "updated", updated, "unchanged", unchanged, "duplicate",
                duplicate,
                "rejected", rejected, "overlapping", overlapping);
    }

    private static List<String> messages(JsonNode job) {
        List<String> messages = new ArrayList<>();
        job.get("errors").forEach(error -> messages.add("line " + error.get("line").asInt() + ": "
                + error.get("message").asString()));
        return messages;
    }

    private List<Map<String, @Nullable Object>> programs(String externalId) {
        return jdbc.sql("""
                SELECT p.* FROM program p JOIN station s ON s.id = p.station_id WHERE s.external_id = ?
                ORDER BY p.scheduled_start, p.id
                """).param(externalId).query().listOfRows().stream().peek(row -> row.remove("tags")).toList();
    }

    private List<UUID> ids(String externalId) {
        return programs(externalId).stream().map(row -> (UUID) row.get("id")).toList();
    }

    private List<String> statuses(String externalId) {
        return programs(externalId).stream().map(row -> (String) row.get("status")).toList();
    }

    /** The type, status and sequence of a national programme's events, in Kafka's order. */
    private static List<String> events(UUID id) {
        List<String> events = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", TestServers.kafka().bootstrapServers(), "isolation.level",
                        "read_committed"),
                new StringDeserializer(), new StringDeserializer())) {
            TopicPartition national = new TopicPartition(PREFIX + "program.events", 0);
            consumer.assign(List.of(national));
            consumer.seekToBeginning(List.of(national));
            long end = consumer.endOffsets(List.of(national)).getOrDefault(national, 0L);
            while (consumer.position(national) < end) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    if (id.toString().equals(record.key())) {
                        events.add(header(record, "ce_type") + " " + status(record.value()) + " "
                                + header(record, "ce_sequence"));
                    }
                }
            }
        }
        return events;
    }

    private static String status(String json) {
        return JsonMapper.shared().readTree(json).get("status").asString();
    }

    private static String header(ConsumerRecord<String, String> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
