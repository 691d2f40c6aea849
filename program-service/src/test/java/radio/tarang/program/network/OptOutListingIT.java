package radio.tarang.program.network;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import radio.tarang.program.Given;
import radio.tarang.program.Records;
import radio.tarang.program.RunningService;
import radio.tarang.program.RunningService.Answer;
import radio.tarang.program.RunningService.Setup;
import radio.tarang.program.StandingClock;

import static org.assertj.core.api.Assertions.assertThat;

/** What is on in a state that departs from national programmes, at every moment and on every page. */
class OptOutListingIT {
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
    private static final StandingClock clock = new StandingClock(NOON);
    private static final RunningService service = RunningService.start(Setup.fresh().with(clock)
            .with("tarang.lifecycle.first-expiry-after", "0s").with("tarang.lifecycle.expiry-every", "200ms"));
    private final String bharat = Given.station(service, "Bharat");
    private final String cuttack = Given.station(service, "Cuttack", "OD");

    @BeforeEach
    void nothingIsOn() {
        clock.stand(NOON.minusSeconds(3600));
        service.jdbc().sql("DELETE FROM opt_out").update();
        service.jdbc().sql("DELETE FROM program").update();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static String hour(String station, String title) {
        return Given.program(service, station, title, NOON, NOON.plusSeconds(3600));
    }

    private static void optOut(String program, String body) {
        assertThat(service.put("/api/v1/admin/programs/" + program + "/opt-outs/OD", body).status()).isIn(200, 201);
    }

    private static void at(Instant moment, String program, String status) {
        clock.stand(moment);
        Awaitility.await().atMost(Duration.ofSeconds(10))
                .until(() -> service.get("/api/v1/programs/" + program).text("status").equals(status));
    }

    private static List<String> titles(String state, String status) {
        return titles(service.get("/api/v1/programs/state/" + state + "?status=" + status));
    }

    private static List<String> titles(Answer answer) {
        List<String> titles = new ArrayList<>();
        answer.json().get("programs").forEach((JsonNode program) -> titles.add(program.get("title").asString()));
        return titles;
    }

    private static JsonNode only(String state, String status) {
        JsonNode answer = service.get("/api/v1/programs/state/" + state + "?status=" + status).json();
        assertThat(answer.get("total").intValue()).isEqualTo(1);
        return answer.at("/programs/0");
    }

    @Test
    void aReplacementStandsInForTheNationalProgrammeAndSaysSo() {
        String news = hour(bharat, "News");
        String own = hour(cuttack, "Our news");
        optOut(news, "{\"replacementProgramId\": \"" + own + "\"}");
        at(NOON, own, "live");
        at(NOON, news, "live");

        JsonNode heard = only("OD", "live");
        assertThat(heard.get("title").asString()).isEqualTo("Our news");
        assertThat(heard.get("reason").asString()).isEqualTo("opt-out");
        assertThat(heard.get("replaces").asString()).isEqualTo(news);
        assertThat(titles("MH", "live")).containsExactly("News");

        service.post("/api/v1/programs/" + news + "/end", "");
        assertThat(only("OD", "live").has("reason")).as("nothing is replaced any more").isFalse();
        assertThat(titles("OD", "ended")).as("what was never heard there").isEmpty();
    }

    @Test
    void withdrawnOrCancelledItIsAsIfItHadNeverBeen() {
        String news = hour(bharat, "News");
        String own = hour(cuttack, "Our news");
        optOut(news, "{\"replacementProgramId\": \"" + own + "\"}");
        assertThat(titles("OD", "scheduled")).containsExactly("Our news");
        service.delete("/api/v1/admin/programs/" + news + "/opt-outs/OD");
        assertThat(titles("OD", "scheduled")).containsExactly("Our news", "News");

        optOut(news, "{\"replacementProgramId\": \"" + own + "\"}");
        service.patch("/api/v1/admin/programs/" + news + "/status", "{\"status\": \"cancelled\"}");
        assertThat(only("OD", "scheduled").has("replaces")).isFalse();
    }

    @Test
    void withNothingInsteadItIsLeftOutAndAnotherLanguageIsShown() {
        optOut(hour(bharat, "News"), "");
        optOut(hour(bharat, "Drama"), "{\"language\": \"or\"}");

        JsonNode heard = only("OD", "scheduled");
        assertThat(heard.get("title").asString()).isEqualTo("Drama");
        assertThat(heard.get("language").asString()).isEqualTo("or");
        assertThat(heard.get("reason").asString()).isEqualTo("opt-out");
        assertThat(titles("MH", "scheduled")).containsExactlyInAnyOrder("News", "Drama");
    }

    /** National 12:00–13:00, heard 12:30–13:30. */
    @Test
    void aDelayMovesBothEnds() {
        String news = hour(bharat, "News");
        optOut(news, "{\"delayMinutes\": 30, \"language\": \"or\"}");
        Instant from = NOON.plusSeconds(1800);
        Instant until = NOON.plusSeconds(5400);

        at(NOON, news, "live");
        JsonNode heard = only("OD", "scheduled");
        assertThat(heard.get("scheduledStart").asString()).isEqualTo(from.toString());
        assertThat(heard.get("scheduledEnd").asString()).isEqualTo(until.toString());
        assertThat(heard.get("status").asString()).isEqualTo("scheduled");
        assertThat(heard.has("actualStart")).isFalse();
        assertThat(heard.get("delayMinutes").intValue()).isEqualTo(30);
        assertThat(heard.get("reason").asString()).isEqualTo("delayed");
        assertThat(heard.get("language").asString()).isEqualTo("or");

        at(from.minusMillis(1), news, "live");
        assertThat(titles("OD", "scheduled")).hasSize(1);
        assertThat(titles("OD", "live")).isEmpty();
        at(from, news, "live");
        assertThat(titles("OD", "scheduled")).isEmpty();
        assertThat(only("OD", "live").get("status").asString()).isEqualTo("live");

        at(until.minusMillis(1), news, "ended");
        assertThat(titles("MH", "live")).isEmpty();
        assertThat(only("OD", "live").has("actualEnd")).isFalse();
        assertThat(titles("OD", "ended")).isEmpty();
        at(until, news, "ended");
        assertThat(titles("OD", "live")).isEmpty();
        assertThat(only("OD", "ended").get("actualEnd").asString()).isGreaterThanOrEqualTo(until.toString());
    }

    @Test
    void whatEndsEarlyEndsEarlyThereTooAndWhatIsCancelledIsGoneAtOnce() {
        String news = hour(bharat, "News");
        String drama = hour(bharat, "Drama");
        optOut(news, "{\"delayMinutes\": 30}");
        optOut(drama, "{\"delayMinutes\": 30}");
        at(NOON.plusSeconds(2400), drama, "live");
        at(NOON.plusSeconds(2400), news, "live");
        assertThat(titles("OD", "live")).hasSize(2);

        service.post("/api/v1/programs/" + news + "/end", "");
        service.patch("/api/v1/admin/programs/" + drama + "/status", "{\"status\": \"cancelled\"}");
        assertThat(titles("OD", "live")).containsExactly("News");
        clock.stand(NOON.plusSeconds(2400 + 1799));
        assertThat(titles("OD", "live")).containsExactly("News");
        clock.stand(NOON.plusSeconds(2400 + 1800));
        assertThat(titles("OD", "live")).isEmpty();
        assertThat(titles("OD", "ended")).containsExactly("News");
    }

    @Test
    void theAnswerIsFreshUntilTheShiftedBoundaryAndNotServedBeyondIt() {
        String news = hour(bharat, "News");
        optOut(news, "{\"delayMinutes\": 30}");
        at(NOON.plusSeconds(1790), news, "live");

        String control = String.valueOf(service.get("/api/v1/programs/state/OD").header("Cache-Control"));
        assertThat(control).contains("s-maxage=10,").doesNotContain("stale-while-revalidate");
        assertThat(service.get("/api/v1/programs/state/MH").header("Cache-Control")).contains("s-maxage=60")
                .contains("stale-while-revalidate=30");
        at(NOON.plusSeconds(5397), news, "ended");
        assertThat(service.get("/api/v1/programs/state/OD").header("Cache-Control")).contains("s-maxage=3,")
                .doesNotContain("stale-while-revalidate");
    }

    /** Own, national as it comes, later, left out, replaced: in one list, whose pages and cursors show each once. */
    @ParameterizedTest
    @ValueSource(strings = {"scheduled", "ended"})
    void pagesAndCursorsShowEveryProgrammeOnceAndInOrder(String status) {
        Map<Instant, String> expected = new TreeMap<>();
        String last = "";
        for (int n = 0; n < 12; n++) {
            Instant start = NOON.plusSeconds(600L * n);
            last = Given.program(service, bharat, "N" + n, start, start.plusSeconds(60));
            switch (n % 4) {
                case 0 -> optOut(last, "");
                case 1 -> optOut(last, "{\"delayMinutes\": " + (n * 7) + "}");
                case 2 -> optOut(last, "{\"language\": \"or\"}");
                default -> {
                }
            }
            if (n % 4 != 0) {
                expected.put(n % 4 == 1 ? start.plusSeconds(60L * n * 7) : start, "N" + n);
            }
        }
        List<String> order = new ArrayList<>(expected.values());
        if (status.equals("ended")) {
            at(NOON.plus(Duration.ofDays(1)), last, "ended");
            Awaitility.await().until(() -> titles("MH", "ended").size() == 12);
            order = order.reversed();
        }
        for (int limit = 1; limit <= 4; limit++) {
            List<String> paged = new ArrayList<>();
            List<String> followed = new ArrayList<>();
            String path = "/api/v1/programs/state/OD?status=" + status + "&limit=" + limit;
            for (int page = 1; page <= 9; page++) {
                paged.addAll(titles(service.get(path + "&page=" + page)));
            }
            for (String cursor = ""; cursor != null;) {
                Answer answer = service.get(path + "&cursor=" + cursor);
                followed.addAll(titles(answer));
                assertThat(answer.json().get("total").intValue()).isEqualTo(9);
                cursor = answer.json().has("nextCursor") ? answer.text("nextCursor") : null;
            }
            assertThat(paged).isEqualTo(order);
            assertThat(followed).isEqualTo(order);
        }
    }

    @Test
    void anOptOutOfAProgrammeThatIsGoneIsTakenAwayAndTold() {
        String news = hour(bharat, "News");
        String id = service.put("/api/v1/admin/programs/" + news + "/opt-outs/OD", "{}").text("id");
        assertThat(service.delete("/api/v1/admin/programs/" + news).status()).isEqualTo(204);

        try (Records records = service.records()) {
            assertThat(records.awaitOf(id, 3).getLast().isTombstone()).isTrue();
        }
        assertThat(service.jdbc().sql("SELECT count(*) FROM opt_out").query(Long.class).single()).isZero();
    }
}
