package radio.tarang.program.importing;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import radio.tarang.program.Findings;
import radio.tarang.program.ProgramDetails;
import radio.tarang.program.importing.CalendarEvent.Occurrence;
import radio.tarang.program.importing.CalendarEvent.Window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** When an event takes place, as RFC 5545 says; London, because it has clock changes, on 29 March and 25 October 2026. */
class CalendarEventTests {
    private static final ZoneId LONDON = ZoneId.of("Europe/London");

    @Test
    void readsTimesInUtcInAZoneFloatingAndAsDays() throws Exception {
        assertThat(starts("2026-07-01", 1, "DTSTART:20260701T090000Z", "DURATION:PT1H"))
                .containsExactly("2026-07-01T09:00:00Z");
        assertThat(starts("2026-07-01", 1, "DTSTART;TZID=Asia/Kolkata:20260701T090000", "DURATION:PT1H"))
                .containsExactly("2026-07-01T03:30:00Z");
        assertThat(starts("2026-07-01", 1, "DTSTART:20260701T090000", "DTEND:20260701T093000"))
                .containsExactly("2026-07-01T08:00:00Z");
        Occurrence day = occurrences("2026-07-01", 1, "DTSTART;VALUE=DATE:20260701").getFirst();
        assertThat(day.slot().start()).isEqualTo("2026-06-30T23:00:00Z");
        assertThat(day.slot().end()).isEqualTo("2026-07-01T23:00:00Z");
        assertThat(starts("2026-07-01", 1, "DTSTART;TZID=\"/x.example/20260101/Europe/London\":20260701T090000",
                "DURATION:PT1H")).containsExactly("2026-07-01T08:00:00Z");
    }

    @Test
    void anEventThatDoesNotRecurIsTakenWheneverItIs() throws Exception {
        assertThat(starts("2026-07-01", 1, "DTSTART:19990701T090000Z", "DURATION:PT1H"))
                .containsExactly("1999-07-01T09:00:00Z");
    }

    @Test
    void nineOClockIsNineOClockOnBothSidesOfAClockChange() throws Exception {
        assertThat(starts("2026-03-28", 2, "DTSTART;TZID=Europe/London:20250101T090000",
                "DTEND;TZID=Europe/London:20250101T100000",
                "RRULE:FREQ=DAILY")).containsExactly("2026-03-28T09:00:00Z", "2026-03-29T08:00:00Z");
        List<Occurrence> autumn = occurrences("2026-10-24", 2, "DTSTART:20250101T090000", "DURATION:PT1H",
                "RRULE:FREQ=DAILY");
        assertThat(autumn).extracting(one -> one.slot().start().toString()).containsExactly("2026-10-24T08:00:00Z",
                "2026-10-25T09:00:00Z");
    }

    @Test
    void aTimeThatIsLeftOutComesAnHourLaterAndOneThatComesTwiceComesOnce() throws Exception {
        assertThat(starts("2026-03-29", 1, "DTSTART:20250101T013000", "DURATION:PT15M", "RRULE:FREQ=DAILY"))
                .containsExactly("2026-03-29T01:30:00Z");
        assertThat(starts("2026-10-25", 1, "DTSTART:20250101T013000", "DURATION:PT15M", "RRULE:FREQ=DAILY"))
                .containsExactly("2026-10-25T00:30:00Z");
    }

    @Test
    void aLengthInHoursIsRealTimeAndOneInDaysIsWallTime() throws Exception {
        Occurrence hours = occurrences("2026-03-28", 1, "DTSTART:20260328T230000", "DURATION:PT4H",
                "RRULE:FREQ=DAILY").getFirst();
        assertThat(Duration.between(hours.slot().start(), hours.slot().end())).isEqualTo(Duration.ofHours(4));
        Occurrence day = occurrences("2026-03-29", 1, "DTSTART:20260301T000000", "DURATION:P1D", "RRULE:FREQ=DAILY")
                .getFirst();
        assertThat(Duration.between(day.slot().start(), day.slot().end())).isEqualTo(Duration.ofHours(23));
    }

