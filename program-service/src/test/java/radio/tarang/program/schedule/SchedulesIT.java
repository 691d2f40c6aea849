package radio.tarang.program.schedule;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import radio.tarang.program.Given;
import radio.tarang.program.Records;
import radio.tarang.program.RunningService.Answer;
import radio.tarang.program.schedule.Shows.Aired;

import static org.assertj.core.api.Assertions.assertThat;
import static radio.tarang.program.schedule.Shows.SCHEDULES;
import static radio.tarang.program.schedule.Shows.aired;
import static radio.tarang.program.schedule.Shows.change;
import static radio.tarang.program.schedule.Shows.create;
import static radio.tarang.program.schedule.Shows.daily;

/** What becomes of recurring shows: HTTP in, programmes and their records out. */
class SchedulesIT extends SchedulesStory {
    @Test
    void aShowIsThereForTheNextTwoWeeksAtOnce() {
        String station = Given.station(service, "Pune", "MH");
        Answer created = create(service,
                evening(station, Map.of("title", " सकाळ ", "description", "d", "category", "music",
                        "hostName", "मीरा", "language", "MR", "tags", List.of("a"), "imageUrl",
                        "https://example.org/i.jpg",
                        "exceptions",
                        List.of(Map.of("date", "2027-03-30", "action", "move", "toDate", "2027-03-31", "startTime",
                                "20:00")))));
        String id = created.text("id");

        assertThat(created.header("Location")).isEqualTo(SCHEDULES + "/" + id);
        assertThat(created.header("ETag")).startsWith("\"v1-");
        assertThat(created.json().get("conflicts")).isEmpty();
        Answer read = service.get(SCHEDULES + "/" + id);
        assertThat(read.json()).isEqualTo(JsonMapper.shared().readTree(
                """
                        {"id": "%s", "stationId": "%s", "title": "सकाळ", "description": "d", "category": "music", "hostName": "मीरा",
                         "language": "mr", "tags": ["a"], "imageUrl": "https://example.org/i.jpg",
                         "daysOfWeek": ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"],
                         "startTime": "18:00", "endTime": "19:00", "timeZone": "Asia/Kolkata", "validFrom": "2027-03-25", "active": true,
                         "exceptions": [{"date": "2027-03-30", "action": "move", "toDate": "2027-03-31", "startTime": "20:00"}],
                         "version": 1, "createdAt": "%s", "updatedAt": "%s"}"""
                        .formatted(id, station, created.text("createdAt"),
                                created.text("createdAt"))));
        assertThat(read.header("ETag")).startsWith("\"v1-");
        List<Aired> programmes = aired(service, id);
        assertThat(programmes).hasSize(15).extracting(Aired::status).containsOnly("scheduled");
        assertThat(programmes.getFirst().start()).isEqualTo("2027-03-25T12:30:00Z");
        assertThat(programmes.getLast().end()).isEqualTo("2027-04-08T13:30:00Z");
        assertThat(on(id, in(5)).start()).isEqualTo("2027-03-31T14:30:00Z");
        JsonNode programme = service.get("/api/v1/programs/" + programmes.getFirst().id()).json();
        assertThat(programme.get("scheduleId").asString()).isEqualTo(id);
        assertThat(programme.get("hostName").asString()).isEqualTo("मीरा");
        try (Records records = service.records()) {
            Records.Record told = records.awaitOf(programmes.getFirst().id().toString(), 1).getFirst();
            assertThat(told.type()).isEqualTo("program.scheduled");
            assertThat(told.partition()).isEqualTo(10);
            assertThat(told.json().get("scheduleId").asString()).isEqualTo(id);
        }
    }

    @Test
    void whatIsOverIsNotInventedAndWhatIsOnAirNowStarts() {
        String station = Given.station(service, "Now", "KA");
        String over = create(service, daily(station, "09:00", "11:00", Map.of())).text("id");
        String now = create(service, daily(station, "11:00", "12:00", Map.of())).text("id");
        String sinceYesterday = create(service, daily(station, "23:00", "22:00", Map.of("validFrom", "2027-01-01")))
                .text("id");

        assertThat(aired(service, over)).hasSize(14).first().extracting(Aired::occurrence).isEqualTo(in(1));
        assertThat(aired(service, sinceYesterday)).hasSize(16).first().extracting(Aired::occurrence).isEqualTo(in(-1));
        Awaitility.await().untilAsserted(() -> {
            assertThat(aired(service, now, "live")).extracting(Aired::occurrence).containsExactly(TODAY);
            assertThat(aired(service, sinceYesterday, "live")).extracting(Aired::occurrence).containsExactly(in(-1));
        });
    }

