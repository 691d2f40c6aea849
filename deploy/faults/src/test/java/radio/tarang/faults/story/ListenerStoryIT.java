package radio.tarang.faults.story;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import radio.tarang.faults.stage.Answer;
import radio.tarang.faults.stage.Api;
import radio.tarang.faults.stage.FeedClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(RunningPlatform.class)
class ListenerStoryIT {

    /** The promise is one second; the hard limit to the listener's screen is five. */
    private static final Duration HARD_LIMIT = Duration.ofSeconds(5);

    private final Api api;

    ListenerStoryIT(Api api) {
        this.api = api;
    }

    @Test
    void aProgrammeGoesOnAndOffAirOnTime() {
        String station = created(api.createStation("Radio Panaji", "GA"));
        try (FeedClient listener = FeedClient.subscribe(api.base(), "GA")) {
            assertThat(api.listing("GA").status()).isEqualTo(200);
            Answer program = api.createProgram(station, "Mando Hour", Instant.now().plusSeconds(3),
                    Instant.now().plusSeconds(7));
            String id = created(program);
            assertThat(program.text("status")).isEqualTo("scheduled");

            FeedClient.Message started = message(listener, "PROGRAM_STARTED", id);
            assertOnTime(started.at(), Instant.parse(program.text("scheduledStart")));
            assertThat(started.payload().path("program").path("title").asString()).isEqualTo("Mando Hour");
            await("the listing shows it").atMost(Duration.ofSeconds(1))
                    .until(() -> api.listing("GA").body().contains(id));

            FeedClient.Message ended = message(listener, "PROGRAM_ENDED", id);
            assertOnTime(ended.at(), Instant.parse(program.text("scheduledEnd")));
            await("the listing drops it").atMost(Duration.ofSeconds(1))
                    .until(() -> !api.listing("GA").body().contains(id));
            assertThat(api.program(id).text("status")).isEqualTo("ended");
            assertThat(listener.of("PROGRAM_STARTED", id)).hasSize(1);
        }
    }

    @Test
    void aListenerWhoComesBackWithACursorMissesNothing() {
        String station = created(api.createStation("Radio Kohima", "NL"));
        FeedClient left = FeedClient.subscribe(api.base(), "NL");
        String cursor = left.messages().getLast().cursor();
        left.close();
        Instant start = Instant.now().plusSeconds(1);
        String id = created(api.createProgram(station, "Hornbill Songs", start, start.plusSeconds(1)));
        await("it is over").atMost(HARD_LIMIT.plusSeconds(2))
                .until(() -> api.program(id).text("status").equals("ended"));
        try (FeedClient back = FeedClient.resume(api.base(), "NL", cursor)) {
            message(back, "PROGRAM_STARTED", id);
            message(back, "PROGRAM_ENDED", id);
            assertThat(back.count("SNAPSHOT")).isZero();
        }
    }

    @Test
    void aScheduleIsImportedOnceHoweverOftenItIsSent() {
        Answer first = imported(xmltv(Instant.now()));
        assertThat(first.text("status")).isEqualTo("completed");
        assertThat(first.json().path("counts").path("created").asInt()).isEqualTo(3);
        assertThat(first.json().path("counts").path("duplicate").asInt()).isEqualTo(1);
        assertThat(first.json().path("counts").path("rejected").asInt()).isEqualTo(1);
        assertThat(first.json().path("errors").get(0).path("line").asInt()).isPositive();

        await("what is on air nationwide is on air in every state").atMost(HARD_LIMIT)
                .until(() -> api.listing("TR").body().contains("The Long Wave"));
        Answer second = imported(xmltv(Instant.now()));
        assertThat(second.json().path("counts").path("created").asInt()).isZero();
    }

    @Test
    void whatCannotBeIsAnsweredAsAProblem() {
        Answer unknown = api.listing("XX");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.header("Content-Type")).hasValue("application/problem+json");
        assertThat(unknown.text("type")).isEqualTo("https://tarang.radio/problems/unknown-state");
        assertThat(unknown.text("traceId")).matches("[0-9a-f]{32}");

        Answer malformed = api.post("/api/v1/admin/programs", "application/json", "{\"title\": ");
        assertThat(malformed.status()).isEqualTo(400);
        assertThat(malformed.text("type")).isEqualTo("https://tarang.radio/problems/malformed-request");
        assertThat(api.get("/actuator/env").status()).isEqualTo(404);
    }

    private Answer imported(String file) {
        Answer accepted = api.post("/api/v1/admin/imports?format=xmltv&createStations=true", "application/xml", file);
        assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);
        String job = accepted.header("Location").orElseThrow();
        await("the import is done").atMost(Duration.ofSeconds(20))
                .until(() -> api.get(job).text("status").matches("completed|failed"));
        return api.get(job);
    }

    /** One programme on air, one to come, one of them twice, one already over, one without a start. */
    private static String xmltv(Instant now) {
        Instant hour = now.truncatedTo(java.time.temporal.ChronoUnit.HOURS);
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <tv>
                  <channel id="long-wave.example"><display-name>Long Wave</display-name></channel>
                %s%s%s%s  <programme stop="%s" channel="long-wave.example"><title>Nameless</title></programme>
                </tv>
                """.formatted(programme(hour.minusSeconds(3600), hour, "Yesterday's Tide"),
                programme(hour, hour.plusSeconds(7200), "The Long Wave"),
                programme(hour.plusSeconds(7200), hour.plusSeconds(9000), "The Short Wave"),
                programme(hour.plusSeconds(7200), hour.plusSeconds(9000), "The Short Wave"), stamp(hour));
    }

    private static String programme(Instant start, Instant stop, String title) {
        return "  <programme start=\"%s\" stop=\"%s\" channel=\"long-wave.example\"><title lang=\"en\">%s</title></programme>\n"
                .formatted(stamp(start), stamp(stop), title);
    }

    private static String stamp(Instant instant) {
        return DateTimeFormatter.ofPattern("yyyyMMddHHmmss '+0000'").withZone(ZoneOffset.UTC).format(instant);
    }

    private static FeedClient.Message message(FeedClient listener, String type, String programId) {
        await(type + " of " + programId).atMost(Duration.ofSeconds(15))
                .until(() -> !listener.of(type, programId).isEmpty());
        return listener.of(type, programId).getFirst();
    }

    private static void assertOnTime(Instant seen, Instant boundary) {
        assertThat(seen).isAfterOrEqualTo(boundary).isBefore(boundary.plus(HARD_LIMIT));
    }

    private static String created(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        return answer.text("id");
    }
}
