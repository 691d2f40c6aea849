package radio.tarang.program.importing;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import radio.tarang.program.Given;
import radio.tarang.program.RunningService;

import static org.assertj.core.api.Assertions.assertThat;

/** Calendars come in over HTTP and are programmes afterwards. */
class CalendarImportIT {
    private static final ZoneId KOLKATA = ZoneId.of("Asia/Kolkata");
    private static final LocalDate TODAY = LocalDate.now(KOLKATA);
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
    private final RunningService service = RunningService.shared();
    private final Upload upload = new Upload(service.port());

    @Test
    void aWeekOfShowsIsReadFromRulesExceptionsAndChangesAndTheSecondTimeChangesNothing() {
        String station = Given.station(service, "Calendar weekly", "MH");
        String first = DAY.format(TODAY.minusDays(30));
        String file = new Ics()
                .event("UID:show@x", "RECURRENCE-ID:" + DAY.format(TODAY.plusDays(3)) + "T090000", "SUMMARY:Special",
                        "DTSTART:" + DAY.format(TODAY.plusDays(3)) + "T093000", "DURATION:PT2H")
                .event("UID:show@x", "SUMMARY:Show", "DTSTART:" + first + "T090000", "DTEND:" + first + "T100000",
                        "RRULE:FREQ=DAILY", "EXDATE:" + DAY.format(TODAY.plusDays(1)) + "T090000")
                .event("UID:show@x", "RECURRENCE-ID:" + DAY.format(TODAY.plusDays(5)) + "T090000",
                        "STATUS:CANCELLED", "SUMMARY:Show", "DTSTART:" + DAY.format(TODAY.plusDays(5)) + "T090000",
                        "DURATION:PT1H")
                .event("UID:once@x", "SUMMARY:Once", "DTSTART:" + DAY.format(TODAY.plusDays(40)) + "T180000Z",
                        "DURATION:PT30M", "X-TARANG-HOST:Asha")
                .toString();
        JsonNode job = run("?stationId=" + station, file);
        assertThat(job.get("format").asString()).isEqualTo("icalendar");
        assertThat(job.get("status").asString()).isEqualTo("completed");
        // 15 days from yesterday on, one left out, one changed, one cancelled that was never there; and the single one
        assertThat(counts(job)).isEqualTo(
                "read 15 created 14 updated 0 unchanged 1 duplicate 0 rejected 0 overlapping 0");
        JsonNode programs = service.get("/api/v1/stations/" + station + "/schedule?from=" + TODAY.minusDays(1) + "&to="
                + TODAY.plusDays(14)).json().get("programs");
        List<String> found = new ArrayList<>();
        programs.forEach(program -> found.add(Instant.parse(program.get("scheduledStart").asString()).atZone(KOLKATA)
                .toLocalDateTime() + " " + program.get("title").asString()));
        List<String> expected = new ArrayList<>();
        for (int day = -1; day < 14; day++) {
            if (day != 1 && day != 5) {
                expected.add(TODAY.plusDays(day) + (day == 3 ? "T09:30 Special" : "T09:00 Show"));
            }
        }
        assertThat(found).isEqualTo(expected);

        JsonNode again = run("?stationId=" + station, file);
        assertThat(counts(again)).isEqualTo(
                "read 15 created 0 updated 0 unchanged 15 duplicate 0 rejected 0 overlapping 0");
    }

    @Test
    void zonesAndChangesCountWhereverTheyStandAndBadEventsHideNothing() {
        String station = Given.station(service, "Calendar out of order", "MH");
        String day = DAY.format(TODAY.plusDays(2));
        String file = new Ics()
                .event("UID:show@x", "RECURRENCE-ID;broken", "SUMMARY:Bad", "DTSTART:" + day + "T010000Z")
                .event("UID:show@x", "SUMMARY:Show", "DTSTART;TZID=Nowhere Time:" + day + "T090000", "DURATION:PT1H",
                        "RRULE:FREQ=DAILY;COUNT=2")
                .event("UID:show@x", "recurrence-id;TZID=Nowhere Time:" + day + "T090000", "SUMMARY:Changed",
                        "DTSTART;TZID=Nowhere Time:" + day + "T100000", "DURATION:PT1H")
                .raw("BEGIN:VTIMEZONE\nTZID:Nowhere Time\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
                        + "TZOFFSETFROM:+0100\nTZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\n")
                .toString();
        JsonNode job = run("?stationId=" + station, file);
        assertThat(counts(job)).isEqualTo(
                "read 3 created 2 updated 0 unchanged 0 duplicate 0 rejected 1 overlapping 0");
        assertThat(service.jdbc().sql("""
                SELECT title || ' ' || to_char(scheduled_start AT TIME ZONE 'UTC', 'HH24:MI') FROM program
                WHERE station_id = ?::uuid ORDER BY scheduled_start
                """).param(station).query(String.class).list()).containsExactly("Changed 09:00", "Show 08:00");
    }

    @Test
    void whatAFileCancelsIsCancelled() {
        String station = Given.station(service, "Calendar cancelled", "MH");
        String[] event = {"UID:gone@x", "SUMMARY:Gone", "DTSTART:" + DAY.format(TODAY.plusDays(3)) + "T090000",
                "DURATION:PT1H"};
        assertThat(run("?stationId=" + station, new Ics().event(event).toString()).get("counts").get("created").asInt())
                .isEqualTo(1);
        String cancelled = new Ics().event(event[0], event[2], event[3], "STATUS:CANCELLED").toString();
        assertThat(run("?stationId=" + station, cancelled).get("counts").get("updated").asInt()).isEqualTo(1);
        assertThat(service.jdbc().sql("SELECT status FROM program WHERE external_id = 'gone@x'").query(String.class)
                .list())
                .containsExactly("cancelled");
        assertThat(run("?stationId=" + station, cancelled).get("counts").get("unchanged").asInt()).isEqualTo(1);
    }

