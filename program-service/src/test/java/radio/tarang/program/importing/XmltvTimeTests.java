package radio.tarang.program.importing;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class XmltvTimeTests {
    @ParameterizedTest
    @CsvSource({"20230428050000 +0530,2023-04-27T23:30:00Z", "20230428050000 +0100,2023-04-28T04:00:00Z",
            "20230428050000 -0330,2023-04-28T08:30:00Z", "20230428050000,2023-04-28T05:00:00Z",
            "202304280500,2023-04-28T05:00:00Z", "20230428050000 UTC,2023-04-28T05:00:00Z",
            "20230428050000+05:30,2023-04-27T23:30:00Z"})
    void readsWhatTheFormatAllows(String text, Instant instant) {
        assertThat(XmltvTime.parse(text)).contains(instant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tomorrow", "20230428", "20231328050000", "20230230050000", "20230428250000",
            "20230428050000 BST", "20230428050000 +9900", "2023-04-28T05:00:00Z"})
    void refusesTheRest(String text) {
        assertThat(XmltvTime.parse(text)).isEmpty();
    }

    @Test
    void isNotSlowedByLongText() {
        assertThat(XmltvTime.parse("2".repeat(1_000_000))).isEmpty();
    }
}
