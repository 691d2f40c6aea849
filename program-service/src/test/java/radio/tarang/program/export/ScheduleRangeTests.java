package radio.tarang.program.export;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import radio.tarang.program.Refusal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ScheduleRangeTests {
    private static final ZoneId KOLKATA = ZoneId.of("Asia/Kolkata");
    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    /** In Kolkata it is the second already. */
    private static final Instant NOW = Instant.parse("2026-01-01T20:00:00Z");

    @Test
    void isYesterdayTodayAndTomorrowInTheStationsZoneUnlessAskedOtherwise() {
        assertThat(range(null, null)).isEqualTo(new ScheduleRange(Instant.parse("2025-12-31T18:30:00Z"),
                Instant.parse("2026-01-03T18:30:00Z")));
        assertThat(ScheduleRange.of(null, null, LONDON, Instant.parse("2026-03-20T12:00:00Z"), 14))
                .as("over a change of the clocks")
                .isEqualTo(new ScheduleRange(Instant.parse("2026-03-19T00:00:00Z"),
                        Instant.parse("2026-04-03T23:00:00Z")));
    }

    @Test
    void takesDaysOfTheStationsZoneAndInstantsAlike() {
        assertThat(range("2026-01-05", "2026-01-06T00:00:00+05:30"))
                .isEqualTo(new ScheduleRange(Instant.parse("2026-01-04T18:30:00Z"),
                        Instant.parse("2026-01-05T18:30:00Z")));
        assertThat(range(null, "2026-01-06T00:00:00 05:30").to()).isEqualTo(Instant.parse("2026-01-05T18:30:00Z"));
        assertThat(range("2026-01-05", null).to()).isEqualTo(Instant.parse("2026-01-07T18:30:00Z"));
        assertThat(range(null, "2026-01-05").from()).isEqualTo(Instant.parse("2026-01-01T18:30:00Z"));
    }

    @Test
    void aDayWithAClockChangeIsAsLongAsItIs() {
        ScheduleRange shortDay = ScheduleRange.ofDay(LocalDate.parse("2026-03-29"), LONDON);
        assertThat(shortDay).isEqualTo(new ScheduleRange(Instant.parse("2026-03-29T00:00:00Z"),
                Instant.parse("2026-03-29T23:00:00Z")));
    }

    @Test
    void holdsThirtyOneLocalDaysAtMostWhateverTheClockDoesMeanwhile() {
        assertThat(ScheduleRange.of("2026-10-01", "2026-11-01", LONDON, NOW, 1).to())
                .isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
        assertThat(range("2026-01-01", "2026-02-01")).isNotNull();
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> range("2026-01-01", "2026-02-01T00:00:01+05:30"));
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> range("2026-01-01", "2026-02-02"));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            2026-01-02, 2026-01-02, to
            2026-01-02, 2026-01-01, to
            soon, , from
            , 2026-1-1, to
            2026-02-30, , from
            2026-01-01T00:00:00, , from
            +999999999-01-01T00:00:00Z, , from
            1969-12-30, , from
            , 2100-01-02, to
            """)
    void refusesWhatIsNoRange(@Nullable String from, @Nullable String to, String field) {
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> range(from, to))
                .satisfies(e -> assertThat(e.findings()).anySatisfy(f -> assertThat(f.field()).isEqualTo(field)));
    }

    private static ScheduleRange range(@Nullable String from, @Nullable String to) {
        return ScheduleRange.of(from, to, KOLKATA, NOW, 1);
    }
}
