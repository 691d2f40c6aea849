package radio.tarang.program.schedule;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import radio.tarang.program.Given;
import radio.tarang.program.RunningService.Answer;
import radio.tarang.program.schedule.Shows.Aired;
import radio.tarang.program.security.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;
import static radio.tarang.program.schedule.Shows.SCHEDULES;
import static radio.tarang.program.schedule.Shows.aired;
import static radio.tarang.program.schedule.Shows.change;
import static radio.tarang.program.schedule.Shows.create;
import static radio.tarang.program.schedule.Shows.daily;
import static radio.tarang.program.schedule.Shows.json;

/** What an editor of recurring shows may say, is told, and finds again. */
class ScheduleRulesIT extends SchedulesStory {
    @Test
    void theSameAgainChangesNothing() {
        String station = Given.station(service, "Same", "TN");
        String id = create(service, evening(station)).text("id");
        List<Aired> before = aired(service, id);

        assertThat(change(service, id, evening(station)).json().get("version").intValue()).isEqualTo(1);
        assertThat(aired(service, id)).isEqualTo(before);
    }

    @Test
    void anOverlapIsSaidAndRefusesNothing() {
        String station = Given.station(service, "Crowded", "PB");
        String oneOff = Given.program(service, station, "One-off", Instant.parse("2027-03-26T12:00:00Z"),
                Instant.parse("2027-03-26T13:00:00Z"));
        Answer created = create(service, evening(station));
        String id = created.text("id");

        JsonNode conflicts = created.json().get("conflicts");
        assertThat(conflicts).hasSize(1);
        assertThat(conflicts.get(0)).isEqualTo(JsonMapper.shared().readTree("""
                {"programId": "%s", "conflictsWith": "%s", "start": "2027-03-26T12:30:00Z"}"""
                .formatted(on(id, in(1)).id(), oneOff)));
        Answer twin = create(service, daily(station, "17:00", "18:30", Map.of()));
        assertThat(twin.json().get("conflicts")).hasSize(16);
        service.delete("/api/v1/admin/programs/" + oneOff);
        service.delete(SCHEDULES + "/" + twin.text("id"));
        assertThat(change(service, id, evening(station)).json().get("conflicts")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"title|\" \"|title", "title|null|title", "daysOfWeek|[]|daysOfWeek",
            "daysOfWeek|[\"monday\"]|daysOfWeek", "daysOfWeek|[null]|daysOfWeek", "startTime|null|startTime",
            "startTime|\"24:00\"|startTime",
            "startTime|\"7:30\"|startTime", "endTime|\"07:60\"|endTime", "endTime|null|endTime",
            "timeZone|\"Mars/Phobos\"|timeZone",
            "timeZone|\"+05:30\"|timeZone", "validFrom|\"2027-02-29\"|validFrom", "validFrom|\"1999-12-31\"|validFrom",
            "validUntil|\"2020-01-01\"|validUntil", "validUntil|\"+12027-01-01\"|validUntil", "active|\"maybe\"|active",
            "language|\"no language\"|language", "imageUrl|\"javascript:alert(1)\"|imageUrl",
            "stationId|\"019a4c00-0000-7000-8a11-000000000000\"|stationId", "stationId|null|stationId",
            "version|3|version",
            "exceptions|[null]|exceptions[0]", "exceptions|[{\"action\": \"skip\"}]|exceptions[0].date",
            "exceptions|[{\"date\": \"2027-04-01\", \"action\": \"SKIP\"}]|exceptions[0].action",
            "exceptions|[{\"date\": \"2027-04-01\", \"action\": \"skip\", \"title\": \"t\"}]|exceptions[0].action",
            "exceptions|[{\"date\": \"2027-04-01\", \"action\": \"move\"}]|exceptions[0].toDate",
            "exceptions|[{\"date\": \"2027-04-01\", \"action\": \"move\", \"toDate\": \"2028-04-02\"}]|exceptions[0].toDate",
            "exceptions|[{\"date\": \"2027-04-01\", \"action\": \"replace\"}]|exceptions[0].title",
            "exceptions|[{\"date\": \"2027-04-01\", \"action\": \"replace\", \"title\": \"t\", \"toDate\": \"2027-04-02\"}]|exceptions[0].toDate",
            "exceptions|[{\"date\": \"2027-04-01\", \"action\": \"skip\"}, {\"date\": \"2027-04-01\", \"action\": \"skip\"}]|exceptions[1].date"})
    void whatIsWrongIsNamed(String member, String value, String field) {
        String fine = json(evening(Given.station(service, "Careful", "RJ"), Map.of("validUntil", "2027-12-31")));
        ObjectNode body = (ObjectNode) JsonMapper.shared().readTree(fine);
        body.set(member, JsonMapper.shared().readTree(value));

        Answer answer = service.post(SCHEDULES, body.toString());

        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo(field);
    }