    @Test
    void aBadEventIsAnErrorInItsLineAndTheOthersAreKept() {
        String station = Given.station(service, "Calendar errors", "MH");
        String start = "DTSTART:" + DAY.format(TODAY.plusDays(2)) + "T";
        String file = new Ics()
                .event("UID:1", "SUMMARY:Good", start + "010000Z", "DURATION:PT1H")
                .event("UID:2", start + "020000Z", "DURATION:PT1H")
                .event("UID:3", "SUMMARY:No time", "DTSTART:soon", "DURATION:PT1H")
                .event("UID:4", "SUMMARY:No zone", "DTSTART;TZID=Moon/Tycho:20260101T000000", "DURATION:PT1H")
                .event("UID:5", "SUMMARY:Bomb", start + "030000Z", "DURATION:PT1S", "RRULE:FREQ=SECONDLY")
                .event("UID:6", "SUMMARY:No length", start + "040000Z")
                .event("UID:7", "SUMMARY;broken", start + "050000Z", "DURATION:PT1H")
                .event("UID:8", "SUMMARY:Also good", start + "060000Z", "DURATION:PT1H").toString();
        JsonNode job = run("?stationId=" + station, file);
        assertThat(job.get("status").asString()).isEqualTo("completed");
        assertThat(job.get("counts").get("created").asInt()).isEqualTo(2);
        assertThat(job.get("counts").get("rejected").asInt()).isEqualTo(6);
        List<String> errors = new ArrayList<>();
        job.get("errors")
                .forEach(error -> errors.add(error.get("line").asInt() + " " + error.get("message").asString()));
        assertThat(errors).satisfiesExactly(e -> assertThat(e).startsWith("11 title must not be empty"),
                e -> assertThat(e).startsWith("17 DTSTART").contains("soon"),
                e -> assertThat(e).startsWith("24 DTSTART").contains("Moon/Tycho"),
                e -> assertThat(e).startsWith("31 ").contains("every second"),
                e -> assertThat(e).startsWith("39 DTEND must be at least 1 second"),
                e -> assertThat(e).startsWith("45 The event is not well-formed"));
        JsonNode cut = run("?stationId=" + station, file.substring(0, file.length() / 2));
        assertThat(cut.get("status").asString()).isEqualTo("failed");
        assertThat(cut.get("errors").toString()).contains("cut off");
        assertThat(cut.get("counts").get("unchanged").asInt()).isEqualTo(1);
    }

    @Test
    void eitherTheSenderOrEveryEventSaysWhichStationItIs() {
        String station = Given.station(service, "Calendar of two", "MH");
        String other = Given.station(service, "Calendar of others", "MH");
        String time = "DTSTART:" + DAY.format(TODAY.plusDays(2)) + "T010000Z";
        String mixed = new Ics().event("UID:1", "SUMMARY:A", time, "DURATION:PT1H", "LOCATION:Calendar of two")
                .event("UID:2", "SUMMARY:B", time, "DURATION:PT1H", "X-TARANG-STATION:" + other, "LOCATION:elsewhere")
                .event("UID:3", "SUMMARY:C", time, "DURATION:PT1H", "LOCATION:nowhere").toString();
        JsonNode job = run("", mixed);
        assertThat(job.get("counts").get("created").asInt()).isEqualTo(2);
        assertThat(job.get("counts").get("rejected").asInt()).isEqualTo(1);
        assertThat(titles(station)).containsExactly("A");
        assertThat(titles(other)).containsExactly("B");
        HttpResponse<String> refused = upload.post("", "text/calendar",
                BodyPublishers.ofString(new Ics().event("UID:1", "SUMMARY:A", time).toString()));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("stationId", "line 4");
    }

    @Test
    void aFileThatIsNoCalendarFailsWithItsLine() {
        String station = Given.station(service, "Calendar of none", "MH");
        JsonNode job = run("?stationId=" + station, "title,artist\n");
        assertThat(job.get("status").asString()).isEqualTo("failed");
        assertThat(job.get("errors").get(0).get("line").asInt()).isEqualTo(1);
    }

    @Test
    void aCalendarIsKnownByItsFirstBytes() {
        String station = Given.station(service, "Calendar of octets", "MH");
        HttpResponse<String> answer = upload.post("?stationId=" + station, "application/octet-stream",
                BodyPublishers.ofString(new Ics().toString()));
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).contains("icalendar");
    }

    private JsonNode run(String query, String file) {
        HttpResponse<String> answer = upload.post(query, "text/calendar", BodyPublishers.ofString(file));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return upload.over(answer.headers().firstValue("Location").orElseThrow());
    }

    private List<@Nullable String> titles(String station) {
        return service.jdbc().sql("SELECT title FROM program WHERE station_id = ?::uuid").param(station)
                .query(String.class).list();
    }

    private static String counts(JsonNode job) {
        StringBuilder counts = new StringBuilder();
        for (String name : List.of("read", "created", "updated", "unchanged", "duplicate", "rejected", "overlapping")) {
            counts.append(counts.isEmpty() ? "" : " ").append(name).append(' ')
                    .append(job.get("counts").get(name).asInt());
        }
        return counts.toString();
    }
}
