package radio.tarang.program;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Stations and programmes for tests. Programmes come to their status through the verbs that bring them there in life. */
public final class Given {
    public static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    public static final StationRef PUNE = new StationRef(UUID.fromString("019a4c00-0000-7014-8a11-5d2f7c3b9e01"),
            "Akashvani Pune", "MH");

    private Given() {
    }

    public static ProgramDetails details(String title) {
        return new ProgramDetails(title, null, null, null, null, null, null, List.of(), null);
    }

    /** Four minutes of nobody's. */
    public static SongDetails song(String title) {
        return new SongDetails(title, "Nobody", null, null, null, 240, false, List.of(), null, null, true);
    }

    /** From 12:00 to 13:00. */
    public static Program scheduled() {
        return Program
                .schedule(UUID.randomUUID(), PUNE, details("Noon"), new Slot(NOON, NOON.plusSeconds(3600)),
                        NOON.minusSeconds(600))
                .program();
    }

    public static Program inStatus(ProgramStatus status) {
        return switch (status) {
            case SCHEDULED -> scheduled();
            case LIVE -> scheduled().start(NOON).program();
            case ENDED -> scheduled().start(NOON).program().end(NOON.plusSeconds(60)).program();
            case CANCELLED -> scheduled().cancel(NOON).program();
        };
    }

    /** The id of a new station; no state makes it national. */
    public static String station(RunningService service, String name, String... state) {
        String stateId = state.length == 0 ? "" : ", \"stateId\": \"" + state[0] + "\"";
        RunningService.Answer answer = service.post("/api/v1/admin/stations",
                "{\"name\": \"" + name + "\", \"languages\": [\"hi\"], \"streamUrl\": \"https://radio.example.org/"
                        + "live.m3u8\"" + stateId + "}");
        if (answer.status() != 201) {
            throw new AssertionError(answer.raw().body());
        }
        return answer.text("id");
    }

    public static String body(String stationId, String title, Instant start, Instant end) {
        return """
                {"stationId": "%s", "title": "%s", "scheduledStart": "%s", "scheduledEnd": "%s"}""".formatted(stationId,
                title, start, end);
    }

    /** The id of a new programme, refusing nothing for an overlap. */
    public static String program(RunningService service, String stationId, String title, Instant start, Instant end) {
        RunningService.Answer answer = service.post("/api/v1/admin/programs?allowOverlap=true",
                body(stationId, title, start, end));
        if (answer.status() != 201) {
            throw new AssertionError(answer.raw().body());
        }
        return answer.text("id");
    }
}
