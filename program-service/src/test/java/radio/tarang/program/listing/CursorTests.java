package radio.tarang.program.listing;

import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import radio.tarang.program.Given;
import radio.tarang.program.ProgramStatus;
import radio.tarang.program.Refusal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CursorTests {
    @Test
    void comesBackAsItWas() {
        Cursor cursor = new Cursor(ProgramStatus.LIVE, true, Given.NOON.plusMillis(7), UUID.randomUUID());

        assertThat(Cursor.parse(cursor.text(), ProgramStatus.LIVE)).isEqualTo(cursor);
    }

    @Test
    void goesOnWithNoOtherList() {
        String ofLive = new Cursor(ProgramStatus.LIVE, false, Given.NOON, UUID.randomUUID()).text();

        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> Cursor.parse(ofLive, ProgramStatus.ENDED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "%%%", "MS5saXZlLjAuMQ", "MS5saXZlLjAuOTk5OTk5OTk5OTk5OTk5OTk5OTk5OTkueA", "🎵",
            "MS5saXZlLjAuOTk5OTk5OTk5OTk5OTk5LjAwMDAwMDAwLTAwMDAtMDAwMC0wMDAwLTAwMDAwMDAwMDAwMA"})
    void refusesWhatIsNone(String text) {
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> Cursor.parse(text, ProgramStatus.LIVE))
                .matches(refusal -> refusal.reason() == Refusal.Reason.VALIDATION_FAILED);
    }
}
