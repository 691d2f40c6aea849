package radio.tarang.program.schedule;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import radio.tarang.program.Slot;
import radio.tarang.program.schedule.Deviation.Action;
import radio.tarang.program.schedule.Recurrence.Airing;

import static org.assertj.core.api.Assertions.assertThat;

/** When a show is broadcast. */
class RecurrenceTests {
    private static final Set<DayOfWeek> DAILY = EnumSet.allOf(DayOfWeek.class);
    private static final LocalDate START = LocalDate.of(2026, 1, 1);

    private static Recurrence daily(String start, String end, String zone, Deviation... exceptions) {
        return recurrence(DAILY, start, end, zone, START, null, exceptions);
    }

    private static Recurrence recurrence(Set<DayOfWeek> days, String start, String end, String zone, LocalDate from,
            @Nullable LocalDate until, Deviation... exceptions) {
        TreeMap<LocalDate, Deviation> byDate = new TreeMap<>();
        Stream.of(exceptions).forEach(exception -> byDate.put(exception.date(), exception));
        return new Recurrence(days, LocalTime.parse(start), LocalTime.parse(end), ZoneId.of(zone), from, until,
                byDate);
    }

    private static Deviation deviation(String date, Action action, @Nullable String toDate, @Nullable String start,
            @Nullable String end) {
        return new Deviation(LocalDate.parse(date), action, toDate == null ? null : LocalDate.parse(toDate),
                start == null ? null : LocalTime.parse(start), end == null ? null : LocalTime.parse(end), null, null,
                null);
    }

    private static String on(Recurrence recurrence, String date) {
        LocalDate day = LocalDate.parse(date);
        List<Airing> airings = recurrence.between(day, day);
        return airings.isEmpty() ? "" : said(airings.getFirst().slot());
    }

    private static String said(Slot slot) {
        return slot.start() + "/" + slot.end();
    }

    @ParameterizedTest
    @CsvSource({ //
            "Asia/Kolkata, 2026-03-29, 06:00, 07:00, 2026-03-29T00:30:00Z/2026-03-29T01:30:00Z", //
            "Europe/London, 2026-03-28, 06:00, 07:00, 2026-03-28T06:00:00Z/2026-03-28T07:00:00Z", //
            "Europe/London, 2026-03-30, 06:00, 07:00, 2026-03-30T05:00:00Z/2026-03-30T06:00:00Z"})
    void aShowIsAtItsLocalTimeWhateverTheOffset(String zone, String date, String start, String end, String expected) {
        assertThat(on(daily(start, end, zone), date)).isEqualTo(expected);
    }

    /** On 29 March 2026 London goes from 01:00 GMT to 02:00 BST. */
    @ParameterizedTest
    @CsvSource({ //
            "across the change it is an hour shorter, 00:30, 03:30, 2026-03-29T00:30:00Z/2026-03-29T02:30:00Z", //
            "a skipped start is an hour later, 01:30, 03:30, 2026-03-29T01:30:00Z/2026-03-29T02:30:00Z", //
            "a skipped end is an hour later, 00:30, 01:30, 2026-03-29T00:30:00Z/2026-03-29T01:30:00Z", //
            "all of it skipped it keeps its length, 01:15, 01:45, 2026-03-29T01:15:00Z/2026-03-29T01:45:00Z", //
            "it does not vanish, 01:00, 02:00, 2026-03-29T01:00:00Z/2026-03-29T02:00:00Z", //
            "nor ends before it starts, 01:30, 02:00, 2026-03-29T01:30:00Z/2026-03-29T02:00:00Z", //
            "before the change all is as usual, 00:00, 01:00, 2026-03-29T00:00:00Z/2026-03-29T01:00:00Z", //
            "after the change too, 02:00, 03:00, 2026-03-29T01:00:00Z/2026-03-29T02:00:00Z"})
    void whenAnHourIsSkipped(String what, String start, String end, String expected) {
        assertThat(on(daily(start, end, "Europe/London"), "2026-03-29")).as(what).isEqualTo(expected);
    }