    @Test
    void aChangeReachesWhatIsToComeAndNotWhatIsOnAirOver() {
        String station = Given.station(service, "Changing", "TN");
        String id = create(service, daily(station, "11:00", "12:00", Map.of())).text("id");
        Awaitility.await().until(() -> on(id, TODAY).status().equals("live"));

        change(service, id, daily(station, "14:00", "15:30", Map.of("title", "Afternoon")));

        assertThat(on(id, TODAY).title()).isEqualTo("Morning");
        assertThat(on(id, TODAY).start()).isEqualTo("2027-03-25T05:30:00Z");
        assertThat(aired(service, id, "scheduled")).hasSize(14).allSatisfy(one -> {
            assertThat(one.title()).isEqualTo("Afternoon");
            assertThat(one.start()).isEqualTo(one.occurrence() + "T08:30:00Z");
            assertThat(one.end()).isEqualTo(one.occurrence() + "T10:00:00Z");
            assertThat(one.version()).isEqualTo(2);
        });
        assertThat(aired(service, id)).hasSize(15);
        try (Records records = service.records()) {
            assertThat(records.awaitOf(on(id, in(1)).id().toString(), 2)).extracting(Records.Record::type)
                    .containsExactly("program.scheduled", "program.updated");
        }
    }

    @Test
    void whatAHandChangedCancelledOrDeletedStaysSo() {
        String station = Given.station(service, "By hand", "KL");
        String id = create(service, evening(station)).text("id");
        changeByHand(on(id, in(1)).id(), "title", "Special");
        changeByHand(on(id, in(2)).id(), "scheduledEnd", "2027-03-27T14:00:00Z");
        changeByHand(on(id, in(3)).id(), "externalId", "other-system-" + id);
        service.patch("/api/v1/admin/programs/" + on(id, in(4)).id() + "/status", "{\"status\":\"cancelled\"}");
        service.delete("/api/v1/admin/programs/" + on(id, in(5)).id());

        change(service, id, evening(station, Map.of("title", "Renamed", "startTime", "17:30")));

        assertThat(on(id, in(1)).title()).isEqualTo("Special");
        assertThat(on(id, in(1)).start()).isEqualTo("2027-03-26T12:30:00Z");
        assertThat(on(id, in(2)).title()).isEqualTo("Morning");
        assertThat(on(id, in(2)).end()).isEqualTo("2027-03-27T14:00:00Z");
        assertThat(on(id, in(3)).title()).as("a link to another system is no change of plan").isEqualTo("Renamed");
        assertThat(service.get("/api/v1/programs/" + on(id, in(3)).id()).text("externalId"))
                .startsWith("other-system-");
        assertThat(on(id, in(4)).status()).isEqualTo("cancelled");
        assertThat(aired(service, id)).extracting(Aired::occurrence).hasSize(14).doesNotContain(in(5));

        change(service, id, evening(station, Map.of("daysOfWeek", List.of(TODAY.getDayOfWeek().name()))));
        assertThat(aired(service, id, "scheduled")).extracting(Aired::occurrence).as("today's, and what hands keep")
                .containsExactly(TODAY, in(1), in(2), in(7), in(14));
    }

    @Test
    void whatRunsLateIsNoHandsChangeAndStaysLate() {
        String station = Given.station(service, "Late", "KL");
        String first = create(service, daily(station, "11:00", "12:00", Map.of())).text("id");
        String id = create(service, daily(station, "12:00", "13:00", Map.of())).text("id");
        Awaitility.await().until(() -> on(first, TODAY).status().equals("live"));
        assertThat(service.post("/api/v1/admin/programs/" + on(first, TODAY).id() + "/overrun",
                "{\"minutes\": 12, \"policy\": \"shift\"}").status()).isEqualTo(200);
        assertThat(on(id, TODAY).start()).isEqualTo("2027-03-25T06:42:00Z");

        change(service, id, daily(station, "12:00", "13:00", Map.of("title", "Renamed")));
        assertThat(on(id, TODAY).title()).isEqualTo("Renamed");
        assertThat(on(id, TODAY).start()).isEqualTo("2027-03-25T06:42:00Z");
        assertThat(service.get("/api/v1/programs/" + on(id, TODAY).id()).json().get("delayMinutes").intValue())
                .isEqualTo(12);

        change(service, id, daily(station, "14:00", "15:00", Map.of("title", "Renamed")));
        assertThat(on(id, TODAY).start()).isEqualTo("2027-03-25T08:30:00Z");
        assertThat(service.get("/api/v1/programs/" + on(id, TODAY).id()).json().has("delayMinutes")).isFalse();
    }

