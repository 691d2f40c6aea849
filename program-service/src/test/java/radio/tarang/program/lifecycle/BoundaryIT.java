package radio.tarang.program.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import radio.tarang.program.Given;
import radio.tarang.program.Records;
import radio.tarang.program.RunningService;
import radio.tarang.program.RunningService.Answer;
import radio.tarang.program.RunningService.Setup;
import radio.tarang.program.StandingClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What happens at which millisecond: a clock that stands, real rows and real records. Every test has a state of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BoundaryIT {
    /** Half past eleven in the evening in India, six in the evening UTC. */
    private static final Instant START = Instant.parse("2026-03-01T18:00:00Z");
    private static final Instant END = START.plus(Duration.ofHours(1));

    private final StandingClock clock = new StandingClock(START.minusSeconds(3600));
    private final RunningService service = RunningService
            .start(Setup.fresh().with(clock).with("tarang.lifecycle.enabled", "false"));
    private final Records records = service.records();

    @AfterAll
    void close() {
        records.close();
        service.close();
    }

    private String given(String state, Instant start, Instant end) {
        clock.stand(START.minusSeconds(3600));
        return Given.program(service, Given.station(service, "Boundary", state), "Exact", start, end);
    }

    /** As often as replicas may come by, at one moment. */
    private void sweepAt(String state, Instant now) {
        clock.stand(now);
        Sweep sweep = service.bean(Sweep.class);
        for (int n = 0; n < 3; n++) {
            sweep.step(state, new ArrayDeque<>(), clock.instant());
        }
    }

    private String statusOf(String id) {
        return service.get("/api/v1/programs/" + id).text("status");
    }

    private void assertTold(String id, String... types) {
        assertThat(records.awaitOf(id, types.length)).extracting(Records.Record::type).containsExactly(types);
    }

    @Test
    void startsAndEndsAtItsMillisecondAndNotTheOneBefore() {
        String id = given("MH", START, END);

        sweepAt("MH", START.minusMillis(1));
        assertThat(statusOf(id)).isEqualTo("scheduled");
        sweepAt("MH", START);
        assertThat(statusOf(id)).isEqualTo("live");
        sweepAt("MH", START.plusMillis(1));
        sweepAt("MH", END.minusMillis(1));
        assertThat(statusOf(id)).isEqualTo("live");
        sweepAt("MH", END);
        assertThat(statusOf(id)).isEqualTo("ended");
        sweepAt("MH", END.plusMillis(1));
        Answer program = service.get("/api/v1/programs/" + id);
        assertThat(program.text("actualStart")).isEqualTo(START.toString());
        assertThat(program.text("actualEnd")).isEqualTo(END.toString());
        assertTold(id, "program.scheduled", "program.started", "program.ended");
    }

    @Test
    void aMillisecondLateIsAMillisecondLateAndNothingMore() {
        String id = given("GJ", START, END);

        sweepAt("GJ", START.plusMillis(1));
        sweepAt("GJ", END.plusMillis(1));
        Answer program = service.get("/api/v1/programs/" + id);
        assertThat(program.text("actualStart")).isEqualTo(START.plusMillis(1).toString());
        assertThat(program.text("actualEnd")).isEqualTo(END.plusMillis(1).toString());
        assertTold(id, "program.scheduled", "program.started", "program.ended");
    }

    @Test
    void whatIsCancelledInItsLastSecondDoesNotEndAsWell() {
        String id = given("KL", START, END);
        sweepAt("KL", START);

        clock.stand(END.minusMillis(1));
        assertThat(service.patch("/api/v1/admin/programs/" + id + "/status", "{\"status\":\"cancelled\"}").status())
                .isEqualTo(200);
        sweepAt("KL", END);
        sweepAt("KL", END.plusSeconds(3600));
        assertThat(statusOf(id)).isEqualTo("cancelled");
        assertTold(id, "program.scheduled", "program.started", "program.cancelled");
    }

    @Test
    void whatIsCancelledInTheLastSecondBeforeItsStartNeverStarts() {
        String id = given("TN", START, END);

        clock.stand(START.minusMillis(1));
        service.patch("/api/v1/admin/programs/" + id + "/status", "{\"status\":\"cancelled\"}");
        sweepAt("TN", START);
        sweepAt("TN", END);
        assertTold(id, "program.scheduled", "program.cancelled");
        assertThat(service.get("/api/v1/programs/" + id).json().has("actualStart")).isFalse();
    }

    @Test
    void whatOverlapsIsOnAirTogetherAndEachEndsAtItsOwnTime() {
        clock.stand(START.minusSeconds(3600));
        String station = Given.station(service, "Two at once", "WB");
        String first = Given.program(service, station, "First", START, END);
        String second = Given.program(service, station, "Second", START.plusSeconds(600), END.plusSeconds(600));

        sweepAt("WB", START);
        sweepAt("WB", START.plusSeconds(600));
        assertThat(List.of(statusOf(first), statusOf(second))).containsExactly("live", "live");
        assertThat(service.get("/api/v1/stations/" + station + "/now").json().at("/nowPlaying/id").asString())
                .isEqualTo(second);
        sweepAt("WB", END);
        assertThat(List.of(statusOf(first), statusOf(second))).containsExactly("ended", "live");
        sweepAt("WB", END.plusSeconds(600));
        assertTold(first, "program.scheduled", "program.started", "program.ended");
        assertTold(second, "program.scheduled", "program.started", "program.ended");
    }

    @Test
    void midnightIsAMomentLikeAnyOther() {
        Instant midnightInIndia = Instant.parse("2026-03-01T18:30:00Z");
        Instant midnightUtc = Instant.parse("2026-03-02T00:00:00Z");
        String acrossTheirs = given("OD", START, END);
        String acrossOurs = given("OD", midnightUtc.minusSeconds(1), midnightUtc.plusSeconds(1));
        String untilMidnight = given("OD", START, midnightUtc);

        sweepAt("OD", START);
        for (Instant now : List.of(midnightInIndia.minusMillis(1), midnightInIndia, midnightInIndia.plusMillis(1))) {
            sweepAt("OD", now);
            assertThat(statusOf(acrossTheirs)).isEqualTo("live");
        }
        sweepAt("OD", END);
        assertThat(statusOf(acrossTheirs)).isEqualTo("ended");
        sweepAt("OD", midnightUtc.minusSeconds(1));
        sweepAt("OD", midnightUtc.minusMillis(1));
        assertThat(List.of(statusOf(acrossOurs), statusOf(untilMidnight))).containsExactly("live", "live");
        sweepAt("OD", midnightUtc);
        assertThat(List.of(statusOf(acrossOurs), statusOf(untilMidnight))).containsExactly("live", "ended");
        sweepAt("OD", midnightUtc.plusSeconds(1));
        for (String id : List.of(acrossTheirs, acrossOurs, untilMidnight)) {
            assertTold(id, "program.scheduled", "program.started", "program.ended");
        }
    }

    @Test
    void aClockAnHourAheadTakesEveryStepOnceAndOneAnHourBackTakesNoneAgain() {
        String half = given("AS", START, START.plusSeconds(1800));
        String full = given("AS", START, START.plusSeconds(7200));
        String next = given("AS", START.plusSeconds(1800), START.plusSeconds(7200));
        sweepAt("AS", START);

        sweepAt("AS", START.plusSeconds(3600));
        sweepAt("AS", START);
        sweepAt("AS", START.minusSeconds(3600));
        assertThat(List.of(statusOf(half), statusOf(full), statusOf(next))).containsExactly("ended", "live", "live");
        sweepAt("AS", START.plusSeconds(1800));
        sweepAt("AS", START.plusSeconds(7200));
        sweepAt("AS", START.minusSeconds(3600));
        for (String id : List.of(half, full, next)) {
            assertTold(id, "program.scheduled", "program.started", "program.ended");
            assertThat(records.awaitOf(id, 3)).extracting(Records.Record::sequence).containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void areasShareATransactionAndWhatCannotBeDoneHoldsUpItsOwnAlone() {
        String possible = given("JH", START, END);
        String impossible = given("PB", START, END);
        clock.stand(START);
        service.jdbc().sql("""
                CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not here'; END $$
                """).update();
        service.jdbc()
                .sql("""
                        CREATE TRIGGER refuse BEFORE UPDATE ON program FOR EACH ROW WHEN (NEW.area = 'PB') EXECUTE FUNCTION refuse()
                        """)
                .update();
        Lifecycle clockwork = new Lifecycle(service.bean(DuePrograms.class), service.bean(Sweep.class),
                new Lateness(new SimpleMeterRegistry(), clock), clock, 1);
        clockwork.start();
        try {
            await().atMost(Duration.ofSeconds(10)).until(() -> statusOf(possible).equals("live"));
            assertThat(statusOf(impossible)).isEqualTo("scheduled");
        } finally {
            clockwork.stop();
            service.jdbc().sql("DROP TRIGGER refuse ON program").update();
            service.jdbc().sql("DROP FUNCTION refuse").update();
        }
        Sweep.Step step = service.bean(Sweep.class).step("JH", new ArrayDeque<>(List.of("PB")), END);
        assertThat(step.unfinished()).isNull();
        assertThat(step.events()).extracting(event -> event.program().id() + " " + event.type().ceType())
                .containsExactly(possible + " program.ended", impossible + " program.started",
                        impossible + " program.ended");
    }

    @Test
    void anOverrunInTheLastMillisecondIsInTime() {
        clock.stand(START.minusSeconds(3600));
        String station = Given.station(service, "Just in time", "RJ");
        String id = Given.program(service, station, "On air", START, END);
        String next = Given.program(service, station, "Next", END, END.plusSeconds(600));
        sweepAt("RJ", START);

        clock.stand(END.minusMillis(1));
        assertThat(service.post("/api/v1/admin/programs/" + id + "/overrun", "{\"minutes\": 1}").status())
                .isEqualTo(200);
        sweepAt("RJ", END);
        assertThat(List.of(statusOf(id), statusOf(next))).containsExactly("live", "scheduled");
        sweepAt("RJ", END.plusSeconds(60).minusMillis(1));
        assertThat(statusOf(id)).isEqualTo("live");
        sweepAt("RJ", END.plusSeconds(60));
        assertThat(List.of(statusOf(id), statusOf(next))).containsExactly("ended", "live");
        // The clock had not come by for so long that the new end would be over, too.
        clock.stand(END.plusSeconds(660 + 120));
        Answer late = service.post("/api/v1/admin/programs/" + next + "/overrun", "{\"minutes\": 2}");
        assertThat(late.status()).isEqualTo(400);
        assertThat(late.json().at("/errors/0/field").asString()).isEqualTo("minutes");
    }
}
