package radio.tarang.program.export;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import radio.tarang.program.Given;
import radio.tarang.program.RunningService;
import radio.tarang.program.RunningService.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** How much goes into one answer. */
class LargeScheduleIT {
    private static final Logger LOG = LoggerFactory.getLogger(LargeScheduleIT.class);
    private static final Instant NEW_YEAR = Instant.parse("2030-01-01T00:00:00Z");
    private final RunningService service = RunningService.shared();

    @Test
    void aMonthOfHalfHoursIsOneAnswerInEveryForm() {
        String station = Given.station(service, "A full month", "MH");
        fill(station, 31 * 48, 30);
        for (String form : List.of("", ".ics", ".xmltv", ".jsonld", ".atom")) {
            long began = System.nanoTime();
            Answer answer = service.get("/api/v1/stations/" + station + "/schedule" + form
                    + "?from=2030-01-01T00:00:00Z&to=2030-02-01T00:00:00Z");
            LOG.info("{} programmes as {}: {} KB in {} ms", 31 * 48, form.isEmpty() ? ".json" : form,
                    answer.raw().body().length() / 1024, (System.nanoTime() - began) / 1_000_000);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.raw().body()).contains("Number 1 ", "Number 1488 ");
        }
    }

    @Test
    void moreThanAnAnswerHoldsIsRefusedNotCut() {
        String station = Given.station(service, "A programme a minute", "MH");
        fill(station, 5_001, 1);
        String path = "/api/v1/stations/" + station + "/schedule.ics?from=2030-01-01T00:00:00Z&to=";
        Answer refused = service.get(path + NEW_YEAR.plusSeconds(5_001 * 60));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.raw().body()).contains("5000 programmes");
        assertThat(service.get(path + NEW_YEAR.plusSeconds(5_000 * 60)).status()).isEqualTo(200);
    }

    private void fill(String station, int count, int minutes) {
        service.jdbc()
                .sql("""
                        INSERT INTO program (id, station_id, area, title, description, tags, scheduled_start, scheduled_end, status, created_at,
                          updated_at, version)
                        SELECT gen_random_uuid(), :station::uuid, 'MH', 'Number ' || n || ' of many', repeat('विवरण ', 60), '{a,b}',
                          timestamptz '2030-01-01T00:00:00Z' + (n - 1) * :minutes * interval '1 minute',
                          timestamptz '2030-01-01T00:00:00Z' + n * :minutes * interval '1 minute', 'scheduled', now(), now(), 1
                        FROM generate_series(1, :count) n
                        """)
                .param("station", station).param("minutes", minutes).param("count", count).update();
    }
}
