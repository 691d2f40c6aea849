package radio.tarang.program;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SlotTests {
    @ParameterizedTest
    @CsvSource({"999, false", "1000, true", "86400000, true", "86400001, false", "0, false", "-5000, false"})
    void lastsFromASecondToADay(long lengthMillis, boolean allowed) {
        assertThat(isFine(new Slot(Given.NOON, Given.NOON.plusMillis(lengthMillis)))).isEqualTo(allowed);
    }

    @Test
    void staysWithinWhatEverybodyCanSay() {
        assertThat(isFine(new Slot(Instant.parse("2099-12-31T22:00:00Z"), Instant.parse("2099-12-31T23:00:00Z"))))
                .isTrue();
        assertThat(isFine(new Slot(Instant.parse("2100-01-01T00:00:00Z"), Instant.parse("2100-01-01T01:00:00Z"))))
                .isFalse();
        assertThat(isFine(new Slot(Instant.MIN, Instant.MAX))).isFalse();
        assertThat(isFine(new Slot(Given.NOON, Instant.MAX))).isFalse();
    }

    @Test
    void countsInMilliseconds() {
        assertThat(new Slot(Given.NOON.plusNanos(1_999_999), Given.NOON.plusSeconds(9))).extracting(Slot::start)
                .isEqualTo(Given.NOON.plusMillis(1));
    }

    private static boolean isFine(Slot slot) {
        Findings findings = new Findings();
        slot.check(findings);
        return findings.isEmpty();
    }
}