    /** On 25 October 2026 London goes from 02:00 BST back to 01:00 GMT. */
    @ParameterizedTest
    @CsvSource({ //
            "across the change it is an hour longer, 00:30, 02:30, 2026-10-24T23:30:00Z/2026-10-25T02:30:00Z", //
            "what comes twice is meant the first time, 01:15, 01:45, 2026-10-25T00:15:00Z/2026-10-25T00:45:00Z", //
            "as an end too, 00:30, 01:30, 2026-10-24T23:30:00Z/2026-10-25T00:30:00Z", //
            "the hour that comes twice is one show, 01:00, 02:00, 2026-10-25T00:00:00Z/2026-10-25T02:00:00Z", //
            "after the change all is as usual, 02:00, 03:00, 2026-10-25T02:00:00Z/2026-10-25T03:00:00Z"})
    void whenAnHourComesTwice(String what, String start, String end, String expected) {
        assertThat(on(daily(start, end, "Europe/London"), "2026-10-25")).as(what).isEqualTo(expected);
    }

    /** New York changes on 8 March 2026 at 02:00 EST and on 1 November at 02:00 EDT. */
    @ParameterizedTest
    @CsvSource({"2026-03-08, 02:30, 04:00, 2026-03-08T07:30:00Z/2026-03-08T08:00:00Z",
            "2026-03-07, 23:00, 05:00, 2026-03-08T04:00:00Z/2026-03-08T09:00:00Z",
            "2026-11-01, 01:30, 03:00, 2026-11-01T05:30:00Z/2026-11-01T08:00:00Z",
            "2026-10-31, 23:00, 05:00, 2026-11-01T03:00:00Z/2026-11-01T10:00:00Z"})
    void newYorkChangesOnOtherDays(String date, String start, String end, String expected) {
        assertThat(on(daily(start, end, "America/New_York"), date)).isEqualTo(expected);
    }

    @Test
    void backToBackShowsStaySoWhenTheClocksGoBack() {
        List<Slot> hours = Stream.of("00:00 01:00", "01:00 02:00", "02:00 03:00").map(hour -> hour.split(" ", -1))
                .map(hour -> daily(hour[0], hour[1], "Europe/London").on(LocalDate.of(2026, 10, 25)).orElseThrow()
                        .slot())
                .toList();

        assertThat(hours.get(0).end()).isEqualTo(hours.get(1).start());
        assertThat(hours.get(1).end()).isEqualTo(hours.get(2).start());
    }

    @Test
    void anEndThatIsNotAfterTheStartIsOnTheNextDay() {
        assertThat(on(daily("22:00", "02:00", "Asia/Kolkata"), "2026-12-31"))
                .isEqualTo("2026-12-31T16:30:00Z/2026-12-31T20:30:00Z");
        assertThat(on(daily("06:00", "06:00", "Asia/Kolkata"), "2026-12-31"))
                .isEqualTo("2026-12-31T00:30:00Z/2027-01-01T00:30:00Z");
        assertThat(on(daily("00:00", "00:00", "Europe/London"), "2026-10-25"))
                .as("a day has 25 hours, a programme 24 at most")
                .isEqualTo("2026-10-24T23:00:00Z/2026-10-25T23:00:00Z");
    }

    @Test
    void daysAndValidityAreInclusiveAndKnowLeapYears() {
        Recurrence leap = recurrence(EnumSet.of(DayOfWeek.TUESDAY), "10:00", "11:00", "Asia/Kolkata",
                LocalDate.of(2028, 2, 22), LocalDate.of(2028, 2, 29));

        assertThat(leap.between(LocalDate.of(2028, 1, 1), LocalDate.of(2028, 12, 31))).extracting(Airing::occurrence)
                .containsExactly(LocalDate.of(2028, 2, 22), LocalDate.of(2028, 2, 29));
        assertThat(leap.lastDay()).contains(LocalDate.of(2028, 2, 29));
        assertThat(on(daily("23:30", "00:30", "Europe/London"), "2028-02-29"))
                .isEqualTo("2028-02-29T23:30:00Z/2028-03-01T00:30:00Z");
    }