    @Test
    void exceptionsCancelMoveAndReplaceAndBothStandOnOneDate() {
        String station = Given.station(service, "Exceptions", "GJ");
        String id = create(service, evening(station)).text("id");
        UUID skipped = on(id, in(1)).id();

        change(service, id, evening(station, exceptions(Map.of("date", in(1), "action", "skip"),
                Map.of("date", in(2), "action", "move", "toDate", in(3)),
                Map.of("date", in(4), "action", "move", "toDate", in(60)),
                Map.of("date", in(5), "action", "replace", "title", "Final", "hostName", "Guest"))));

        assertThat(on(id, in(1)).status()).isEqualTo("cancelled");
        assertThat(on(id, in(2)).start()).isEqualTo(on(id, in(3)).start()).isEqualTo("2027-03-28T12:30:00Z");
        assertThat(on(id, in(4)).start()).isEqualTo("2027-05-24T12:30:00Z");
        assertThat(on(id, in(5)).title()).isEqualTo("Final");
        assertThat(aired(service, id)).hasSize(15);

        change(service, id, evening(station));
        assertThat(on(id, in(1)).id()).as("a new programme beside the cancelled one").isNotEqualTo(skipped);
        assertThat(on(id, in(2)).start()).isEqualTo("2027-03-27T12:30:00Z");
        assertThat(on(id, in(5)).title()).isEqualTo("Morning");
        assertThat(aired(service, id, "scheduled")).hasSize(15);
        assertThat(aired(service, id, "cancelled")).extracting(Aired::id).containsExactly(skipped);
    }

    @Test
    void aMoveToAnEarlierDayBringsItIntoTheWindow() {
        String station = Given.station(service, "Early", "GJ");
        String id = create(service,
                evening(station, exceptions(Map.of("date", in(40), "action", "move", "toDate", in(2))))).text("id");

        assertThat(on(id, in(40)).start()).isEqualTo("2027-03-27T12:30:00Z");
    }

    @Test
    void aNewTimeThatHasGoneByTodayCancelsTodaysAndInventsNoPast() {
        String station = Given.station(service, "Gone by", "GJ");
        String id = create(service, evening(station)).text("id");

        change(service, id, daily(station, "08:00", "09:00", Map.of()));

        assertThat(aired(service, id, "cancelled")).extracting(Aired::occurrence).containsExactly(TODAY);
        assertThat(aired(service, id, "scheduled")).hasSize(14);
    }

    @Test
    void aShowThatRestsHasNothingAheadAndComesBackButForWhatAHandCancelled() {
        String station = Given.station(service, "Resting", "AS");
        String id = create(service, evening(station)).text("id");
        service.patch("/api/v1/admin/programs/" + on(id, in(4)).id() + "/status", "{\"status\":\"cancelled\"}");
        changeByHand(on(id, in(1)).id(), "title", "Special");

        change(service, id, evening(station, Map.of("active", false)));
        assertThat(aired(service, id)).hasSize(15).extracting(Aired::status).containsOnly("cancelled");
        change(service, id, evening(station, Map.of("active", false, "title", "Still resting")));
        assertThat(aired(service, id)).hasSize(15);

        change(service, id, evening(station, Map.of("active", true)));
        assertThat(aired(service, id, "scheduled")).hasSize(14).extracting(Aired::occurrence).doesNotContain(in(4));
        assertThat(on(id, in(1)).title()).isEqualTo("Morning");
    }

    @Test
    void aDeletedShowTakesWhatHasNotStartedWithIt() {
        String station = Given.station(service, "Ending", "AS");
        String id = create(service, daily(station, "11:00", "12:00", Map.of())).text("id");
        Awaitility.await().until(() -> on(id, TODAY).status().equals("live"));
        changeByHand(on(id, in(1)).id(), "title", "Special");

        assertThat(service.delete(SCHEDULES + "/" + id, "If-Match", "\"v2\"").status()).isEqualTo(412);
        assertThat(service.delete(SCHEDULES + "/" + id).status()).isEqualTo(204);

        assertThat(service.get(SCHEDULES + "/" + id).slug()).isEqualTo("unknown-schedule");
        assertThat(service.delete(SCHEDULES + "/" + id).status()).isEqualTo(404);
        assertThat(aired(service, id, "live")).extracting(Aired::occurrence).containsExactly(TODAY);
        assertThat(aired(service, id, "cancelled")).hasSize(14);
        assertThat(service.delete("/api/v1/admin/stations/" + station).slug()).isEqualTo("station-in-use");
    }

    @Test
    void londonComesOutRightWhenTheClocksChange() {
        String station = Given.station(service, "World Service");
        String id = create(service, daily(station, "00:30", "03:30", Map.of("timeZone", "Europe/London"))).text("id");

        assertThat(on(id, LocalDate.of(2027, 3, 27)).end()).isEqualTo("2027-03-27T03:30:00Z");
        assertThat(on(id, LocalDate.of(2027, 3, 28)).start()).isEqualTo("2027-03-28T00:30:00Z");
        assertThat(on(id, LocalDate.of(2027, 3, 28)).end()).isEqualTo("2027-03-28T02:30:00Z");
        assertThat(on(id, LocalDate.of(2027, 3, 29)).start()).isEqualTo("2027-03-28T23:30:00Z");
    }
}
