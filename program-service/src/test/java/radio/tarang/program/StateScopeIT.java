package radio.tarang.program;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import radio.tarang.program.RunningService.Answer;
import radio.tarang.program.security.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;

/** Who may write what: editors, and those of one state in that state alone. */
class StateScopeIT {
    private static final String[] MAHARASHTRA = {"Authorization",
            "Bearer " + TestIssuer.shared().token(UUID.randomUUID(), List.of("MH"), "listener", "host", "editor")};
    private static final String OVERRUN = "{\"minutes\": 1, \"policy\": \"trim\"}";
    private final RunningService service = RunningService.shared();

    private static String station(String name, String stateId) {
        return "{\"name\": \"" + name + "\", \"languages\": [\"hi\"]"
                + (stateId.isEmpty() ? "" : ", \"stateId\": \"" + stateId + "\"") + "}";
    }

    private static String programme(String station) {
        Instant start = Instant.now().plusSeconds(3600);
        return Given.body(station, "Scoped", start, start.plusSeconds(600));
    }

    private Answer upload(String query) {
        return service.send(service.request("/api/v1/admin/imports" + query, MAHARASHTRA)
                .header("Content-Type", "application/xml")
                .POST(BodyPublishers.ofString("<tv><!-- " + UUID.randomUUID() + " --></tv>")));
    }

    private static void assertForbidden(Answer answer) {
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(403);
        assertThat(answer.slug()).isEqualTo("forbidden");
    }

    @Test
    void anEditorOfOneStateWritesThereAndNowhereElse() {
        Answer opened = service.post("/api/v1/admin/stations", station("Scoped", "MH"), MAHARASHTRA);
        assertThat(opened.status()).isEqualTo(201);
        String id = service.post("/api/v1/admin/programs", programme(opened.text("id")), MAHARASHTRA).text("id");
        assertThat(service.put("/api/v1/admin/programs/" + id + "?allowOverlap=true", programme(opened.text("id")),
                MAHARASHTRA).status()).isEqualTo(200);
        assertThat(service.patch("/api/v1/admin/programs/" + id + "/status", "{\"status\":\"live\"}", MAHARASHTRA)
                .status()).isEqualTo(200);
        assertThat(service.post("/api/v1/admin/programs/" + id + "/overrun", OVERRUN, MAHARASHTRA).status())
                .isEqualTo(200);
        assertThat(service.post("/api/v1/programs/" + id + "/end", "", MAHARASHTRA).status()).isEqualTo(200);
        assertThat(service.delete("/api/v1/admin/programs/" + id, MAHARASHTRA).status()).isEqualTo(204);
        assertThat(service.delete("/api/v1/admin/stations/" + opened.text("id"), MAHARASHTRA).status())
                .isEqualTo(204);

        refusedEverything(Given.station(service, "Elsewhere", "KL"));
        assertForbidden(service.post("/api/v1/admin/stations", station("Elsewhere too", "KL"), MAHARASHTRA));
    }

    @Test
    void whatReachesBeyondAStateIsNotForThem() {
        refusedEverything(Given.station(service, "National"));
        assertForbidden(service.post("/api/v1/admin/stations", station("National too", ""), MAHARASHTRA));
        String own = Given.station(service, "Own", "MH");

        assertForbidden(upload(""));
        assertForbidden(upload("?stationId=" + own + "&createStations=true"));
        assertForbidden(upload("?stationId=" + Given.station(service, "Not own", "KL")));
        assertThat(upload("?stationId=" + own).status()).isEqualTo(202);
    }

    private void refusedEverything(String station) {
        Instant start = Instant.now().plusSeconds(7200);
        String id = Given.program(service, station, "Not theirs", start, start.plusSeconds(600));
        assertForbidden(service.post("/api/v1/admin/programs", programme(station), MAHARASHTRA));
        assertForbidden(service.put("/api/v1/admin/programs/" + id, programme(station), MAHARASHTRA));
        assertForbidden(
                service.patch("/api/v1/admin/programs/" + id + "/status", "{\"status\":\"live\"}", MAHARASHTRA));
        assertForbidden(service.post("/api/v1/admin/programs/" + id + "/overrun", OVERRUN, MAHARASHTRA));
        assertForbidden(service.post("/api/v1/programs/" + id + "/end", "", MAHARASHTRA));
        assertForbidden(service.delete("/api/v1/admin/programs/" + id, MAHARASHTRA));
        assertForbidden(service.put("/api/v1/admin/stations/" + station, station("Renamed", ""), MAHARASHTRA));
        assertForbidden(service.delete("/api/v1/admin/stations/" + station, MAHARASHTRA));
        assertThat(service.get("/api/v1/programs/" + id).text("status")).isEqualTo("scheduled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"listener", "host", "moderator", "exporter"})
    void othersAreRefusedWhateverTheySend(String role) {
        String[] who = {"Authorization", "Bearer " + TestIssuer.shared().token("listener", role)};

        assertForbidden(service.post("/api/v1/admin/programs", "{nonsense", who));
        assertForbidden(service.post("/api/v1/admin/stations", "x".repeat(2_000_000), who));
        assertForbidden(service.delete("/api/v1/admin/programs/no-id-at-all", who));
        assertForbidden(service.post("/api/v1/programs/" + UUID.randomUUID() + "/end", "", who));
        assertForbidden(service.post("/api/v1/admin/programs/no-id-at-all/overrun", "{nonsense", who));
        assertForbidden(service.get("/api/v1/admin/imports", who));
        assertForbidden(service.get("/api/v1/admin/audit?page=nonsense", who));
        assertThat(service.get("/api/v1/states", who).status()).isEqualTo(200);
    }
}
