package radio.tarang.faults.story;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import radio.tarang.faults.stage.Answer;
import radio.tarang.faults.stage.Api;
import radio.tarang.faults.stage.FeedClient;
import radio.tarang.faults.stage.Service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An editor's recurring shows become programmes, one of them runs over, the schedule is given to another station, and program-service is killed between
 * the runs that generate and in the middle of an overrun. What the listener hears, the listing, the table and the topic must agree throughout.
 */
@ExtendWith(RunningPlatform.class)
class ScheduleStoryIT {
    private static final ZoneId INDIA = ZoneId.of("Asia/Kolkata");
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int STATIONS = 6;
    /** How far program-service looks ahead. */
    private static final int DAYS_AHEAD = 14;

    private final RunningPlatform.Platform platform;
    private final Api api;
    private final Records records;

    ScheduleStoryIT(RunningPlatform.Platform platform) {
        this.platform = platform;
        this.api = platform.api();
        this.records = new Records(platform.stage());
    }

    @Test
    void anEveningThatRunsOverIsToldOnceAndInOneChainWhateverIsKilled() throws IOException, SQLException {
        String shillong = station("Radio Shillong", "ML");
        ZonedDateTime start = ZonedDateTime.now(INDIA).truncatedTo(ChronoUnit.MINUTES);
        try (FeedClient listener = FeedClient.subscribe(api.base(), "ML")) {
            String[] evening = {generated(shillong, "Morning in Shillong", start, start.plusMinutes(60)),
                    generated(shillong, "Khasi News", start.plusMinutes(60), start.plusMinutes(90)),
                    generated(shillong, "Songs of the Hills", start.plusMinutes(90), start.plusMinutes(150))};
            await("what is on now starts").atMost(SOON).until(() -> !listener.of("PROGRAM_STARTED", evening[0])
                    .isEmpty());

            assertThat(overrun(api, evening[0], 12).status()).isEqualTo(200);
            isHeardLate(listener, evening, 12);
            await("the listing says so").atMost(SOON).untilAsserted(() -> assertThat(delays()).containsEntry(
                    evening[1], 12).containsEntry(evening[2], 12).hasSize(2));
            await("one chain").atMost(SOON).untilAsserted(() -> records.areOneChain(List.of(evening)));
            isGivenTo(shillong, station("Radio Itanagar", "AR"));

            many(start.plusMinutes(200));
            platform.program().kill(); // right after the last was acknowledged
            nextRunIsDue();
            Service other = platform.stage().programReplica(platform.launch());
            try {
                platform.stage().startAll(platform.program(), other);
                await("the next run is complete").atMost(SOON.multipliedBy(3)).untilAsserted(this::everyDayIsThereOnce);
                isKilledWithinAnOverrun(other, evening);
            } finally {
                other.kill();
            }
            ranOver(evening);
            isHeardLate(listener, evening, 17);
            await("one chain").atMost(SOON).untilAsserted(() -> records.areOneChain(List.of(evening)));
            await("all is told").atMost(SOON).until(() -> records.rows("SELECT 1 FROM outbox").isEmpty());
            records.areWithoutGapOrRepeat();
            assertThat(listener.count("RESYNC")).isZero();
            assertThat(listener.of("PROGRAM_STARTED", evening[0])).hasSize(1);
        }
    }

    // ---- the editor

    private String station(String name, String stateId) {
        Answer made = api.createStation(name + " " + Long.toString(System.nanoTime(), 36), stateId);
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        records.follow(made.text("id"));
        return made.text("id");
    }

    private void show(String station, String title, ZonedDateTime start, ZonedDateTime end) {
        Answer made = api.ask("POST", "/api/v1/admin/schedules",
                """
                        {"stationId": "%s", "title": "%s", "hostName": "Banri", "tags": ["evening"], "startTime": "%s", "endTime": "%s", "validFrom": "%s", "validUntil": "%s",
                         "daysOfWeek": ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"]}
                        """
                        .formatted(station, title, time(start), time(end), start.toLocalDate(),
                                start.toLocalDate().plusDays(10)));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
    }

    private static LocalTime time(ZonedDateTime moment) {
        return moment.toLocalTime();
    }

    /** @return its first broadcast, which is there as soon as the show is */
    private String generated(String station, String title, ZonedDateTime start, ZonedDateTime end)
            throws SQLException {
        show(station, title, start, end);
        return records
                .rows("SELECT id::text FROM program WHERE station_id = '%s' AND title = '%s' AND scheduled_start = '%s'"
                        .formatted(station, title, start.toInstant()))
                .getFirst();
    }

    private void many(ZonedDateTime start) {
        for (int n = 0; n < STATIONS; n++) {
            String station = station("Radio of many shows", "ML");
            for (int show = 0; show < 3; show++) {
                show(station, "Show " + show, start.plusMinutes(10 * show), start.plusMinutes(10 * show + 10));
            }
        }
    }

    private static Answer overrun(Api editor, String program, int minutes) {
        return editor.ask("POST", "/api/v1/admin/programs/" + program + "/overrun",
                "{\"minutes\": %d, \"policy\": \"shift\"}".formatted(minutes));
    }

