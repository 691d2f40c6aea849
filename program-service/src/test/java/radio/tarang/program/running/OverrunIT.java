package radio.tarang.program.running;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import radio.tarang.program.Given;
import radio.tarang.program.Records;
import radio.tarang.program.RunningService;
import radio.tarang.program.RunningService.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** A programme runs over: it, what follows, their events and what listeners are shown. */
class OverrunIT {
    private final RunningService service = RunningService.shared();
    /** When the programme that is on air was to end. */
    private final Instant end = Instant.now().plus(20, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.MINUTES);

    private Instant at(long minutesAfterEnd) {
        return end.plus(Duration.ofMinutes(minutesAfterEnd));
    }

    private String live(String station) {
        String id = Given.program(service, station, "On air", end.minusSeconds(3600), end);
        assertThat(service.patch("/api/v1/admin/programs/" + id + "/status", "{\"status\":\"live\"}").status())
                .isEqualTo(200);
        return id;
    }

    private String next(String station, long from, long to) {
        return Given.program(service, station, from + "–" + to, at(from), at(to));
    }

    private Answer overrun(String id, int minutes, String policy, String... headers) {
        return service.post("/api/v1/admin/programs/" + id + "/overrun",
                "{\"minutes\": " + minutes + ", \"policy\": \"" + policy + "\"}", headers);
    }

    private void assertSlot(String id, Instant start, Instant finish) {
        JsonNode program = service.get("/api/v1/programs/" + id).json();
        assertThat(Instant.parse(program.get("scheduledStart").asString())).isEqualTo(start);
        assertThat(Instant.parse(program.get("scheduledEnd").asString())).isEqualTo(finish);
    }

    private static void assertRefused(Answer answer, String slug) {
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(409);
        assertThat(answer.slug()).isEqualTo(slug);
    }

    @Test
    void theEveningMovesUntilAGapTakesUpTheDelayAndListenersAreToldHowLateItIs() {
        String station = Given.station(service, "Evening", "MH");
        String live = live(station);
        String news = next(station, 0, 30);
        String play = next(station, 35, 60);
        String later = next(station, 70, 90);

        Answer answer = overrun(live, 12, "shift");

        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
        assertThat(answer.header("ETag")).startsWith("\"v3-");
        assertThat(answer.json().at("/program/id").asString()).isEqualTo(live);
        assertThat(answer.json().at("/program/scheduledEnd").asString()).isEqualTo(at(12).toString());
        assertThat(answer.json().get("moved").findValuesAsString("id")).containsExactly(news, play);
        assertSlot(live, end.minusSeconds(3600), at(12));
        assertSlot(news, at(12), at(42));
        assertSlot(play, at(42), at(67));
        assertSlot(later, at(70), at(90));
        JsonNode now = service.get("/api/v1/stations/" + station + "/now").json();
        assertThat(now.at("/nowPlaying/id").asString()).isEqualTo(live);
        assertThat(now.get("nowPlaying").has("delayMinutes")).isFalse();
        assertThat(now.at("/next/0/delayMinutes").intValue()).isEqualTo(12);
        assertThat(now.at("/next/0/reason").asString()).isEqualTo("running-late");
        assertThat(now.at("/next/1/delayMinutes").intValue()).isEqualTo(7);
        assertThat(now.get("next").get(2).has("delayMinutes")).isFalse();
        JsonNode listed = service.get("/api/v1/programs/state/MH?status=scheduled&limit=100").json().get("programs")
                .valueStream().filter(program -> program.get("id").asString().equals(news)).findFirst().orElseThrow();
        assertThat(listed.get("delayMinutes").intValue()).isEqualTo(12);
    }

    @Test
    void itsEventsAreOneChainEachTheCauseOfTheNext() {
        String station = Given.station(service, "Chain", "KA");
        String live = live(station);
        List<String> ids = List.of(live, next(station, 0, 30), next(station, 30, 60), next(station, 60, 90));

        assertThat(overrun(live, 12, "shift").status()).isEqualTo(200);

        try (Records records = service.records()) {
            String cause = null;
            for (String id : ids) {
                List<Records.Record> told = records.awaitOf(id, id.equals(live) ? 3 : 2);
                Records.Record moved = told.getLast();
                assertThat(told).hasSize(id.equals(live) ? 3 : 2);
                assertThat(moved.type()).isEqualTo("program.updated");
                assertThat(moved.headers().get("ce_causationid")).isEqualTo(cause);
                assertThat(moved.json().get("announcedEnd")).isNotNull();
                cause = Objects.requireNonNull(moved.headers().get("ce_id"));
                assertThat(cause).matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-.*");
            }
            JsonNode second = records.awaitOf(ids.get(1), 2).getLast().json();
            assertThat(second.get("announcedStart").asString()).isEqualTo(at(0).toString());
            assertThat(second.get("announcedEnd").asString()).isEqualTo(at(30).toString());
            assertThat(second.get("scheduledStart").asString()).isEqualTo(at(12).toString());
        }
    }

