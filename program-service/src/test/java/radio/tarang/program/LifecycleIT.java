package radio.tarang.program;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

import radio.tarang.program.RunningService.Setup;

import static org.assertj.core.api.Assertions.assertThat;

/** The clock's promises: each step once, in order, on time, on any number of replicas. */
class LifecycleIT {
    /** A clock that can be told to jump; between jumps it runs like any other. */
    private static final class JumpingClock extends Clock {
        private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);

        void jump(Duration by) {
            offset.updateAndGet(at -> at.plus(by));
        }

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(offset.get());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void twoReplicasTakeEveryStepOnceInOrderAndOnTime() {
        Setup setup = Setup.fresh();
        try (RunningService one = RunningService.start(setup);
                RunningService two = RunningService.start(setup);
                Records records = one.records()) {
            // 600 programmes in three areas (a national one too): more than one transaction's worth, all at the same two instants
            Instant start = Instant.now().plusSeconds(3);
            Instant end = start.plusSeconds(3);
            List<String> stations = List.of(Given.station(one, "M", "MH"), Given.station(two, "K", "KA"),
                    Given.station(two, "N"));
            schedule(one, stations, start, end, 200);

            List<Records.Record> told = records.await(record -> record.type().equals("program.ended"), 600);

            assertThat(told).hasSize(600);
            Map<String, List<Records.Record>> byProgram = records.all().stream()
                    .filter(record -> record.type().startsWith("program."))
                    .collect(Collectors.groupingBy(record -> String.valueOf(record.key())));
            assertThat(byProgram).hasSize(600);
            assertThat(byProgram.values()).allSatisfy(life -> {
                assertThat(life).extracting(Records.Record::type).containsExactly("program.started", "program.ended");
                assertThat(life).extracting(Records.Record::sequence).containsExactly(2L, 3L);
                assertThat(Instant.parse(life.getFirst().json().get("actualStart").asString())).isBetween(start,
                        start.plusSeconds(1));
                assertThat(Instant.parse(life.getLast().json().get("actualEnd").asString())).isBetween(end,
                        end.plusSeconds(1));
            });
            assertThat(count(one.jdbc(), "status = 'ended' AND version = 3")).isEqualTo(600);
        }
    }

    /** Straight into the table: 600 requests would take longer than the three seconds there are. */
    private static void schedule(RunningService service, List<String> stations, Instant start, Instant end, int each) {
        service.jdbc()
                .sql("""
                        INSERT INTO program (id, station_id, area, title, scheduled_start, scheduled_end, status, created_at, updated_at, version)
                        SELECT gen_random_uuid(), s.id, s.area, 'Show ' || n, :start, :end, 'scheduled', now(), now(), 1
                        FROM station s, generate_series(1, :each) AS n WHERE s.id = ANY (:stations::uuid[])
                        """)
                .param("start", Area.utc(start)).param("end", Area.utc(end)).param("each", each)
                .param("stations", "{" + String.join(",", stations) + "}").update();
    }

    @Test
    void aProgrammeThatFollowsStartsAfterItsPredecessorEnded() {
        RunningService service = RunningService.shared();
        String station = Given.station(service, "Back to back", "TR");
        Instant boundary = Instant.now().plusMillis(1500);
        String first = Given.program(service, station, "First", boundary.minusSeconds(60), boundary);
        String second = Given.program(service, station, "Second", boundary, boundary.plusSeconds(3600));
        try (Records records = service.records()) {
            Instant started = Instant.parse(records.awaitOf(second, 2).getLast().headers().getOrDefault("ce_time", ""));
            Instant ended = Instant.parse(records.awaitOf(first, 3).getLast().headers().getOrDefault("ce_time", ""));

            assertThat(ended).isBeforeOrEqualTo(started).isBetween(boundary, boundary.plusSeconds(1));
            assertThat(service.get("/api/v1/stations/" + station + "/now").json().at("/nowPlaying/title").asString())
                    .isEqualTo("Second");
        }
    }

    @Test
    void aClockThatJumpsFiresOnceAndNeverEarly() {
        JumpingClock clock = new JumpingClock();
        Setup setup = Setup.fresh().with(clock);
        try (RunningService service = RunningService.start(setup); Records records = service.records()) {
            String station = Given.station(service, "Jumpy", "ML");
            Instant inAnHour = clock.instant().plusSeconds(3600);
            String hour = Given.program(service, station, "In an hour", inAnHour, inAnHour.plusSeconds(7200));
            String unseen = Given.program(service, station, "Went by unseen", inAnHour.minusSeconds(1800),
                    inAnHour.minusSeconds(900));

            clock.jump(Duration.ofHours(-1));
            String soon = Given.program(service, station, "Now", clock.instant().minusSeconds(10),
                    clock.instant().plusSeconds(600));
            records.awaitOf(soon, 2);
            assertThat(service.get("/api/v1/programs/" + hour).text("status")).isEqualTo("scheduled");

            clock.jump(Duration.ofMinutes(121));
            assertThat(records.awaitOf(unseen, 3)).extracting(Records.Record::type).containsExactly("program.scheduled",
                    "program.started", "program.ended");
            assertThat(records.awaitOf(hour, 2)).extracting(Records.Record::type).containsExactly("program.scheduled",
                    "program.started");
            assertThat(records.awaitOf(soon, 3).getLast().type()).isEqualTo("program.ended");

            clock.jump(Duration.ofHours(-2));
            Awaitility.await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(5))
                    .until(() -> service.get("/api/v1/programs/" + hour).text("status").equals("live"));
            assertThat(records.awaitOf(hour, 2)).hasSize(2);
        }
    }

    @Test
    void whatEndedNinetyDaysAgoLeavesTheTopicAndStaysInTheDatabase() {
        JumpingClock clock = new JumpingClock();
        Setup setup = Setup.fresh().with(clock).with("tarang.lifecycle.first-expiry-after", "0s").with(
                "tarang.lifecycle.expiry-every",
                "200ms");
        try (RunningService service = RunningService.start(setup); Records records = service.records()) {
            String station = Given.station(service, "Archive", "NL");
            Instant now = clock.instant();
            String old = Given.program(service, station, "Old", now.minusSeconds(60), now.plusSeconds(60));
            service.patch("/api/v1/admin/programs/" + old + "/status", "{\"status\":\"cancelled\"}");
            clock.jump(Duration.ofDays(90));
            String recent = Given.program(service, station, "Recent", clock.instant().plusSeconds(60),
                    clock.instant().plusSeconds(120));
            clock.jump(Duration.ofMinutes(5));

            List<Records.Record> life = records.await(record -> old.equals(record.key()) && record.isTombstone(), 1);
            assertThat(life).hasSize(1);
            assertThat(life.getFirst().headers()).containsEntry("tombstone", "expired");
            assertThat(service.get("/api/v1/programs/" + old).status()).isEqualTo(200);
            records.awaitOf(recent, 3);
            assertThat(records.all()).filteredOn(Records.Record::isTombstone).hasSize(1);
        }
    }

    private static long count(JdbcClient jdbc, String where) {
        return jdbc.sql("SELECT count(*) FROM program WHERE " + where).query(Long.class).single();
    }
}
