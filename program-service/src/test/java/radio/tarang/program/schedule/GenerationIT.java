package radio.tarang.program.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import radio.tarang.program.Area;
import radio.tarang.program.Given;
import radio.tarang.program.Records;
import radio.tarang.program.RunningService;
import radio.tarang.program.RunningService.Setup;
import radio.tarang.program.schedule.Shows.Aired;

import static org.assertj.core.api.Assertions.assertThat;
import static radio.tarang.program.schedule.Shows.aired;
import static radio.tarang.program.schedule.Shows.create;
import static radio.tarang.program.schedule.Shows.daily;

/** Day by day, whatever happens to the replicas. It begins on 25 March 2027, 11:30 in Kolkata. */
class GenerationIT {
    private static final LocalDate TODAY = LocalDate.of(2027, 3, 25);
    private final SetClock clock = new SetClock("2027-03-25T06:00:00Z");

    private Setup setup() {
        return Setup.fresh().with(clock).with("tarang.schedules.first-look-after", "0s")
                .with("tarang.schedules.look-every", "200ms");
    }

    /** Daily shows at 18:00, straight into the table: as if each had been due since this moment. */
    private static void given(RunningService service, int each, String... stations) {
        service.jdbc()
                .sql("""
                        INSERT INTO schedule (id, station_id, title, days, start_time, end_time, time_zone, valid_from, active, created_at,
                          updated_at, version, due_at)
                        SELECT gen_random_uuid(), s.id, 'Show ' || n, '{MONDAY,TUESDAY,WEDNESDAY,THURSDAY,FRIDAY,SATURDAY,SUNDAY}', '18:00',
                          '19:00', 'Asia/Kolkata', '2027-01-01', true, now(), now(), 1, '2027-03-25T00:00:00Z'
                        FROM unnest(:stations::uuid[]) AS s (id), generate_series(1, :each) AS n
                        """)
                .param("stations", "{" + String.join(",", stations) + "}").param("each", each).update();
    }

    private static String[] stations(RunningService service, int count) {
        return IntStream.range(0, count).mapToObj(n -> Given.station(service, "Station " + n, "MH"))
                .toArray(String[]::new);
    }

    private static long programmes(JdbcClient jdbc) {
        return jdbc.sql("SELECT count(*) FROM program").query(Long.class).single();
    }

