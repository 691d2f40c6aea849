package radio.tarang.program.network;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import radio.tarang.program.Given;
import radio.tarang.program.Records;
import radio.tarang.program.RunningService;
import radio.tarang.program.RunningService.Answer;
import radio.tarang.program.security.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;

/** Who may depart from what, what is told of it, and that it is taken down. What listeners then see: {@link OptOutListingIT}. */
class OptOutIT {
    private static final Instant SOON = Instant.now().plusSeconds(3600);
    private final RunningService service = RunningService.shared();
    private final String national = program(Given.station(service, "Bharat"), "News");

    private String program(String station, String title) {
        return Given.program(service, station, title, SOON, SOON.plusSeconds(1800));
    }

    private static String path(String program, String state) {
        return "/api/v1/admin/programs/" + program + "/opt-outs/" + state;
    }

    private static String[] editorOf(String state) {
        return new String[]{"Authorization", "Bearer "
                + TestIssuer.shared().token(UUID.randomUUID(), List.of(state), "listener", "host", "editor")};
    }

    @Test
    void isToldInTheStatesPartitionAndTakenDown() {
        Answer created = service.put(path(national, "OR"), "{\"language\": \"or\", \"delayMinutes\": 30}");
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.text("stateId")).isEqualTo("OD");
        assertThat(service.put(path(national, "OD"), "{\"language\": \"or\", \"delayMinutes\": 30}").json())
                .as("said again").isEqualTo(created.json());
        Answer changed = service.put(path(national, "OD"), "{}", "If-Match", created.header("ETag") + "");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().has("language")).isFalse();
        JsonNode list = service.get("/api/v1/admin/programs/" + national + "/opt-outs").json();
        assertThat(list.get("total").intValue()).isEqualTo(1);
        assertThat(list.at("/optOuts/0")).isEqualTo(changed.json());
        assertThat(service.delete(path(national, "OD")).status()).isEqualTo(204);
        assertThat(service.delete(path(national, "OD")).slug()).isEqualTo("unknown-opt-out");

        try (Records records = service.records()) {
            List<Records.Record> told = records.awaitOf(created.text("id"), 4);
            assertThat(told).extracting(Records.Record::type).containsExactly("optout.updated", "optout.updated",
                    "optout.deleted", "optout.deleted");
            assertThat(told).extracting(Records.Record::sequence).containsExactly(1L, 2L, 3L, 3L);
            assertThat(told.getFirst().json().get("replaces").asString()).isEqualTo(national);
            assertThat(told.getLast().isTombstone()).isTrue();
        }
        assertThat(service.jdbc()
                .sql("SELECT action FROM audit WHERE target_id = :id::uuid AND area = 'OD' ORDER BY at, id")
                .param("id", created.text("id")).query(String.class).list())
                .containsExactly("opt-out.set", "opt-out.set", "opt-out.delete");
    }

    @Test
    void onlyWhoMayWriteInTheStateMayDepartForIt() {
        assertThat(service.put(path(national, "MH"), "", editorOf("OD")).slug()).isEqualTo("forbidden");
        assertThat(service.put(path(national, "MH"), "{}", editorOf("MH")).status()).isEqualTo(201);
        assertThat(service.delete(path(national, "MH"), editorOf("OD")).slug()).isEqualTo("forbidden");
        assertThat(service.delete(path(national, "MH"), editorOf("MH")).status()).isEqualTo(204);
    }

    @Test
    void aStationsDayShowsWhoDepartsFromItAndWhatOfItIsHeardInstead() {
        String bharat = service.get("/api/v1/programs/" + national).text("stationId");
        String cuttack = Given.station(service, "Cuttack", "OD");
        String own = program(cuttack, "Own");
        service.put(path(national, "OD"), "{\"replacementProgramId\": \"" + own + "\"}");
        service.put(path(national, "AS"), "{\"delayMinutes\": 30}");

        JsonNode left = service.get(day(bharat, SOON.minusSeconds(60), SOON.plusSeconds(60))).json();
        assertThat(left.get("total").intValue()).isEqualTo(2);
        assertThat(left.at("/optOuts/0/stateId").asString()).isEqualTo("AS");
        assertThat(left.at("/optOuts/0/delayMinutes").intValue()).isEqualTo(30);
        assertThat(left.at("/optOuts/0").has("replacementTitle")).isFalse();
        assertThat(left.at("/optOuts/1/replacementTitle").asString()).isEqualTo("Own");
        JsonNode taken = service.get(day(cuttack, SOON.plusSeconds(1799), SOON.plusSeconds(1900))).json();
        assertThat(taken.get("total").intValue()).isEqualTo(1);
        assertThat(taken.at("/optOuts/0/programTitle").asString()).isEqualTo("News");
        assertThat(service.get(day(bharat, SOON.plusSeconds(1800), SOON.plusSeconds(1900))).json().get("optOuts"))
                .as("after it").isEmpty();
    }

    @Test
    void aStationsDayIsAStretchOfAWeekAtMost() {
        String station = service.get("/api/v1/programs/" + national).text("stationId");
        for (Instant end : List.of(SOON, SOON.plusSeconds(7 * 86_400 + 1))) {
            assertThat(service.get(day(station, SOON, end)).json().at("/errors/0/field").asString()).isEqualTo("to");
        }
        assertThat(service.get("/api/v1/admin/opt-outs?stationId=" + station + "&from=today&to=" + SOON).json()
                .at("/errors/0/field").asString()).isEqualTo("from");
        assertThat(service.get(day(UUID.randomUUID().toString(), SOON, SOON.plusSeconds(1))).slug())
                .isEqualTo("unknown-station");
    }

    private static String day(String station, Instant from, Instant to) {
        return "/api/v1/admin/opt-outs?stationId=" + station + "&from=" + from + "&to=" + to;
    }

    @Test
    void aChangeMadeOnAnOldVersionIsRefused() {
        Answer created = service.put(path(national, "TN"), "");
        service.put(path(national, "TN"), "{\"delayMinutes\": 5}");
        String old = created.header("ETag") + "";

        assertThat(service.put(path(national, "TN"), "{\"delayMinutes\": 6}", "If-Match", old).status())
                .isEqualTo(412);
        assertThat(service.delete(path(national, "TN"), "If-Match", old).status()).isEqualTo(412);
        assertThat(service.put(path(national, "KL"), "{}", "If-Match", "\"v1\"").status()).as("not there yet")
                .isEqualTo(412);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"delayMinutes\": 0} | delayMinutes",
            "{\"delayMinutes\": 1441} | delayMinutes", "{\"language\": \"?\"} | language",
            "{\"replacementProgramId\": \"x\"} | replacementProgramId",
            "{\"replacementProgramId\": \"ELSEWHERE\"} | replacementProgramId",
            "{\"replacementProgramId\": \"NATIONAL\"} | replacementProgramId",
            "{\"replacementProgramId\": \"OWN\", \"delayMinutes\": 5} | replacementProgramId"})
    void whatCannotBeHeardIsRefusedByField(String body, String field) {
        String own = program(Given.station(service, "Cuttack", "OD"), "Own");
        String elsewhere = program(Given.station(service, "Pune", "MH"), "Elsewhere");
        Answer answer = service.put(path(national, "OD"),
                body.replace("OWN", own).replace("ELSEWHERE", elsewhere).replace("NATIONAL", national));

        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo(field);
    }

    @Test
    void onlyNationalProgrammesThatAreNotOverHaveOptOuts() {
        String own = program(Given.station(service, "Cuttack", "OD"), "Own");
        assertThat(service.put(path(own, "OD"), "{}").slug()).isEqualTo("program-not-national");
        assertThat(service.get("/api/v1/admin/programs/" + own + "/opt-outs").slug())
                .isEqualTo("program-not-national");
        assertThat(service.put(path(UUID.randomUUID().toString(), "OD"), "{}").slug()).isEqualTo("unknown-program");
        assertThat(service.put(path(national, "XX"), "{}").slug()).isEqualTo("unknown-state");
        assertThat(service.put(path(national, "OD"), "{}").status()).isEqualTo(201);

        service.patch("/api/v1/admin/programs/" + national + "/status", "{\"status\": \"cancelled\"}");
        assertThat(service.put(path(national, "GA"), "{}").slug()).isEqualTo("immutable");
        assertThat(service.delete(path(national, "OD")).status()).isEqualTo(204);
    }

    @Test
    void ofManyEditorsAtOnceEachDecisionIsOneVersion() throws InterruptedException {
        List<Thread> editors = new ArrayList<>();
        for (int n = 1; n <= 8; n++) {
            String body = "{\"delayMinutes\": " + n + "}";
            editors.add(Thread.ofVirtual().start(() -> service.put(path(national, "WB"), body)));
        }
        for (Thread editor : editors) {
            editor.join();
        }
        JsonNode list = service.get("/api/v1/admin/programs/" + national + "/opt-outs").json();
        assertThat(list.at("/optOuts/0/version").longValue()).isEqualTo(8);
        assertThat(list.get("total").intValue()).isEqualTo(1);
    }
}
