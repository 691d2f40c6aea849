package radio.tarang.gateway.browser;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The rules of {@code js/zone.js}, asked where it runs: what java.time says of the same clocks. */
class ZoneModuleIT extends PageTest {

    @ParameterizedTest
    @CsvSource({"2026-01-31T18:30, Asia/Kolkata, 2026-01-31T13:00:00Z",
            "2026-03-29T00:30, Europe/London, 2026-03-29T00:30:00Z",
            // The hour that is not, the hour that is twice, and the two changes of the other direction.
            "2026-03-29T01:15, Europe/London, 2026-03-29T01:15:00Z",
            "2026-10-25T01:15, Europe/London, 2026-10-25T00:15:00Z",
            "2026-10-25T02:00, Europe/London, 2026-10-25T02:00:00Z",
            "2026-03-08T02:30, America/New_York, 2026-03-08T07:30:00Z",
            "2026-11-01T01:30, America/New_York, 2026-11-01T05:30:00Z",
            "2026-04-05T01:45, Australia/Lord_Howe, 2026-04-04T14:45:00Z",
            "2026-09-06T00:00, America/Santiago, 2026-09-06T04:00:00Z"})
    void aWallClockIsOneInstant(String wall, String zone, String instant) {
        List<?> answers = (List<?>) visit().open("MH").page.evaluate("""
                async ([wall, zone]) => {
                  const {instantOf, wallClock, written} = await import("/js/zone.js");
                  const instant = instantOf(wall, zone);
                  return [written(instant), wallClock(instant, zone)];
                }
                """, List.of(wall, zone));
        ZonedDateTime same = LocalDateTime.parse(wall).atZone(ZoneId.of(zone));
        assertThat(answers.getFirst()).isEqualTo(instant).isEqualTo(same.toInstant().toString());
        assertThat(answers.getLast()).isEqualTo(same.toLocalDateTime().toString() + ":00");
    }
}
