package radio.tarang.program.audit;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import radio.tarang.program.Given;
import radio.tarang.program.RunningService;
import radio.tarang.program.RunningService.Answer;
import radio.tarang.program.security.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;

/** Who did what, when and from where: taken down with what was done, shown to those it concerns. */
class AuditIT {
    private static final String AUDIT = "/api/v1/admin/audit";
    private final RunningService service = RunningService.shared();
    private final UUID editor = UUID.randomUUID();
    private final String[] meera = {"Authorization",
            "Bearer " + TestIssuer.shared().named(editor, "meera", "listener", "host", "editor"), "X-Forwarded-For",
            "203.0.113.7"};
    private final Instant soon = Instant.now().plusSeconds(3600);

    private static List<JsonNode> entries(Answer answer) {
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
        return StreamSupport.stream(answer.json().get("entries").spliterator(), false).toList();
    }

    private List<String> actions(String query) {
        return entries(service.get(AUDIT + query)).stream().map(entry -> entry.get("action").asString()).toList();
    }

    private String program(String station, String title) {
        return service.post("/api/v1/admin/programs?allowOverlap=true",
                Given.body(station, title, soon, soon.plusSeconds(600)), meera).text("id");
    }

    @Test
    void everyStepOfAProgrammeIsTakenDownWithBeforeAndAfter() {
        String station = Given.station(service, "Audited", "MH");
        String id = program(station, "First title");
        String path = "/api/v1/admin/programs/" + id;
        service.put(path, Given.body(station, "Second title", soon, soon.plusSeconds(600)), meera);
        service.patch(path + "/status", "{\"status\":\"live\"}", meera);
        service.post("/api/v1/programs/" + id + "/end", "", meera);
        service.delete(path, meera);

        List<JsonNode> told = entries(service.get(AUDIT + "?targetType=program&targetId=" + id));

        assertThat(told).extracting(entry -> entry.get("action").asString()).containsExactly("program.delete",
                "program.end", "program.status", "program.update", "program.create");
        assertThat(told).allSatisfy(entry -> {
            assertThat(entry.at("/actor/id").asString()).isEqualTo(editor.toString());
            assertThat(entry.at("/actor/username").asString()).isEqualTo("meera");
            assertThat(entry.get("ip").asString()).isEqualTo("203.0.113.7");
            assertThat(entry.get("targetType").asString()).isEqualTo("program");
            assertThat(entry.get("targetId").asString()).isEqualTo(id);
            assertThat(Instant.parse(entry.get("at").asString())).isBetween(Instant.now().minusSeconds(60),
                    Instant.now().plusSeconds(1));
        });
        assertThat(told.getLast().get("before").isNull()).isTrue();
        assertThat(told.get(3).at("/before/title").asString()).isEqualTo("First title");
        assertThat(told.get(3).at("/after/title").asString()).isEqualTo("Second title");
        assertThat(told.get(2).at("/before/status").asString()).isEqualTo("scheduled");
        assertThat(told.get(2).at("/after/status").asString()).isEqualTo("live");
        assertThat(told.getFirst().at("/before/status").asString()).isEqualTo("ended");
        assertThat(told.getFirst().get("after").isNull()).isTrue();
    }

    @Test
    void whatChangesNothingOrIsRefusedIsNotTakenDown() {
        String station = Given.station(service, "Unchanged", "MH");
        String id = program(station, "Same");
        String path = "/api/v1/admin/programs/" + id;

        assertThat(service.put(path, Given.body(station, "Same", soon, soon.plusSeconds(600)), meera).status())
                .isEqualTo(200);
        assertThat(service.patch(path + "/status", "{\"status\":\"scheduled\"}", meera).status()).isEqualTo(200);
        assertThat(service.post("/api/v1/programs/" + id + "/end", "", meera).status()).isEqualTo(409);
        assertThat(service.delete(path, "Authorization", meera[1], "If-Match", "\"v9\"").status()).isEqualTo(412);

        assertThat(actions("?targetId=" + id)).containsExactly("program.create");
    }

    @Test
    void stationsAndImportsAreTakenDownToo() {
        String station = Given.station(service, "Opened", "GJ");
        String path = "/api/v1/admin/stations/" + station;
        String renamed = "{\"name\": \"Renamed\", \"languages\": [\"hi\"], \"streamUrl\": \"https://radio.example.org/live.m3u8\"}";
        service.put(path, renamed, meera);
        service.put(path, renamed, meera);
        Answer job = service.send(service.request("/api/v1/admin/imports?stationId=" + station, meera)
                .header("Content-Type", "application/xml").POST(BodyPublishers.ofString("<tv><!-- audit --></tv>")));
        service.delete(path, meera);

        assertThat(actions("?targetType=station&targetId=" + station)).containsExactly("station.delete",
                "station.update", "station.create");
        JsonNode started = entries(service.get(AUDIT + "?targetId=" + job.text("id"))).getFirst();
        assertThat(started.get("action").asString()).isEqualTo("import.start");
        assertThat(started.at("/after/stationId").asString()).isEqualTo(station);
    }