    /** Every schedule has each of these days once, and each was told once. */
    private static void assertOnce(RunningService service, int schedules, int days) {
        JdbcClient jdbc = service.jdbc();
        assertThat(programmes(jdbc)).isEqualTo((long) schedules * days);
        assertThat(jdbc.sql("SELECT count(DISTINCT (schedule_id, occurrence)) FROM program").query(Long.class).single())
                .isEqualTo((long) schedules * days);
        assertThat(jdbc.sql("SELECT count(*) FROM schedule_occurrence").query(Long.class).single())
                .isEqualTo((long) schedules * days);
        try (Records records = service.records()) {
            records.await(record -> record.type().equals("program.scheduled"), schedules * days);
            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                List<Records.Record> told = records.await(record -> record.type().equals("program.scheduled"), 1);
                // The relay may repeat an event whose confirmation was cut off; it is the same event then.
                assertThat(told.stream().map(record -> record.headers().get("ce_id")).distinct())
                        .hasSize(schedules * days);
                assertThat(told.stream().map(Records.Record::key).distinct()).hasSize(schedules * days);
            });
        }
    }

    @Test
    void twoReplicasGenerateEveryDayOnceAlsoWhileTheirConnectionsAreCut() {
        Setup setup = setup();
        try (RunningService one = RunningService.start(setup);
                RunningService two = RunningService.start(setup)) {
            given(one, 40, stations(one, 4));
            JdbcClient bystander = bystander(setup);
            int cuts = 0;
            while (cuts < 15 && programmes(bystander) < 160 * 15) {
                long before = programmes(bystander);
                Awaitility.await().pollInterval(Duration.ofMillis(10)).until(() -> programmes(bystander) > before);
                cutConnections(bystander);
                cuts++;
            }
            assertThat(cuts).as("cut in the middle").isGreaterThan(3);
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> nothingDue(bystander));
            assertOnce(one, 160, 15);

            clock.set(Instant.parse("2027-03-27T18:31:00Z")); // three local days on
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> programmes(bystander) >= 160 * 18);
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> nothingDue(bystander));
            assertOnce(one, 160, 18);
        }
    }

    private boolean nothingDue(JdbcClient jdbc) {
        return jdbc.sql("SELECT count(*) FROM schedule WHERE due_at <= ?").param(Area.utc(clock.instant()))
                .query(Integer.class).single() == 0;
    }

    /** Beside the service's own connections, whose end the test must survive. */
    private static JdbcClient bystander(Setup setup) {
        return JdbcClient.create(new DriverManagerDataSource(setup.database().jdbcUrl(), setup.database().username(),
                setup.database().password()));
    }

    /** As the end of a process would: whatever was not committed is gone. */
    private static void cutConnections(JdbcClient bystander) {
        bystander
                .sql("""
                        SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
                        """)
                .query(Boolean.class).list();
    }

    @Test
    void afterALongTimeAwayNothingIsInventedAndWhatIsOnNowStarts() {
        Setup setup = setup();
        String id;
        try (RunningService service = RunningService.start(setup)) {
            id = create(service, daily(Given.station(service, "Away", "MH"), "18:00", "19:00", Map.of())).text("id");
            assertThat(aired(service, id)).hasSize(15);
        }
        clock.set(Instant.parse("2027-05-04T13:00:00Z")); // forty days later, 18:30
        try (RunningService service = RunningService.start(setup)) {
            LocalDate then = TODAY.plusDays(40);
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> aired(service, id).size() > 15);
            Awaitility.await().untilAsserted(() -> assertThat(aired(service, id, "live")).extracting(Aired::occurrence)
                    .containsExactly(then));
            assertThat(aired(service, id)).extracting(Aired::occurrence).containsExactlyElementsOf(
                    Stream.concat(TODAY.datesUntil(TODAY.plusDays(15)), then.datesUntil(then.plusDays(15))).toList());
        }
    }

    @Test
    void generationWaitsWhileTheOutboxIsFull() {
        Setup setup = setup().with("tarang.outbox.relay", "false").with("tarang.bulk.max-outbox-depth", "100");
        try (RunningService service = RunningService.start(setup)) {
            given(service, 20, stations(service, 1));
            JdbcClient jdbc = service.jdbc();
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> programmes(jdbc) > 90);
            Awaitility.await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(3))
                    .untilAsserted(() -> assertThat(programmes(jdbc)).isBetween(91L, 115L));
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
                jdbc.sql("DELETE FROM outbox").update();
                return programmes(jdbc) == 20 * 15;
            });
        }
    }

    @Test
    void aChangeTooLargeForOneTransactionIsFinishedByTheGenerator() {
        try (RunningService service = RunningService.start(setup())) {
            String station = Given.station(service, "Moving", "MH");
            String id = create(service,
                    daily(station, "18:00", "19:00", moved(TODAY.plusDays(20), 340, TODAY.plusDays(3))))
                    .text("id");
            assertThat(aired(service, id)).hasSize(15 + 340);

            Map<String, Object> others = daily(station, "18:00", "19:00",
                    moved(TODAY.minusDays(340), 340, TODAY.plusDays(4)));
            others.put("validFrom", "2026-01-01");
            assertThat(Shows.change(service, id, others).json().get("conflicts")).hasSize(50);

            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> aired(service, id).size() == 15 + 680);
            List<Aired> scheduled = aired(service, id, "scheduled");
            assertThat(scheduled).filteredOn(one -> one.start().equals(Instant.parse("2027-03-28T12:30:00Z")))
                    .hasSize(1);
            assertThat(scheduled).filteredOn(one -> one.start().equals(Instant.parse("2027-03-29T12:30:00Z")))
                    .hasSize(341);
        }
    }

    private static Map<String, Object> moved(LocalDate from, int days, LocalDate to) {
        List<Map<String, String>> exceptions = new ArrayList<>();
        from.datesUntil(from.plusDays(days)).forEach(
                date -> exceptions.add(Map.of("date", date.toString(), "action", "move", "toDate", to.toString())));
        return new HashMap<>(Map.of("exceptions", exceptions));
    }

    @Test
    void newRulesForAZoneReachWhatWasGeneratedByTheOldOnes() {
        try (RunningService service = RunningService.start(setup())) {
            String id = create(service, daily(Given.station(service, "Rules", "MH"), "18:00", "19:00", Map.of()))
                    .text("id");
            // as if the zone had been half an hour further east when these were generated
            service.jdbc()
                    .sql("""
                            UPDATE program SET scheduled_start = scheduled_start - interval '30 min', scheduled_end = scheduled_end - interval '30 min'
                            """)
                    .update();
            service.jdbc()
                    .sql("""
                            UPDATE schedule_occurrence SET starts_at = starts_at - interval '30 min', ends_at = ends_at - interval '30 min'
                            """)
                    .update();
            clock.set(Instant.parse("2027-03-25T18:31:00Z"));

            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> aired(service, id).size() == 16);
            assertThat(aired(service, id, "scheduled")).allSatisfy(
                    one -> assertThat(one.start()).isEqualTo(one.occurrence() + "T12:30:00Z"));
        }
    }
}
