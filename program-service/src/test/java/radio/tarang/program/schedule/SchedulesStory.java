package radio.tarang.program.schedule;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import tools.jackson.databind.JsonNode;

import radio.tarang.program.RunningService;
import radio.tarang.program.RunningService.Answer;
import radio.tarang.program.RunningService.Setup;
import radio.tarang.program.schedule.Shows.Aired;

import static org.assertj.core.api.Assertions.assertThat;
import static radio.tarang.program.schedule.Shows.aired;
import static radio.tarang.program.schedule.Shows.daily;
import static radio.tarang.program.schedule.Shows.json;

/** An editor's recurring shows on Thursday 25 March 2027, 11:30 in Kolkata. */
abstract class SchedulesStory {
    static final String NOW = "2027-03-25T06:00:00Z";
    static final LocalDate TODAY = LocalDate.of(2027, 3, 25);
    /** One for all tests of this morning; it ends with their process. */
    static final RunningService service = RunningService.start(Setup.fresh().with(new SetClock(NOW)));

    static Map<String, Object> evening(String station, Map<String, Object> members) {
        return daily(station, "18:00", "19:00", members);
    }

    static Map<String, Object> evening(String station) {
        return evening(station, Map.of());
    }

    static Map<String, Object> exceptions(Map<?, ?>... exceptions) {
        return Map.of("exceptions", List.of(exceptions));
    }

    static LocalDate in(int days) {
        return TODAY.plusDays(days);
    }

    static Aired on(String schedule, LocalDate occurrence) {
        return aired(service, schedule).stream().filter(one -> one.occurrence().equals(occurrence))
                .reduce((_, last) -> last).orElseThrow();
    }

    /** As an editor would who changes one member of a programme. */
    static void changeByHand(UUID program, String member, Object value) {
        JsonNode now = service.get("/api/v1/programs/" + program).json();
        Map<String, Object> body = new LinkedHashMap<>(Map.of("stationId", now.get("stationId").asString(),
                "title", now.get("title").asString(), "scheduledStart", now.get("scheduledStart").asString(),
                "scheduledEnd", now.get("scheduledEnd").asString()));
        body.put(member, value);
        Answer answer = service.put("/api/v1/admin/programs/" + program + "?allowOverlap=true", json(body));
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    }
}