    @Test
    void isFoundByActorAndTimeAndGoneThroughByPageAndCursor() {
        String station = Given.station(service, "Listed", "TN");
        List<String> ids = new ArrayList<>();
        for (int n = 0; n < 5; n++) {
            ids.addFirst(program(station, "Show " + n));
        }
        String mine = AUDIT + "?actor=" + editor;

        assertThat(targets(service.get(mine))).containsExactlyElementsOf(ids);
        assertThat(targets(service.get(mine + "&from=" + Instant.now().plusSeconds(60)))).isEmpty();
        assertThat(targets(service.get(mine + "&to=" + Instant.now().minusSeconds(60)))).isEmpty();
        assertThat(targets(service.get(mine + "&from=" + Instant.now().minusSeconds(60) + "&to="
                + Instant.now().plusSeconds(60)))).hasSize(5);
        Answer second = service.get(mine + "&page=2&limit=2");
        assertThat(targets(second)).containsExactlyElementsOf(ids.subList(2, 4));
        assertThat(second.json().get("total").intValue()).isEqualTo(5);
        assertThat(second.json().get("hasMore").booleanValue()).isTrue();
        assertThat(second.header("Cache-Control")).isEqualTo("no-store");

        List<String> byCursor = new ArrayList<>();
        Answer part = service.get(mine + "&limit=2&cursor=");
        for (int n = 0; n < 3; n++) {
            byCursor.addAll(targets(part));
            part = part.json().has("nextCursor")
                    ? service.get(mine + "&limit=2&cursor=" + part.text("nextCursor"))
                    : part;
        }
        assertThat(byCursor).containsExactlyElementsOf(ids);
        assertThat(part.json().get("hasMore").booleanValue()).isFalse();
    }

    private static List<String> targets(Answer answer) {
        return entries(answer).stream().map(entry -> entry.get("targetId").asString()).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"targetId=nobody", "actor=meera", "from=yesterday", "to=1", "page=0", "limit=101",
            "from=%2B999999999-12-31T23:59:59-18:00", "to=-999999999-01-01T00:00:00Z", "cursor=nonsense",
            "cursor=MS5saXZlLjAuMS4x", "page=1&cursor="})
    void whatCannotBeAskedIsRefused(String query) {
        Answer answer = service.get(AUDIT + "?" + query);

        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo(query.split("=", 2)[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"targetType=%00", "targetType=a%00b", "from=2026-01-01T00:00:00+05:30"})
    void whatIsWrittenOddlyIsAnswered(String query) {
        assertThat(service.get(AUDIT + "?" + query).status()).isEqualTo(200);
    }

    @Test
    void editorsOfAStateSeeThatStateAloneAndAdminsEverything() {
        String here = program(Given.station(service, "Here", "MH"), "Here");
        String there = program(Given.station(service, "There", "KL"), "There");
        String everywhere = program(Given.station(service, "Everywhere"), "Everywhere");

        assertThat(targets(service.get(AUDIT + "?actor=" + editor, as(List.of("MH"), "editor"))))
                .containsExactly(here);
        assertThat(targets(service.get(AUDIT + "?actor=" + editor, as(List.of("KL", "MH"), "editor"))))
                .containsExactly(there, here);
        assertThat(targets(service.get(AUDIT + "?actor=" + editor, as(List.of(), "editor"))))
                .containsExactly(everywhere, there, here);
        assertThat(targets(service.get(AUDIT + "?actor=" + editor, as(List.of("MH"), "editor", "admin"))))
                .containsExactly(everywhere, there, here);
        assertThat(service.get(AUDIT, as(List.of(), "moderator")).status()).isEqualTo(403);
        assertThat(service.get(AUDIT + "?actor=" + editor + "&limit=1", as(List.of("MH"), "editor")).json()
                .get("total").intValue()).isEqualTo(1);
    }

    private static String[] as(List<String> states, String... roles) {
        return new String[]{"Authorization",
                "Bearer " + TestIssuer.shared().token(UUID.randomUUID(), states, roles)};
    }
}
