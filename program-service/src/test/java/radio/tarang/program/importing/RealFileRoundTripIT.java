package radio.tarang.program.importing;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import radio.tarang.program.RunningService;
import radio.tarang.program.RunningService.Answer;
import radio.tarang.program.export.Rich;

import static org.assertj.core.api.Assertions.assertThat;

/** A published schedule of 14 channels, which is not ours to ship: in, out in every form, and in again, here and elsewhere. */
@EnabledIf(value = "fileIsThere", disabledReason = "../shared/data/bbc-radio.xmltv.xml is not there")
class RealFileRoundTripIT {
    private static final Logger LOG = LoggerFactory.getLogger(RealFileRoundTripIT.class);
    private static final Path FILE = Path.of(System.getProperty("tarang.root", "."))
            .resolve("../shared/data/bbc-radio.xmltv.xml").normalize();
    private static final String RANGE = "?from=2023-04-20&to=2023-05-20";

    static boolean fileIsThere() {
        return Files.isReadable(FILE);
    }

    @Test
    void isTheSameProgrammesInEveryFormHereAndElsewhere() throws IOException {
        try (RunningService here = RunningService.start(RunningService.Setup.fresh());
                RunningService elsewhere = RunningService.start(RunningService.Setup.fresh())) {
            int created = run(here, "file", "?createStations=true", "application/xml", Files.readString(FILE))
                    .get("counts").get("created").asInt();
            List<@Nullable String> stations = here.jdbc().sql("SELECT id::text FROM station ORDER BY id")
                    .query(String.class).list();
            assertThat(stations).hasSize(14);
            List<@Nullable String> before = rows(here, "p::text");
            int atom = 0;
            int linked = 0;
            int spi = 0;
            for (Object station : stations) {
                String path = "/api/v1/stations/" + station + "/";
                for (String form : List.of("xmltv", "ics")) {
                    String type = form.equals("ics") ? "text/calendar" : "application/xml";
                    String file = get(here, path + "schedule." + form + RANGE);
                    JsonNode again = run(here, form, "", type, file).get("counts");
                    assertThat(again.get("unchanged")).isEqualTo(again.get("read"));
                    assertThat(run(elsewhere, form, "?createStations=true", type, file).get("counts").get("rejected")
                            .asInt()).isZero();
                }
                atom += Rich.elements(Rich.dom(get(here, path + "schedule.atom" + RANGE)).getDocumentElement(), "entry")
                        .size();
                linked += JsonMapper.shared().readTree(get(here, path + "schedule.jsonld" + RANGE)).get("@graph").size()
                        - 1;
                spi += Rich.elements(Rich.dom(get(here, path + "spi/20230428_PI.xml")).getDocumentElement(),
                        "programme").size();
            }
            LOG.info("{} programmes of 14 stations; Atom {}, JSON-LD {}, SPI of a day {}", created, atom, linked, spi);
            assertThat(atom).isEqualTo(created);
            assertThat(linked).isEqualTo(created);
            assertThat(spi).isPositive();
            assertThat(rows(here, "p::text")).isEqualTo(before);
            assertThat(contents(elsewhere)).hasSize(created).isEqualTo(contents(here));
        }
    }

    private static List<@Nullable String> contents(RunningService service) {
        return rows(service,
                """
                        concat_ws('|', s.external_id, s.name, scheduled_start, scheduled_end, title, description, category, host_name,
                          language, image_url, tags, p.external_id, status)""");
    }

    private static List<@Nullable String> rows(RunningService service, String what) {
        return service.jdbc().sql("SELECT " + what + " FROM program p JOIN station s ON s.id = station_id ORDER BY 1")
                .query(String.class).list();
    }

    private static String get(RunningService service, String path) {
        Answer answer = service.get(path);
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
        return answer.raw().body();
    }

    private static JsonNode run(RunningService service, String name, String query, String type, String file) {
        Upload upload = new Upload(service.port());
        HttpResponse<String> answer = upload.post(query, type, BodyPublishers.ofString(file));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        JsonNode job = upload.over(answer.headers().firstValue("Location").orElseThrow());
        LOG.info("{}: {} {}", name, job.get("counts"), job.get("errors"));
        assertThat(job.get("status").asString()).isEqualTo("completed");
        return job;
    }
}
