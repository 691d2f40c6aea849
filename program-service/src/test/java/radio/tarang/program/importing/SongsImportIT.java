package radio.tarang.program.importing;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
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

/** A list of songs on its way into the catalogue. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class SongsImportIT {
    private static final Logger LOG = LoggerFactory.getLogger(SongsImportIT.class);
    private static final Path FILE = Path.of(System.getProperty("tarang.root", "."))
            .resolve("../shared/data/classic-rock-songs.csv").normalize();

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
        registry.add("tarang.bulk.max-outbox-depth", () -> 100_000);
    }

    @BeforeEach
    void empty() {
        jdbc.sql("DELETE FROM song").update();
        jdbc.sql("DELETE FROM outbox").update();
    }

    private JsonNode run(BodyPublisher file) {
        HttpResponse<String> answer = new Upload(port).post("", "text/csv; charset=utf-8", file);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return new Upload(port).over(answer.headers().firstValue("Location").orElseThrow());
    }

    private JsonNode run(String file) {
        return run(BodyPublishers.ofString(file));
    }

    private static void assertCounts(JsonNode job, int read, int created, int updated, int unchanged, int duplicate,
            int rejected) {
        assertThat(job.get("status").asString()).as(job.toString()).isEqualTo("completed");
        Map<String, Integer> wanted = Map.of("read", read, "created", created, "updated", updated, "unchanged",
                unchanged, "duplicate", duplicate, "rejected", rejected);
        wanted.forEach((name, count) -> assertThat(job.get("counts").get(name).asInt()).as(name + " " + job)
                .isEqualTo(count));
    }

    private static List<String> messages(JsonNode job) {
        List<String> messages = new ArrayList<>();
        job.get("errors").forEach(error -> messages.add(error.get("line").asInt() + " "
                + error.get("message").asString()));
        return messages;
    }

    private Map<String, @Nullable Object> song(String title) {
        return jdbc.sql("SELECT * FROM song WHERE title = ? AND NOT deleted").param(title).query().singleRow();
    }

    @Test
    void columnsAreFoundByLooseNamesAndWhatIsMissingIsEstimatedOrLeftOut() {
        JsonNode job = run("\uFEFF Song Clean ;ARTIST CLEAN; Year? ;Release Year;Genres;Length;Lang\r\n"
                + "\"Layla; live\";Derek;1;1970;Rock / Blues;7:05;en\r\n"
                + "लग जा गले;लता मंगेशकर;0;;;;hi\r\n"
                + "Odd;Somebody;1;SONGFACTS.COM;;forever;not a language\r\n");

        assertCounts(job, 3, 3, 0, 0, 0, 0);
        assertThat(song("Layla; live")).containsEntry("duration_seconds", 425).containsEntry("release_year", 1970)
                .containsEntry("duration_estimated", false).containsEntry("language", "en");
        assertThat(jdbc.sql("SELECT genres = '{Rock,Blues}' FROM song WHERE artist = 'Derek'").query(Boolean.class)
                .single()).isTrue();
        assertThat(song("लग जा गले")).containsEntry("duration_seconds", 240).containsEntry("duration_estimated", true)
                .containsEntry("release_year", null);
        assertThat(song("Odd")).containsEntry("release_year", null).containsEntry("duration_estimated", true)
                .containsEntry("language", null);
        assertThat(jdbc.sql("SELECT cardinality(genres) FROM song WHERE title = 'Odd'").query(Integer.class).single())
                .isZero();
    }

    @Test
    void songsAreRecognisedHoweverTheyAreSpelledAndOnlyCompleted() {
        assertCounts(run("title,artist\nＢｏｈｅｍｉａｎ  Rhapsody,QUEEN\n"), 1, 1, 0, 0, 0, 0);
        JsonNode more = run("title,artist,year,duration,genre\nbohemian rhapsody,Queen,1975,355,Rock\n");
        assertCounts(more, 1, 0, 1, 0, 0, 0);
        assertThat(song("Ｂｏｈｅｍｉａｎ  Rhapsody")).containsEntry("duration_seconds", 355)
                .containsEntry("release_year", 1975).containsEntry("version", 2L);
        assertCounts(run("title,artist\nBOHEMIAN RHAPSODY,queen\n"), 1, 0, 0, 1, 0, 0);
        assertThat(song("Ｂｏｈｅｍｉａｎ  Rhapsody")).containsEntry("duration_seconds", 355).containsEntry("version", 2L);
        assertThat(jdbc.sql("SELECT count(*) FROM outbox").query(Integer.class).single()).isEqualTo(2);
    }

    @Test
    void whatTheFileSaysTwiceIsCountedAndWhatContradictsItselfIsNamed() {
        JsonNode job = run("""
                artist,title,duration
                Queen,Love of My Life,219
                queen,LOVE of my life,219
                Queen,Love of My Life,300

                ,No artist,1
                Somebody,"%s",2
                """.formatted("x".repeat(256)));

        assertCounts(job, 5, 1, 0, 0, 1, 3);
        assertThat(messages(job)).containsExactly(
                "4 This is the same song as in line 2, but differs; the first one counts.",
                "6 artist must not be empty.", "7 title must be at most 255 characters long.");
        assertThat(song("Love of My Life")).containsEntry("duration_seconds", 219);
    }

    @Test
    void whatIsNoSongsListFailsWithItsReason() {
        assertThat(messages(run("one,two\n1,2\n"))).singleElement().asString().startsWith("1 This is no songs list");
        assertThat(messages(run("title,artist\nA,B\n\"C,D\n"))).singleElement().asString()
                .contains("no proper CSV from here on");
        assertThat(messages(run(BodyPublishers.ofByteArray(
                "title,artist\nCafé,B\n".getBytes(StandardCharsets.ISO_8859_1))))).singleElement().asString()
                .contains("not UTF-8");
        assertThat(new Upload(port).post("?stationId=" + station(), "text/csv", BodyPublishers.ofString("title,artist"))
                .statusCode()).isEqualTo(400);
    }

    private UUID station() {
        UUID id = UUID.randomUUID();
        jdbc.sql("""
                INSERT INTO station (id, name, area, created_at, updated_at, version)
                VALUES (?, 'Any', 'MH', now(), now(), 1)""").param(id).update();
        return id;
    }

    /** A published list of 2 229 songs, which is not ours to ship. */
    @Test
    @EnabledIf(value = "fileIsThere", disabledReason = "../shared/data/classic-rock-songs.csv is not there")
    void everyRowOfARealListIsImportedAndTheSecondTimeChangesNothing() throws IOException {
        String file = Files.readString(FILE);
        long began = System.nanoTime();
        JsonNode first = run(file);
        LOG.info("first in {} ms: {} {}", (System.nanoTime() - began) / 1_000_000, first.get("counts"),
                first.get("errors"));
        assertCounts(first, 2_229, 2_229, 0, 0, 0, 0);
        assertCounts(run(file + "\n"), 2_229, 0, 0, 2_229, 0, 0);
        assertThat(jdbc.sql("SELECT count(*) FROM outbox").query(Integer.class).single()).isEqualTo(2_229);
        assertThat(song("Bohemian Rhapsody")).containsEntry("artist", "Queen").containsEntry("release_year", 1975)
                .containsEntry("duration_seconds", 240).containsEntry("duration_estimated", true);
    }
}