    private void isGivenTo(String from, String to) throws SQLException {
        String calendar = api.get("/api/v1/stations/" + from + "/schedule.ics").body();
        assertThat(imported(to, calendar).path("created").asInt()).as(calendar).isGreaterThanOrEqualTo(3);
        assertThat(contents(to)).isNotEmpty().isSubsetOf(contents(from));
        await("what is on now starts there too").atMost(SOON)
                .until(() -> records.rows("SELECT 1 FROM program WHERE station_id = '"
                        + to + "' AND status = 'scheduled' AND scheduled_start <= now()").isEmpty());
        List<String> before = records.programs();
        JsonNode again = imported(to, calendar);
        assertThat(again.path("unchanged").asInt()).as(again.toString()).isEqualTo(again.path("read").asInt());
        assertThat(records.programs()).isEqualTo(before);
    }

    private JsonNode imported(String station, String calendar) {
        Answer accepted = api.post("/api/v1/admin/imports?stationId=" + station, "text/calendar", calendar);
        assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);
        String job = accepted.header("Location").orElseThrow();
        await("the import is done").atMost(SOON).until(() -> api.get(job).text("status").matches("completed|failed"));
        assertThat(api.get(job).json().path("errors")).as(api.get(job).body()).isEmpty();
        return api.get(job).json().path("counts");
    }

    private List<String> contents(String station) throws SQLException {
        return records.rows("SELECT (scheduled_start, scheduled_end, title, host_name, tags)::text FROM program"
                + " WHERE station_id = '%s'".formatted(station));
    }

    // ---- what is broken

    /** As if days had gone by: what no show was to have until now, each has. */
    private void nextRunIsDue() throws SQLException {
        try (Connection connection = platform.stage().connect("program");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "UPDATE schedule SET valid_until = NULL, due_at = now() WHERE station_id IN (" + records.stations()
                            + ")");
        }
    }

    private void isKilledWithinAnOverrun(Service other, String[] evening) throws IOException, SQLException {
        List<String> before = records.programs();
        try (Connection inTheWay = platform.stage().connect("program");
                Statement statement = inTheWay.createStatement()) {
            inTheWay.setAutoCommit(false);
            statement.execute("SELECT FROM program WHERE id = '" + evening[2] + "' FOR UPDATE");
            CompletableFuture<Answer> answer = CompletableFuture
                    .supplyAsync(() -> overrun(sameWrite().at(other.uri()), evening[0], 5));
            await("it waits in the middle").atMost(SOON).pollInterval(Duration.ofMillis(10)).until(
                    () -> !records.rows(
                            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%FOR%'")
                            .isEmpty());
            other.kill();
            inTheWay.rollback();
            assertThat(answer.join().isSuccess()).as("the editor knows nothing").isFalse();
        }
        await("nothing of it happened").atMost(SOON)
                .untilAsserted(() -> assertThat(records.programs()).isEqualTo(before));
    }

    /** The editor sends the same write again until somebody answers, and once more because the answer might have been lost. */
    private void ranOver(String[] evening) {
        await("the other replica does it").atMost(SOON)
                .until(() -> overrun(sameWrite(), evening[0], 5).status() == 200);
        assertThat(overrun(sameWrite(), evening[0], 5).json().path("moved").size()).isEqualTo(2);
        await("it happened once").atMost(SOON).untilAsserted(() -> assertThat(delays()).containsEntry(evening[1], 17)
                .containsEntry(evening[2], 17).hasSize(2));
    }

    private Api sameWrite() {
        return api.with("Idempotency-Key", "one-overrun-" + hashCode());
    }

    // ---- what must hold

    private static void isHeardLate(FeedClient listener, String[] evening, int minutes) {
        for (int n = 1; n < evening.length; n++) {
            String id = evening[n];
            await("%s is said to be %d minutes late".formatted(id, minutes)).atMost(SOON)
                    .until(() -> listener.of("PROGRAM_UPDATED", id).stream().anyMatch(
                            told -> told.payload().path("updates").path("delayMinutes").asInt() == minutes));
        }
    }

    private Map<String, Integer> delays() {
        Map<String, Integer> delays = new HashMap<>();
        api.get("/api/v1/programs/state/ML?status=scheduled").json().path("programs").forEach(program -> {
            if (program.has("delayMinutes")) {
                delays.put(program.path("id").asString(), program.path("delayMinutes").asInt());
            }
        });
        return delays;
    }

    private void everyDayIsThereOnce() throws SQLException {
        LocalDate last = LocalDate.now(INDIA).plusDays(DAYS_AHEAD);
        List<String> shows = records.rows(
                """
                        SELECT concat(max(occurrence), ' ', max(occurrence) - min(occurrence) + 1 - count(*), ' ', min(occurrence) <= '%s') FROM program
                        WHERE schedule_id IS NOT NULL AND station_id IN (%s) GROUP BY schedule_id
                        """
                        .formatted(last.minusDays(DAYS_AHEAD - 1), records.stations()));
        assertThat(shows).hasSize(3 + 3 * STATIONS).allMatch((last + " 0 t")::equals);
        assertThat(records.rows("SELECT station_id FROM program WHERE station_id IN (" + records.stations()
                + ") GROUP BY station_id, scheduled_start, title HAVING count(*) > 1")).isEmpty();
    }
}