    @Test
    void recursByRuleAndDatesWithoutWhatIsExcludedOrReplaced() throws Exception {
        String[] event = {"DTSTART;TZID=Europe/London:20260706T100000", "DURATION:PT1H",
                "RRULE:FREQ=WEEKLY;BYDAY=MO,WE,FR;UNTIL=20260715T090000Z", "RDATE;TZID=Europe/London:20260709T150000",
                "EXDATE;TZID=Europe/London:20260708T100000,20260713T100000"};
        assertThat(starts("2026-07-06", 20, event)).containsExactly("2026-07-06T09:00:00Z", "2026-07-09T14:00:00Z",
                "2026-07-10T09:00:00Z", "2026-07-15T09:00:00Z");
        assertThat(event("2026-07-06", 20, Set.of(Instant.parse("2026-07-10T09:00:00Z")), event))
                .extracting(one -> one.slot().start().toString()).doesNotContain("2026-07-10T09:00:00Z").hasSize(3);
    }

    @Test
    void countsFromTheFirstOccurrenceHoweverLongAgoThatWas() throws Exception {
        assertThat(starts("2026-07-06", 20, "DTSTART:20260701T100000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=7"))
                .containsExactly("2026-07-06T10:00:00Z", "2026-07-07T10:00:00Z");
        assertThat(starts("2026-07-06", 20, "DTSTART:20200706T100000Z", "DURATION:PT1H",
                "RRULE:FREQ=YEARLY;INTERVAL=2;COUNT=4")).containsExactly("2026-07-06T10:00:00Z");
    }

    @Test
    void whatReachesIntoTheWindowIsInIt() throws Exception {
        assertThat(starts("2026-07-06", 1, "DTSTART:20260601T230000", "DURATION:PT2H", "RRULE:FREQ=DAILY"))
                .containsExactly("2026-07-05T22:00:00Z", "2026-07-06T22:00:00Z");
    }

