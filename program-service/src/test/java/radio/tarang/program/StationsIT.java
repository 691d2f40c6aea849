package radio.tarang.program;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import radio.tarang.program.RunningService.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** A station from its opening to its closing. */
class StationsIT {
    private static final String STATIONS = "/api/v1/admin/stations";
    private final RunningService service = RunningService.shared();

    @Test
    void isOpenedChangedAndClosed() {
        Answer opened = service.post(STATIONS,
                """
                        {"name": "Nagpur FM", "stateId": "MH", "languages": ["MR", "hi", "mr"], "streamUrl": "https://example.org/n.m3u8"}""");
        assertThat(opened.status()).isEqualTo(201);
        String id = opened.text("id");
        assertThat(opened.header("Location")).isEqualTo("/api/v1/stations/" + id);
        assertThat(opened.json().get("languages").toString()).isEqualTo("[\"mr\",\"hi\"]");
        String tag = String.valueOf(service.get("/api/v1/stations/" + id).header("ETag"));

        Answer renamed = service.put(STATIONS + "/" + id, "{\"name\": \"Nagpur Radio\", \"languages\": [\"mr\"]}",
                "If-Match", tag);
        assertThat(renamed.status()).isEqualTo(200);
        assertThat(renamed.json().has("streamUrl")).isFalse();
        assertThat(service.put(STATIONS + "/" + id, "{\"name\": \"Late\"}", "If-Match", tag).status()).isEqualTo(412);
        assertThat(service.delete(STATIONS + "/" + id).status()).isEqualTo(204);
        assertThat(service.get("/api/v1/stations/" + id).slug()).isEqualTo("unknown-station");
        try (Records records = service.records()) {
            List<Records.Record> told = records.awaitOf(id, 4);
            assertThat(told).extracting(Records.Record::type).containsExactly("station.updated", "station.updated",
                    "station.deleted",
                    "station.deleted");
            assertThat(told).extracting(Records.Record::partition).containsOnly(10);
            assertThat(told).extracting(Records.Record::sequence).containsExactly(1L, 2L, 3L, 3L);
            assertThat(told.getLast().isTombstone()).isTrue();
            assertThat(told.getFirst().headers()).containsEntry("cache-tags", "station:" + id + ",stations,state:MH");
        }
    }

    @Test
    void keepsItsStateForLife() {
        String id = Given.station(service, "Rooted", "MH");

        Answer moved = service.put(STATIONS + "/" + id, "{\"name\": \"Rooted\", \"stateId\": \"KA\"}");
        assertThat(moved.status()).isEqualTo(409);
        assertThat(moved.slug()).isEqualTo("immutable");
        assertThat(service.put(STATIONS + "/" + id, "{\"name\": \"Rooted!\", \"stateId\": \"MH\"}").status())
                .isEqualTo(200);
        assertThat(service
                .put(STATIONS + "/" + Given.station(service, "All"), "{\"name\": \"All\", \"stateId\": \"KA\"}").slug())
                .isEqualTo("immutable");
    }

    @Test
    void isNotClosedWhileItHasProgrammes() {
        String id = Given.station(service, "Full", "MH");
        Given.program(service, id, "Still here", Instant.now().plusSeconds(3600), Instant.now().plusSeconds(7200));

        assertThat(service.delete(STATIONS + "/" + id).slug()).isEqualTo("station-in-use");
    }

    @Test
    void isFoundByStateAndLanguage() {
        String id = Given.station(service, "Imphal FM", "MN");
        service.put(STATIONS + "/" + id, "{\"name\": \"Imphal FM\", \"languages\": [\"mni\", \"en\"]}");

        JsonNode found = service.get("/api/v1/stations?state=mn&language=MNI").json();
        assertThat(found.get("total").intValue()).isEqualTo(1);
        assertThat(found.at("/stations/0/name").asString()).isEqualTo("Imphal FM");
        assertThat(service.get("/api/v1/stations?state=MN&language=ta").json().get("total").intValue()).isZero();
        Answer paged = service.get("/api/v1/stations?limit=1");
        assertThat(paged.header("Link")).contains("rel=\"next\"").contains("page=2");
    }

    @Test
    void doesNotTakeNonsense() {
        assertThat(service.post(STATIONS,
                "{\"name\": \"\", \"stateId\": \"XX\", \"languages\": [\"not one\"], \"streamUrl\": \"ftp://x\"}")
                .json().get("errors").findValuesAsString("field"))
                .contains("name", "stateId", "languages", "streamUrl");
        String taken = "{\"name\": \"A\", \"externalId\": \"ext-%s\"}".formatted(System.nanoTime());
        assertThat(service.post(STATIONS, taken).status()).isEqualTo(201);
        assertThat(service.post(STATIONS, taken).slug()).isEqualTo("external-id-taken");
    }
}