    @Test
    void everythingWrongIsSaidAtOnceAndThereAreLimits() {
        assertThat(service.post(SCHEDULES, "{}").json().get("errors").findValuesAsString("field")).containsExactly(
                "stationId", "title", "timeZone", "startTime", "endTime", "daysOfWeek");
        String station = Given.station(service, "Limits", "RJ");
        assertThat(service.post(SCHEDULES, json(evening(station, Map.of("exceptions",
                Collections.nCopies(401, Map.of("date", "2027-04-01", "action", "skip")))))).json()
                .at("/errors/0/field")
                .asString()).isEqualTo("exceptions");
        service.jdbc()
                .sql("""
                        INSERT INTO schedule (id, station_id, title, days, start_time, end_time, time_zone, valid_from, active, created_at,
                          updated_at, version)
                        SELECT gen_random_uuid(), ?::uuid, 'Show', '{MONDAY}', '10:00', '11:00', 'UTC', '2027-01-01', false, now(), now(), 1
                        FROM generate_series(1, 1000)
                        """)
                .param(station).update();
        assertThat(service.post(SCHEDULES, json(evening(station))).slug()).isEqualTo("too-many");
    }

    @Test
    void whoComesSecondIsToldAndTheStationIsFixed() {
        String station = Given.station(service, "Versions", "UP");
        String id = create(service, evening(station)).text("id");
        String tag = String.valueOf(service.get(SCHEDULES + "/" + id).header("ETag"));
        String renamed = json(evening(station, Map.of("title", "Renamed")));

        assertThat(service.put(SCHEDULES + "/" + id, renamed, "If-Match", tag).header("ETag")).startsWith("\"v2-");
        assertThat(service.put(SCHEDULES + "/" + id, renamed, "If-Match", tag).status()).isEqualTo(412);
        assertThat(service.put(SCHEDULES + "/" + id, json(evening(Given.station(service, "Other", "UP")))).slug())
                .isEqualTo("immutable");
        assertThat(service.put(SCHEDULES + "/" + UUID.randomUUID(), renamed).slug()).isEqualTo("unknown-schedule");
        assertThat(service.get(SCHEDULES + "/nonsense").status()).isEqualTo(404);
    }

    @Test
    void theListIsFilteredAndPaged() {
        String station = Given.station(service, "Listed", "OD");
        create(service, evening(station, Map.of("title", "B")));
        create(service, evening(station, Map.of("title", "A", "active", false)));

        Answer all = service.get(SCHEDULES + "?limit=1&stationId=" + station);
        assertThat(all.json().get("schedules").findValuesAsString("title")).containsExactly("A");
        assertThat(all.json().get("total").intValue()).isEqualTo(2);
        assertThat(all.json().get("hasMore").booleanValue()).isTrue();
        assertThat(all.header("Link")).contains("page=2");
        assertThat(service.get(SCHEDULES + "?active=true&stationId=" + station).json().get("schedules")
                .findValuesAsString("title")).containsExactly("B");
        assertThat(service.get(SCHEDULES + "?stationId=" + UUID.randomUUID()).slug()).isEqualTo("unknown-station");
        assertThat(service.get(SCHEDULES + "?active=perhaps").status()).isEqualTo(400);
        assertThat(service.get(SCHEDULES + "?limit=101").status()).isEqualTo(400);
    }

    @Test
    void anEditorOfAnotherStateChangesNothingAndEveryChangeIsTakenDown() {
        String[] maharashtra = {"Authorization",
                "Bearer " + TestIssuer.shared().token(UUID.randomUUID(), List.of("MH"), "listener", "host", "editor")};
        String station = Given.station(service, "Elsewhere", "KL");
        String id = create(service, evening(station)).text("id");

        assertThat(service.post(SCHEDULES, json(evening(station)), maharashtra).slug()).isEqualTo("forbidden");
        assertThat(service.put(SCHEDULES + "/" + id, json(evening(station)), maharashtra).slug())
                .isEqualTo("forbidden");
        assertThat(service.delete(SCHEDULES + "/" + id, maharashtra).slug()).isEqualTo("forbidden");
        change(service, id, evening(station, Map.of("title", "Renamed")));
        service.delete(SCHEDULES + "/" + id);

        assertThat(service.jdbc()
                .sql("""
                        SELECT action || ' ' || area || ' ' || coalesce(before->>'title', '-') || ' ' || coalesce(after->>'title', '-')
                        FROM audit WHERE target_id = ?::uuid ORDER BY at, id
                        """)
                .param(id).query(String.class).list()).containsExactly("schedule.create KL - Morning",
                        "schedule.update KL Morning Renamed", "schedule.delete KL Renamed -");
        String own = Given.station(service, "Own", "MH");
        assertThat(service.post(SCHEDULES, json(evening(own)), maharashtra).status()).isEqualTo(201);
    }
}