    @Test
    void exceptionsSkipMoveAndReplace() {
        Recurrence recurrence = daily("10:00", "11:30", "Asia/Kolkata",
                deviation("2026-05-01", Action.SKIP, null, null, null),
                deviation("2026-05-02", Action.MOVE, null, "12:00", null),
                deviation("2026-05-03", Action.MOVE, null, null, "12:00"),
                deviation("2026-05-04", Action.MOVE, "2026-05-06", "23:30", null),
                deviation("2026-05-05", Action.REPLACE, null, null, null));

        assertThat(on(recurrence, "2026-05-01")).isEmpty();
        assertThat(on(recurrence, "2026-05-02")).isEqualTo("2026-05-02T06:30:00Z/2026-05-02T08:00:00Z");
        assertThat(on(recurrence, "2026-05-03")).isEqualTo("2026-05-03T04:30:00Z/2026-05-03T06:30:00Z");
        assertThat(on(recurrence, "2026-05-04")).isEmpty();
        assertThat(on(recurrence, "2026-05-05")).isEqualTo("2026-05-05T04:30:00Z/2026-05-05T06:00:00Z");
        assertThat(recurrence.between(LocalDate.of(2026, 5, 6), LocalDate.of(2026, 5, 6)))
                .as("moved onto a date that has its own: both stand").extracting(Airing::occurrence)
                .containsExactly(LocalDate.of(2026, 5, 6), LocalDate.of(2026, 5, 4));
        assertThat(recurrence.on(LocalDate.of(2026, 5, 4)).map(airing -> said(airing.slot())))
                .contains("2026-05-06T18:00:00Z/2026-05-06T19:30:00Z");
    }

    @Test
    void aMoveBeyondTheValidityStands() {
        Recurrence recurrence = recurrence(DAILY, "10:00", "11:00", "Asia/Kolkata", START, LocalDate.of(2026, 5, 1),
                deviation("2026-05-01", Action.MOVE, "2026-06-01", null, null));

        assertThat(on(recurrence, "2026-06-01")).isEqualTo("2026-06-01T04:30:00Z/2026-06-01T05:30:00Z");
        assertThat(recurrence.lastDay()).contains(LocalDate.of(2026, 6, 1));
    }

    /** Every half hour of the day, at several lengths, over three years. */
    @ParameterizedTest
    @ValueSource(strings = {"Asia/Kolkata", "Europe/London", "America/New_York", "Australia/Lord_Howe",
            "Asia/Kathmandu",
            "America/St_Johns", "Africa/Casablanca", "Pacific/Chatham", "America/Santiago", "UTC"})
    void overThreeYearsEveryDayHasItsBroadcastOnceAndOfASaneLength(String zone) {
        LocalDate last = START.plusYears(3);
        for (int halfHour = 0; halfHour < 48; halfHour++) {
            LocalTime start = LocalTime.MIDNIGHT.plusMinutes(30L * halfHour);
            for (Duration length : List.of(Duration.ofMinutes(30), Duration.ofHours(2), Duration.ofHours(24))) {
                Recurrence recurrence = daily(start.toString(), start.plus(length).toString(), zone);
                List<Airing> airings = recurrence.between(START, last);

                assertThat(airings).extracting(Airing::occurrence)
                        .containsExactlyElementsOf(START.datesUntil(last.plusDays(1)).toList());
                assertThat(airings).allSatisfy(airing -> {
                    Duration lasts = Duration.between(airing.slot().start(), airing.slot().end());
                    assertThat(lasts).isPositive().isLessThanOrEqualTo(Slot.LONGEST)
                            .isBetween(length.minusHours(1), length.plusHours(1));
                    assertThat(airing.slot().start().atZone(recurrence.zone()).toLocalDate())
                            .isEqualTo(airing.occurrence());
                });
            }
        }
    }

    @Test
    void whateverTheWindowTheSameBroadcastsAreSeen() {
        Recurrence recurrence = recurrence(EnumSet.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), "01:30", "03:00",
                "Europe/London", START, null, deviation("2026-03-27", Action.MOVE, "2026-03-29", null, null));
        LocalDate monday = START.with(TemporalAdjusters.next(DayOfWeek.MONDAY));
        List<Instant> atOnce = recurrence.between(monday, monday.plusDays(699)).stream()
                .map(airing -> airing.slot().start()).toList();
        List<Instant> byDay = monday.datesUntil(monday.plusDays(700))
                .flatMap(day -> recurrence.between(day, day).stream())
                .map(airing -> airing.slot().start()).toList();

        assertThat(byDay).isEqualTo(atOnce).hasSize(200).doesNotHaveDuplicates();
    }
}
