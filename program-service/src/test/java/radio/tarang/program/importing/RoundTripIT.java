package radio.tarang.program.importing;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import radio.tarang.program.Given;
import radio.tarang.program.RunningService;
import radio.tarang.program.export.Rich;

import static org.assertj.core.api.Assertions.assertThat;

/** What goes out as XMLTV or iCalendar comes in again as what it was, where it came from and where nobody has seen it. */
class RoundTripIT {
    private static final Instant START = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(49, ChronoUnit.HOURS);
    private static final RunningService here = RunningService.shared();
    private static final RunningService elsewhere = RunningService.start(RunningService.Setup.fresh());
    private static String station = "";

    @BeforeAll
    static void aStationWithProgrammesOfEveryKind() {
        station = Given.station(here, "Round & \\\"trip\\\" तरंग", "MH");
        Rich.program(here, station, at(0), at(60), Map.of());
        Rich.program(here, station, at(60), at(90),
                Map.of("externalId", "uid-of-others@elsewhere.example", "title", "B"));
        Rich.program(here, station, at(90), at(120), Map.of("category", "", "title", "Tags without a category"));
        Rich.program(here, station, at(90), at(121),
                Map.of("tags", List.of(), "title", "Overlapping, a category alone"));
        Given.program(here, station, "Plain", at(121), at(122));
        Given.program(here, station, "Plain", at(122), at(123));
        Given.program(here, station, "To the millisecond", at(123).plusMillis(250), at(130).plusMillis(750));
        Given.program(here, station, "Across midnight", at(1440 - 180), at(1440 + 60));
        Rich.program(here, station, at(1600), at(1660), Map.of("description", "", "imageUrl", "", "hostName", "",
                "language", "", "title", "=cmd|' /C calc'!A0 \\n \\, \\\\ end\\"));
    }

    @AfterAll
    static void stop() {
        elsewhere.close();
    }

    @ParameterizedTest
    @CsvSource({"schedule.xmltv, application/xml", "schedule.ics, text/calendar"})
    void changesNothingHereAndMakesTheSameThereOnce(String form, String type) {
        String file = export(here, station, form);
        List<@Nullable String> before = programs(here, station);
        assertThat(before).hasSize(9);

        for (String query : List.of("", "?stationId=" + station)) {
            assertThat(counts(here, query, type, file))
                    .isEqualTo("9 read, 0 created, 0 updated, 9 unchanged, 0 rejected");
        }
        assertThat(programs(here, station)).isEqualTo(before);

        assertThat(counts(elsewhere, "?createStations=true", type, file)).isIn(
                "9 read, 9 created, 0 updated, 0 unchanged, 0 rejected",
                "9 read, 0 created, 0 updated, 9 unchanged, 0 rejected"); // the other form has been there before
        String twin = elsewhere.jdbc().sql("SELECT id::text FROM station WHERE external_id = ?").param(station)
                .query(String.class).single();
        assertThat(contents(elsewhere, twin)).isEqualTo(contents(here, station));
        assertThat(counts(elsewhere, "?createStations=true", type, file))
                .isEqualTo("9 read, 0 created, 0 updated, 9 unchanged, 0 rejected");
        String back = export(elsewhere, twin, form);
        assertThat(counts(elsewhere, "", type, back))
                .isEqualTo("9 read, 0 created, 0 updated, 9 unchanged, 0 rejected");
    }

    private static Instant at(int minute) {
        return START.plusSeconds(60L * minute);
    }

    private static String export(RunningService service, String station, String form) {
        var answer = service.get("/api/v1/stations/" + station + "/" + form + "?from=" + START + "&to=" + at(4000));
        assertThat(answer.status()).isEqualTo(200);
        return answer.raw().body();
    }

    private static String counts(RunningService service, String query, String type, String file) {
        Upload upload = new Upload(service.port());
        HttpResponse<String> answer = upload.post(query, type, BodyPublishers.ofString(file));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        JsonNode job = upload.over(answer.headers().firstValue("Location").orElseThrow());
        JsonNode counts = job.get("counts");
        assertThat(job.get("errors")).as(job.toString()).isEmpty();
        return "%d read, %d created, %d updated, %d unchanged, %d rejected".formatted(counts.get("read").asInt(),
                counts.get("created").asInt(), counts.get("updated").asInt(), counts.get("unchanged").asInt(),
                counts.get("rejected").asInt());
    }

    /** Everything, ids and versions too. */
    private static List<@Nullable String> programs(RunningService service, String station) {
        return service.jdbc().sql("SELECT p::text FROM program p WHERE station_id = ?::uuid ORDER BY id")
                .param(station).query(String.class).list();
    }

    /** What a programme is, wherever it is; formats know whole seconds. */
    private static List<@Nullable String> contents(RunningService service, String station) {
        return service.jdbc().sql("""
                SELECT row_to_json(r)::text FROM (
                  SELECT title, description, category, host_name, language, image_url, tags, external_id,
                    date_trunc('second', scheduled_start) AS start, date_trunc('second', scheduled_end) AS end, status
                  FROM program WHERE station_id = ?::uuid) r ORDER BY r.start, r.title
                """).param(station).query(String.class).list();
    }
}