    @Test
    void understandsZonesThatTheFileDefines() throws Exception {
        CalendarZones zones = new CalendarZones(new RecurrenceBudget(1_000_000));
        zones.define(fields("""
                BEGIN:VTIMEZONE
                TZID:Made Up Standard Time
                TZURL:http://127.0.0.1:1/never-fetched
                BEGIN:STANDARD
                DTSTART:16011028T030000
                TZOFFSETFROM:+0200
                TZOFFSETTO:+0100
                RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
                END:STANDARD
                BEGIN:DAYLIGHT
                DTSTART:16010325T020000
                TZOFFSETFROM:+0100
                TZOFFSETTO:+0200
                RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
                END:DAYLIGHT
                END:VTIMEZONE
                """));
        var rules = zones.rules("Made Up Standard Time");
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        for (Instant at = Instant.parse("2000-01-01T00:00:00Z"); at
                .isBefore(Instant.parse("2040-01-01T00:00:00Z")); at = at
                        .plus(Duration.ofHours(7))) {
            assertThat(rules.getOffset(at)).as(at.toString()).isEqualTo(berlin.getRules().getOffset(at));
        }
        zones.define(fields("BEGIN:VTIMEZONE\nTZID:Fixed\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0545\n"
                + "TZOFFSETTO:+0545\nEND:STANDARD\nEND:VTIMEZONE\n"));
        assertThat(zones.rules("Fixed").getOffset(Instant.EPOCH).toString()).isEqualTo("+05:45");
        zones.define(
                fields("BEGIN:VTIMEZONE\nTZID:Broken\nBEGIN:STANDARD\nTZOFFSETTO:soon\nEND:STANDARD\nEND:VTIMEZONE\n"));
        assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> zones.rules("Broken"));
    }

    @ParameterizedTest
    @Timeout(20)
    @ValueSource(strings = {"FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=HOURLY;BYMINUTE=0,1,2,3,4,5,6,7,8,9",
            "FREQ=FORTNIGHTLY",
            "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=2147483647", "FREQ=DAILY;RSCALE=CHINESE", "", "DAILY",
            "FREQ=DAILY;COUNT=x", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=-1", "FREQ=DAILY;INTERVAL=-2",
            "FREQ=DAILY;UNTIL=never", "FREQ=MINUTELY;COUNT=2000000000",
            "FREQ=DAILY;BYSETPOS=366;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13"
                    + ",14,15,16,17,18,19,20,21,22,23;BYMINUTE=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28"
                    + ",29,30,31,32,33,34,35,36,37,38,39,40,41,42,43,44,45,46,47,48,49,50,51,52,53,54,55,56,57,58,59"})
    void refusesRulesThatAreNoneAndRulesThatAreBombs(String rule) {
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(
                        () -> starts("2026-07-06", 14, "DTSTART:19710101T000000", "DURATION:PT10S", "RRULE:" + rule))
                .satisfies(e -> assertThat(e).isInstanceOfAny(IllegalArgumentException.class, DateTimeException.class,
                        RecurrenceBudget.Exceeded.class).hasMessageNotContaining("net.fortuna"));
    }

    @Test
    @Timeout(20)
    void aRuleThatNeverComesTrueEnds() throws Exception {
        assertThat(starts("2026-07-06", 14, "DTSTART:20260101T000000", "DURATION:PT1H",
                "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")).isEmpty();
    }

    @Test
    void manySmallRulesSpendOneBudget() throws Exception {
        RecurrenceBudget budget = new RecurrenceBudget(10_000);
        CalendarEvent event = new CalendarEvent(
                fields(new Ics().event("DTSTART:20260701T000000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY"))
                        .getFirst(),
                new CalendarZones(budget), LONDON.getRules());
        assertThatExceptionOfType(RecurrenceBudget.Exceeded.class).isThrownBy(() -> {
            for (int i = 0; i < 100; i++) {
                event.occurrences(window("2026-07-06", 14), Set.of(), budget);
            }
        });
    }

    @Test
    void takesTextsApartAsTheFormatSays() throws Exception {
        Findings findings = new Findings();
        ProgramDetails details = new CalendarEvent(fields(new Ics().event("UID: abc@x ",
                "SUMMARY;LANGUAGE=hi:Eins\\, zwei\\; \\\\n \\\"drei\\\"",
                "DESCRIPTION;ALTREP=\"cid:a;b:c\":one\\ntwo\\Nthree", "CATEGORIES:News,Talk\\, late", "CATEGORIES:More",
                "ATTACH;FMTTYPE=image/png;ENCODING=BASE64;VALUE=BINARY:AAAA",
                "ATTACH;FMTTYPE=image/png:https://radio.example/a.png"))
                .getFirst(), new CalendarZones(new RecurrenceBudget(1)), LONDON.getRules())
                .details(Instant.parse("2026-07-06T09:00:00Z"), findings);
        assertThat(findings.isEmpty()).isTrue();
        assertThat(details.title()).isEqualTo("Eins, zwei; \\n \"drei\"");
        assertThat(details.language()).isEqualTo("hi");
        assertThat(details.description()).isEqualTo("one\ntwo\nthree");
        assertThat(details.category()).isEqualTo("News");
        assertThat(details.tags()).containsExactly("Talk, late", "More");
        assertThat(details.externalId()).isEqualTo("abc@x/20260706T090000Z");
    }

    private static List<String> starts(String from, int days, String... lines) throws Exception {
        return occurrences(from, days, lines).stream().map(one -> one.slot().start().toString()).toList();
    }

    private static List<Occurrence> occurrences(String from, int days, String... lines) throws Exception {
        return event(from, days, Set.of(), lines);
    }

    private static List<Occurrence> event(String from, int days, Set<Instant> replaced, String... lines)
            throws Exception {
        RecurrenceBudget budget = new RecurrenceBudget(20_000_000);
        return new CalendarEvent(fields(new Ics().event(lines)).getFirst(), new CalendarZones(budget),
                LONDON.getRules())
                .occurrences(window(from, days), replaced, budget);
    }

    private static Window window(String from, int days) {
        Instant begin = java.time.LocalDate.parse(from).atStartOfDay(LONDON).toInstant();
        return new Window(begin, java.time.LocalDate.parse(from).plusDays(days).atStartOfDay(LONDON).toInstant());
    }

    private static List<CalendarFields> fields(Object calendar) throws Exception {
        String text = calendar.toString();
        String file = text.startsWith("BEGIN:VCALENDAR") ? text : new Ics().raw(text).toString();
        List<CalendarFields> fields = new ArrayList<>();
        CalendarBlocks blocks = new CalendarBlocks(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
        for (CalendarBlocks.Block block = blocks.next(); block != null; block = blocks.next()) {
            fields.addAll(CalendarFields.of(block));
        }
        return fields;
    }
}
