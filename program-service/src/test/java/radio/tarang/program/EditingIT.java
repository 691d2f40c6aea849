package radio.tarang.program;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import radio.tarang.program.RunningService.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** An editor's day: HTTP in, the row and the keyed record out. */
class EditingIT {
    private static final String PROGRAMS = "/api/v1/admin/programs";
    private final RunningService service = RunningService.shared();
    private final Instant tomorrow = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.HOURS);

    private String given(String station, String title) {
        return Given.program(service, station, title, tomorrow, tomorrow.plusSeconds(3600));
    }

    @Test
    void aNewProgrammeIsInTheDatabaseAndOnItsStatesPartition() {
        String station = Given.station(service, "Pune FM", "MH");
        Answer created = service.post(PROGRAMS,
                """
                        {"stationId": "%s", "stateId": "MH", "title": " सकाळचे\\u0007 सूर ", "description": "one\\ntwo", "category": "music", "hostName": "मीरा",
                         "language": "MR", "scheduledStart": "%s", "scheduledEnd": "%s", "imageUrl": "https://example.org/i.jpg", "tags": ["a", "b", "a"],
                         "unknownMember": {"deep": [1, 2]}}"""
                        .formatted(station, tomorrow, tomorrow.plusSeconds(3600)),
                "traceparent",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

        assertThat(created.status()).isEqualTo(201);
        String id = created.text("id");
        assertThat(created.header("Location")).isEqualTo("/api/v1/programs/" + id);
        assertThat(created.text("title")).isEqualTo("सकाळचे सूर");
        assertThat(created.text("language")).isEqualTo("mr");
        assertThat(service.get("/api/v1/programs/" + id).text("createdBy")).isEqualTo(created.text("createdBy"))
                .isEqualTo(
                        service.get("/api/v1/admin/audit?targetId=" + id).json().at("/entries/0/actor/id").asString());
        assertThat(created.json().get("tags")).hasSize(2);
        assertThat(Ids.stateNumber(UUID.fromString(id))).isEqualTo(20);
        assertThat(service.jdbc().sql("SELECT status || ' ' || area || ' ' || version FROM program WHERE id = ?::uuid")
                .param(id)
                .query(String.class).single()).isEqualTo("scheduled MH 1");
        try (Records records = service.records()) {
            Records.Record record = records.awaitOf(id, 1).getFirst();
            assertThat(record.partition()).isEqualTo(10);
            assertThat(record.type()).isEqualTo("program.scheduled");
            assertThat(record.headers()).containsEntry("ce_subject", "programs/" + id).containsEntry("ce_sequence", "1")
                    .containsEntry("cache-tags", "program:" + id + ",station:" + station + ",state:MH");
            assertThat(record.headers().get("traceparent")).startsWith("00-4bf92f3577b34da6a3ce929d0e0e4736-");
            assertThat(record.json().get("stationName").asString()).isEqualTo("Pune FM");
            assertThat(record.json().get("title").asString()).isEqualTo("सकाळचे सूर");
        }
    }

    @Test
    void nationalProgrammesHaveNoStateAndTheFirstPartition() {
        String id = given(Given.station(service, "All India"), "National News");

        assertThat(service.get("/api/v1/programs/" + id).json().get("stateId").isNull()).isTrue();
        try (Records records = service.records()) {
            assertThat(records.awaitOf(id, 1).getFirst().partition()).isZero();
        }
    }

    @Test
    void twoProgrammesDoNotShareAStationsTimeUnlessSomebodySaysSo() {
        String station = Given.station(service, "Busy", "DL");
        String first = given(station, "First");
        String overlapping = Given.body(station, "Second", tomorrow.plusSeconds(1800), tomorrow.plusSeconds(5400));

        Answer refused = service.post(PROGRAMS, overlapping);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.slug()).isEqualTo("program-overlap");
        assertThat(refused.text("detail")).contains(first);
        assertThat(service.post(PROGRAMS + "?allowOverlap=true", overlapping).status()).isEqualTo(201);
        assertThat(service
                .post(PROGRAMS,
                        Given.body(station, "Right after", tomorrow.plusSeconds(5400), tomorrow.plusSeconds(6000)))
                .status()).isEqualTo(201);
    }

    @Test
    void ofTwoEditorsWhoTakeTheSameSlotAtOnceOneGetsIt() {
        String station = Given.station(service, "Contested", "DL");
        List<Integer> answers = IntStream.range(0, 8).parallel()
                .mapToObj(n -> service
                        .post(PROGRAMS, Given.body(station, "Show " + n, tomorrow, tomorrow.plusSeconds(60))).status())
                .sorted()
                .toList();

        assertThat(answers).containsExactly(201, 409, 409, 409, 409, 409, 409, 409);
    }

    @Test
    void anUpdateNeedsTheVersionThatIsThere() {
        String station = Given.station(service, "Versions", "KA");
        String id = given(station, "Old");
        String tag = service.get("/api/v1/programs/" + id).header("ETag");
        String changed = Given.body(station, "New", tomorrow, tomorrow.plusSeconds(3600));

        assertThat(tag).matches("\"v1-[0-9a-f]{16}\"");
        Answer first = service.put(PROGRAMS + "/" + id, changed, "If-Match", String.valueOf(tag));
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("ETag")).startsWith("\"v2-");
        Answer second = service.put(PROGRAMS + "/" + id, changed, "If-Match", String.valueOf(tag));
        assertThat(second.status()).isEqualTo(412);
        assertThat(second.slug()).isEqualTo("precondition-failed");
        assertThat(service.delete(PROGRAMS + "/" + id, "If-Match", String.valueOf(tag)).status()).isEqualTo(412);
        assertThat(service
                .patch(PROGRAMS + "/" + id + "/status", "{\"status\":\"cancelled\"}", "If-Match", String.valueOf(tag))
                .status())
                .isEqualTo(412);
    }

    @Test
    void sayingTheSameAgainPublishesNothing() {
        String station = Given.station(service, "Again", "KA");
        String id = given(station, "Same");

        Answer again = service.put(PROGRAMS + "/" + id,
                Given.body(station, "Same", tomorrow, tomorrow.plusSeconds(3600)));
        assertThat(again.json().get("version").intValue()).isEqualTo(1);
        assertThat(service.patch(PROGRAMS + "/" + id + "/status", "{\"status\":\"scheduled\"}").json().get("version")
                .intValue())
                .isEqualTo(1);
    }

    @Test
    void stationAndStateOfAProgrammeAreFixed() {
        String station = Given.station(service, "Here", "TN");
        String other = Given.station(service, "There", "TN");
        String id = given(station, "Fixed");

        Answer moved = service.put(PROGRAMS + "/" + id,
                Given.body(other, "Fixed", tomorrow, tomorrow.plusSeconds(3600)));
        assertThat(moved.status()).isEqualTo(409);
        assertThat(moved.slug()).isEqualTo("immutable");
        Answer wrongState = service.put(PROGRAMS + "/" + id,
                Given.body(station, "Fixed", tomorrow, tomorrow.plusSeconds(3600)).replace("{",
                        "{\"stateId\": \"KL\","));
        assertThat(wrongState.status()).isEqualTo(400);
        assertThat(wrongState.json().at("/errors/0/field").asString()).isEqualTo("stateId");
    }

    @Test
    void aProgrammeLivesAndEndsByHand() {
        String id = given(Given.station(service, "Manual", "WB"), "By hand");
        String status = PROGRAMS + "/" + id + "/status";

        assertThat(service.post("/api/v1/programs/" + id + "/end", "").slug()).isEqualTo("program-not-live");
        assertThat(service.patch(status, "{\"status\":\"ended\"}").slug()).isEqualTo("illegal-transition");
        assertThat(service.patch(status, "{\"status\":\"live\"}").status()).isEqualTo(200);
        assertThat(service.patch(status, "{\"status\":\"live\"}").status()).isEqualTo(200);
        assertThat(service.patch(status, "{\"status\":\"scheduled\"}").slug()).isEqualTo("illegal-transition");
        assertThat(service.delete(PROGRAMS + "/" + id).slug()).isEqualTo("program-is-live");
        assertThat(service.post("/api/v1/programs/" + id + "/end", "").text("status")).isEqualTo("ended");
        assertThat(service.post("/api/v1/programs/" + id + "/end", "").status()).isEqualTo(409);
        assertThat(service.patch(status, "{\"status\":\"live\"}").slug()).isEqualTo("illegal-transition");
        assertThat(service.patch(status, "{\"status\":\"paused\"}").status()).isEqualTo(400);
        try (Records records = service.records()) {
            assertThat(records.awaitOf(id, 3)).extracting(Records.Record::type).containsExactly("program.scheduled",
                    "program.started",
                    "program.ended");
        }
    }

    @Test
    void aDeletionIsToldAndThenForgotten() {
        String id = given(Given.station(service, "Short-lived", "AS"), "Gone");

        assertThat(service.delete(PROGRAMS + "/" + id).status()).isEqualTo(204);
        assertThat(service.get("/api/v1/programs/" + id).slug()).isEqualTo("unknown-program");
        assertThat(service.delete(PROGRAMS + "/" + id).status()).isEqualTo(404);
        try (Records records = service.records()) {
            List<Records.Record> told = records.awaitOf(id, 3);
            assertThat(told).extracting(Records.Record::type).containsExactly("program.scheduled", "program.deleted",
                    "program.deleted");
            assertThat(told).extracting(Records.Record::isTombstone).containsExactly(false, false, true);
            assertThat(told.getLast().headers()).containsEntry("tombstone", "deleted");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "id", "version", "actualStart", "createdBy", "authorId", "likes", "role",
            "streamUrl"})
    void nobodySetsWhatOnlyTheServiceSets(String member) {
        String station = Given.station(service, "Strict", "GJ");
        Answer answer = service.post(PROGRAMS,
                Given.body(station, "Sneaky", tomorrow, tomorrow.plusSeconds(60)).replace("{",
                        "{\"" + member + "\": \"live\","));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.slug()).isEqualTo("validation-failed");
        assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo(member);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"\"title\": \"T\" | \"title\": \"\\u0000 \" | title", //
            "\"title\": \"T\" | \"title\": \"\\ud83c\" | title", //
            "\"title\": \"T\" | \"title\": 5 | title", //
            "\"title\": \"T\" | \"title\": null | title", //
            "\"title\": \"T\" | \"title\": \"T\", \"imageUrl\": \"javascript:alert(1)\" | imageUrl", //
            "\"title\": \"T\" | \"title\": \"T\", \"language\": \"no language\" | language", //
            "\"title\": \"T\" | \"title\": \"T\", \"scheduledStart\": 1700000000 | scheduledStart", //
            "\"title\": \"T\" | \"title\": \"T\", \"scheduledEnd\": \"+99999-01-01T00:00:00Z\" | scheduledEnd", //
            "\"title\": \"T\" | \"title\": \"T\", \"scheduledEnd\": \"2020-01-01T00:00:00Z\" | scheduledEnd", //
            "\"title\": \"T\" | \"title\": \"T\", \"tags\": [\"\"] | tags", //
            "\"title\": \"T\" | \"title\": \"T\", \"stationId\": \"019a4c00-0000-7000-8a11-000000000000\" | stationId"})
    void whatIsWrongIsNamed(String fine, String wrong, String field) {
        String station = Given.station(service, "Careful", "RJ");
        String base = Given.body(station, "T", tomorrow, tomorrow.plusSeconds(60));
        if (wrong.contains("scheduledEnd")) {
            base = base.replaceFirst(", \"scheduledEnd\": \"[^\"]*\"", "");
        }
        String body = base.replace(fine, wrong);

        Answer answer = service.post(PROGRAMS, body);
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo(field);
    }

    @Test
    void everythingWrongIsSaidAtOnce() {
        Answer answer = service.post(PROGRAMS, "{}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("errors").findValuesAsString("field")).contains("title", "scheduledStart",
                "scheduledEnd", "stationId");
    }

    @Test
    void titlesAreCountedInCodePoints() {
        String station = Given.station(service, "Emoji", "UP");

        assertThat(service.post(PROGRAMS, Given.body(station, "🎵".repeat(255), tomorrow, tomorrow.plusSeconds(60)))
                .status())
                .isEqualTo(201);
        assertThat(service.post(PROGRAMS, Given.body(station, "🎵".repeat(256), tomorrow, tomorrow.plusSeconds(60)))
                .status())
                .isEqualTo(400);
    }
}
