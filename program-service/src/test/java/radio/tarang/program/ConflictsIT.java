package radio.tarang.program;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import radio.tarang.program.RunningService.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** Two who want different things: of a version, or of a station's time. */
class ConflictsIT {
    private static final String PROGRAMS = "/api/v1/admin/programs";
    private static final Pattern CHANGES_WHAT_IS_THERE = Pattern
            .compile("(PUT|PATCH|DELETE) /api/v1/admin/.*|POST /api/v1/(admin/)?[a-z]+/\\{id}/[a-z]+");
    private final RunningService service = RunningService.shared();
    private final Instant tomorrow = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.HOURS);

    private Instant at(long minutes) {
        return tomorrow.plus(minutes, ChronoUnit.MINUTES);
    }

    private String given(String station, long from, long to) {
        return Given.program(service, station, from + "–" + to, at(from), at(to));
    }

    private Answer move(String id, String station, long from, long to, String query) {
        return service.put(PROGRAMS + "/" + id + query, Given.body(station, "Moved", at(from), at(to)));
    }

    @Test
    void everyChangeOfWhatIsThereTakesIfMatch() {
        Set<String> without = new TreeSet<>();
        Set<String> with = new TreeSet<>();
        service.get("/v3/api-docs").json().get("paths").forEachEntry((path, operations) -> operations
                .forEachEntry((method, operation) -> {
                    String name = method.toUpperCase(Locale.ROOT) + " " + path;
                    if (CHANGES_WHAT_IS_THERE.matcher(name).matches()) {
                        (takesIfMatch(operation) ? with : without).add(name);
                    }
                }));

        assertThat(without).isEmpty();
        assertThat(with).contains("PUT /api/v1/admin/programs/{id}", "POST /api/v1/programs/{id}/end",
                "POST /api/v1/admin/programs/{id}/overrun", "DELETE /api/v1/admin/stations/{id}");
    }

    private static boolean takesIfMatch(JsonNode operation) {
        return operation.path("parameters").valueStream()
                .anyMatch(parameter -> parameter.path("name").asString().equals("If-Match"));
    }

    @Test
    void ofAProgrammeOnlyTheVersionThatWasSeenIsChanged() {
        String station = Given.station(service, "Versions", "KA");
        String id = given(station, 0, 60);
        String admin = PROGRAMS + "/" + id;
        List<Function<String, Answer>> changes = List.of(
                tag -> service.put(admin, Given.body(station, "New", at(0), at(60)), "If-Match", tag),
                tag -> service.patch(admin + "/status", "{\"status\":\"live\"}", "If-Match", tag),
                tag -> service.post(admin + "/overrun", "{\"minutes\":1}", "If-Match", tag),
                tag -> service.post("/api/v1/programs/" + id + "/end", "", "If-Match", tag),
                tag -> service.delete(admin, "If-Match", tag));
        for (Function<String, Answer> change : changes) {
            Answer seen = service.get("/api/v1/programs/" + id);
            for (String stale : List.of("\"v99\"", "\"v99-0123456789abcdef\"", "\"nonsense\"", "v1")) {
                Answer refused = change.apply(stale);
                assertThat(refused.status()).as(refused.raw().body()).isEqualTo(412);
                assertThat(refused.slug()).isEqualTo("precondition-failed");
            }
            assertThat(service.get("/api/v1/programs/" + id).raw().body()).isEqualTo(seen.raw().body());
            assertThat(change.apply(String.valueOf(seen.header("ETag"))).status()).isBetween(200, 204);
        }
        assertThat(service.get("/api/v1/programs/" + id).status()).isEqualTo(404);
    }

    @Test
    void ofAStationOnlyTheVersionThatWasSeenIsChanged() {
        String id = Given.station(service, "Seen", "KA");
        String admin = "/api/v1/admin/stations/" + id;

        assertThat(service.put(admin, "{\"name\": \"Changed\"}", "If-Match", "\"v2\"").status()).isEqualTo(412);
        assertThat(service.delete(admin, "If-Match", "\"v2\"").status()).isEqualTo(412);
        assertThat(service.get("/api/v1/stations/" + id).text("name")).isEqualTo("Seen");
        assertThat(service.put(admin, "{\"name\": \"Changed\"}", "If-Match", "W/\"v1\"").status()).isEqualTo(200);
        assertThat(service.delete(admin, "If-Match", "*").status()).isEqualTo(204);
    }

    @Test
    void aProgrammeIsNotMovedOverAnotherUnlessSomebodySaysSo() {
        String station = Given.station(service, "Moving", "DL");
        String first = given(station, 0, 60);
        String second = given(station, 60, 120);

        Answer refused = move(second, station, 59, 120, "");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.slug()).isEqualTo("program-overlap");
        assertThat(refused.text("detail")).contains(first);
        assertThat(move(second, station, 60, 121, "").status()).isEqualTo(200);
        assertThat(move(second, station, 59, 120, "?allowOverlap=true").status()).isEqualTo(200);
        // It stays where it is: its texts may change without anybody saying so again.
        assertThat(service.put(PROGRAMS + "/" + second, Given.body(station, "New title", at(59), at(120))).status())
                .isEqualTo(200);
        assertThat(move(second, station, 30, 90, "").slug()).isEqualTo("program-overlap");
    }

    @Test
    void whatIsOverOrCancelledIsInNobodysWay() {
        String station = Given.station(service, "Free again", "DL");
        String cancelled = given(station, 0, 60);
        service.patch(PROGRAMS + "/" + cancelled + "/status", "{\"status\":\"cancelled\"}");
        String ended = given(station, 0, 60);
        service.patch(PROGRAMS + "/" + ended + "/status", "{\"status\":\"live\"}");
        assertThat(service.post(PROGRAMS, Given.body(station, "In the way", at(0), at(60))).slug())
                .isEqualTo("program-overlap");
        service.post("/api/v1/programs/" + ended + "/end", "");

        assertThat(service.post(PROGRAMS, Given.body(station, "Fits", at(0), at(60))).status()).isEqualTo(201);
        assertThat(service.post(PROGRAMS, Given.body(Given.station(service, "Other", "DL"), "Elsewhere", at(0),
                at(60))).status()).isEqualTo(201);
    }

    @Test
    void ofTwoProgrammesThatMoveToOneSlotAtOnceOneGetsIt() {
        String station = Given.station(service, "Contested", "DL");
        List<String> ids = IntStream.range(0, 6).mapToObj(n -> given(station, 100L + 10 * n, 110L + 10 * n)).toList();

        assertThat(ids.parallelStream().map(id -> move(id, station, 0, 60, "").status()).sorted().toList())
                .containsExactly(200, 409, 409, 409, 409, 409);
    }

    @Test
    void aSlotOfNoLengthIsNone() {
        String station = Given.station(service, "Nothing", "GA");
        String id = given(station, 0, 60);

        for (Answer answer : List.of(service.post(PROGRAMS, Given.body(station, "Zero", at(60), at(60))),
                service.post(PROGRAMS, Given.body(station, "Less", at(60), at(60).minusMillis(1))),
                service.post(PROGRAMS, Given.body(station, "Too short", at(60), at(60).plusMillis(999))),
                service.post(PROGRAMS, Given.body(station, "Too long", at(60), at(60 + 24 * 60).plusMillis(1))),
                move(id, station, 0, 0, ""))) {
            assertThat(answer.status()).as(answer.raw().body()).isEqualTo(400);
            assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo("scheduledEnd");
        }
        assertThat(service.post(PROGRAMS, Given.body(station, "A second", at(60), at(60).plusSeconds(1))).status())
                .isEqualTo(201);
    }
}