    @Test
    void trimmingTakesTheBeginningOfTheNextAndLeavesTheRestAlone() {
        String station = Given.station(service, "Trim", "TN");
        String live = live(station);
        String news = next(station, 0, 30);
        String play = next(station, 30, 60);

        Answer answer = overrun(live, 12, "trim");

        assertThat(answer.json().get("moved").findValuesAsString("id")).containsExactly(news);
        assertThat(answer.json().at("/moved/0/delayMinutes").intValue()).isEqualTo(12);
        assertSlot(news, at(12), at(30));
        assertSlot(play, at(30), at(60));
    }

    @Test
    void whatWouldBeTrimmedAwayIsNotAndNothingChanges() {
        String station = Given.station(service, "Too long", "TN");
        String live = live(station);
        String news = Given.program(service, station, "News", at(0), at(13).minusSeconds(1));
        String play = next(station, 15, 45);

        assertRefused(overrun(live, 12, "trim"), "overrun-too-long");
        assertRefused(overrun(live, 20, "trim"), "overrun-too-long");
        assertSlot(live, end.minusSeconds(3600), end);
        assertSlot(news, at(0), at(13).minusSeconds(1));
        assertSlot(play, at(15), at(45));
        service.put("/api/v1/admin/programs/" + news, Given.body(station, "News", at(0), at(13)));
        assertThat(overrun(live, 12, "trim").status()).isEqualTo(200);
        assertSlot(news, at(12), at(13));
    }

    @Test
    void overrunsAddUpAndTheFirstPromiseIsRemembered() {
        String station = Given.station(service, "Adding up", "WB");
        String live = live(station);
        String news = next(station, 0, 30);

        overrun(live, 5, "shift");
        Answer again = overrun(live, 7, "shift");

        assertThat(again.json().at("/moved/0/delayMinutes").intValue()).isEqualTo(12);
        assertSlot(news, at(12), at(42));
        try (Records records = service.records()) {
            JsonNode told = records.awaitOf(news, 3).getLast().json();
            assertThat(told.get("announcedStart").asString()).isEqualTo(at(0).toString());
        }
    }

    @Test
    void aNewPlanIsNotLateAndEndingEarlyMovesNothing() {
        String station = Given.station(service, "New plan", "OD");
        String live = live(station);
        String news = next(station, 0, 30);
        overrun(live, 12, "shift");

        Answer planned = service.put("/api/v1/admin/programs/" + news,
                Given.body(station, "Later today", at(60), at(90)));
        assertThat(planned.status()).isEqualTo(200);
        assertThat(planned.json().has("delayMinutes")).isFalse();
        String after = next(station, 12, 42);
        assertThat(service.post("/api/v1/programs/" + live + "/end", "").status()).isEqualTo(200);
        assertSlot(news, at(60), at(90));
        assertSlot(after, at(12), at(42));
        assertRefused(overrun(live, 12, "shift"), "program-not-live");
    }

    @Test
    void aBroadcastOfAShowRemainsOne() {
        String station = Given.station(service, "Shows", "AS");
        String live = live(station);
        String news = next(station, 0, 30);
        service.jdbc().sql("""
                UPDATE program SET schedule_id = '019a4c00-0000-7000-8a11-0000000000aa', occurrence = '2026-01-01'
                WHERE id = ?::uuid""").param(news).update();

        assertThat(overrun(live, 12, "shift").json().at("/moved/0/scheduleId").asString())
                .isEqualTo("019a4c00-0000-7000-8a11-0000000000aa");
        assertThat(service.jdbc().sql("SELECT occurrence::text FROM program WHERE id = ?::uuid").param(news)
                .query(String.class).single()).isEqualTo("2026-01-01");
    }

    @Test
    void onlyWhatIsOnAirRunsOver() {
        String station = Given.station(service, "Waiting", "BR");
        String news = next(station, 0, 30);

        assertRefused(overrun(news, 12, "shift"), "program-not-live");
        assertThat(overrun("019a4c00-0000-7000-8a11-000000000000", 12, "shift").slug()).isEqualTo("unknown-program");
    }

    @Test
    void whatIsOnAirAlreadyIsNotPushedAside() {
        String station = Given.station(service, "Early start", "BR");
        String live = live(station);
        String news = next(station, 0, 30);
        service.patch("/api/v1/admin/programs/" + news + "/status", "{\"status\":\"live\"}");

        assertRefused(overrun(live, 12, "shift"), "program-overlap");
        assertRefused(overrun(live, 12, "trim"), "program-overlap");
        assertSlot(live, end.minusSeconds(3600), end);
    }

