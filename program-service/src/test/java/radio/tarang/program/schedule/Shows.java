package radio.tarang.program.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import tools.jackson.databind.json.JsonMapper;

import radio.tarang.program.RunningService;
import radio.tarang.program.RunningService.Answer;

/** Shows as editors send them, and what became of them in the database. */
final class Shows {
    static final String SCHEDULES = "/api/v1/admin/schedules";
    private static final List<String> DAILY = List.of("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY",
            "SATURDAY",
            "SUNDAY");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A programme of a show. */
    record Aired(UUID id, LocalDate occurrence, Instant start, Instant end, String status, String title, long version) {
    }

    private Shows() {
    }

    /** A daily show with these members changed or added. */
    static Map<String, Object> daily(String station, String start, String end, Map<String, Object> members) {
        Map<String, Object> body = new LinkedHashMap<>(
                Map.of("stationId", station, "title", "Morning", "daysOfWeek", DAILY,
                        "startTime", start, "endTime", end));
        body.putAll(members);
        return body;
    }

    static String json(Object body) {
        return JSON.writeValueAsString(body);
    }

    static Answer create(RunningService service, Map<String, Object> body) {
        Answer answer = service.post(SCHEDULES, json(body));
        if (answer.status() != 201) {
            throw new AssertionError(answer.raw().body());
        }
        return answer;
    }

    static Answer change(RunningService service, String id, Map<String, Object> body) {
        Answer answer = service.put(SCHEDULES + "/" + id, json(body));
        if (answer.status() != 200) {
            throw new AssertionError(answer.raw().body());
        }
        return answer;
    }

    /** The show's programmes by start. */
    static List<Aired> aired(RunningService service, String scheduleId) {
        return service.jdbc()
                .sql("SELECT * FROM program WHERE schedule_id = ?::uuid ORDER BY scheduled_start, created_at")
                .param(scheduleId)
                .query((row, _) -> new Aired(row.getObject("id", UUID.class),
                        row.getObject("occurrence", LocalDate.class),
                        row.getObject("scheduled_start", OffsetDateTime.class).toInstant(),
                        row.getObject("scheduled_end", OffsetDateTime.class).toInstant(), row.getString("status"),
                        row.getString("title"), row.getLong("version")))
                .list();
    }

    static List<Aired> aired(RunningService service, String scheduleId, String status) {
        return aired(service, scheduleId).stream().filter(one -> one.status().equals(status)).toList();
    }
}