    @Test
    void whatWasCancelledIsNotInTheWay() {
        String station = Given.station(service, "Cancelled", "BR");
        String live = live(station);
        String news = next(station, 0, 30);
        service.patch("/api/v1/admin/programs/" + news + "/status", "{\"status\":\"cancelled\"}");

        assertThat(overrun(live, 12, "shift").json().get("moved")).isEmpty();
        assertSlot(news, at(0), at(30));
    }

    @Test
    void anOverrunMadeOnAnOldVersionIsRefused() {
        String live = live(Given.station(service, "Versions", "RJ"));
        String tag = String.valueOf(service.get("/api/v1/programs/" + live).header("ETag"));

        assertThat(overrun(live, 1, "shift", "If-Match", tag).status()).isEqualTo(200);
        assertThat(overrun(live, 1, "shift", "If-Match", tag).status()).isEqualTo(412);
        assertSlot(live, end.minusSeconds(3600), at(1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{} | minutes", "{\"minutes\": 0} | minutes", "{\"minutes\": 721} | minutes",
            "{\"minutes\": 1.5} | minutes", "{\"minutes\": \"12\"} | minutes",
            "{\"minutes\": 1, \"policy\": \"swap\"} | policy", "{\"minutes\": 1, \"policy\": 1} | policy"})
    void whatIsWrongIsNamed(String body, String field) {
        Answer answer = service.post("/api/v1/admin/programs/019a4c00-0000-7000-8a11-000000000000/overrun", body);

        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo(field);
    }

    @Test
    void aProgrammeLastsADayAtMost() {
        String station = Given.station(service, "All day", "GJ");
        String live = Given.program(service, station, "Marathon", at(0).minus(Duration.ofHours(13)), at(0));
        service.patch("/api/v1/admin/programs/" + live + "/status", "{\"status\":\"live\"}");

        assertThat(overrun(live, 660, "shift").status()).isEqualTo(200);
        assertRefused(overrun(live, 1, "shift"), "overrun-too-long");
    }

    @Test
    void aScheduleWithoutAGapIsNotMovedWithoutEnd() {
        String station = Given.station(service, "No gap", "UP");
        String live = live(station);
        service.jdbc()
                .sql("""
                        INSERT INTO program (id, station_id, area, title, scheduled_start, scheduled_end, status, created_at, updated_at, version)
                        SELECT gen_random_uuid(), s.id, s.area, 'Show ' || n, :end::timestamptz + (n - 1) * interval '5 min',
                          :end::timestamptz + n * interval '5 min', 'scheduled', now(), now(), 1
                        FROM station s, generate_series(1, 501) AS n WHERE s.id = :station::uuid
                        """)
                .param("end", end.toString()).param("station", station).update();

        assertRefused(overrun(live, 12, "shift"), "overrun-too-long");
        service.jdbc().sql("DELETE FROM program WHERE station_id = ?::uuid AND title = 'Show 501'").param(station)
                .update();
        Answer answer = overrun(live, 12, "shift");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("moved")).hasSize(500);
    }

    @Test
    void everyProgrammeThatChangedIsAudited() {
        String station = Given.station(service, "Audit", "PB");
        String live = live(station);
        String news = next(station, 0, 30);
        overrun(live, 12, "shift");

        for (String id : List.of(live, news)) {
            JsonNode entry = service.get("/api/v1/admin/audit?targetId=" + id).json().at("/entries/0");
            assertThat(entry.get("action").asString()).isEqualTo("program.overrun");
            assertThat(entry.at("/before/scheduledEnd").asString()).isNotEqualTo(
                    entry.at("/after/scheduledEnd").asString());
        }
    }

    @Test
    void neitherEditorsNorOverrunsAtOnceMakeAnOverlap() {
        for (int round = 0; round < 10; round++) {
            String station = Given.station(service, "At once", "HR");
            String live = live(station);
            next(station, 0, 30);
            List<Answer> answers = IntStream.range(0, 6).parallel().mapToObj(n -> n % 2 == 0
                    ? overrun(live, 10, "shift")
                    : service.post("/api/v1/admin/programs", Given.body(station, "Between", at(31 + n), at(45 + n))))
                    .toList();

            assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(200, 201, 409));
            assertThat(overlapping(station)).isEmpty();
        }
    }

    private List<String> overlapping(String station) {
        return new ArrayList<>(service.jdbc().sql("""
                SELECT a.title || ' / ' || b.title FROM program a JOIN program b ON a.station_id = b.station_id
                  AND a.id < b.id AND a.scheduled_start < b.scheduled_end AND b.scheduled_start < a.scheduled_end
                WHERE a.station_id = ?::uuid""").param(station).query(String.class).list());
    }
}
