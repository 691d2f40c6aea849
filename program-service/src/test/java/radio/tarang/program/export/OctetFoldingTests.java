package radio.tarang.program.export;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class OctetFoldingTests {
    @ParameterizedTest
    @ValueSource(strings = {"a", "é", "न", "\uD83D\uDCFB", "aé", "xनa\uD83D\uDCFB"})
    void keepsEveryLineWithin75OctetsAndEveryCharacterWhole(String piece) {
        String text = "SUMMARY:" + piece.repeat(200) + "\r\nEND:VEVENT\r\n";
        String folded = OctetFolding.fold(text);
        for (String line : folded.split("\r\n")) {
            assertThat(line.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(75);
            assertThat(line).doesNotContain("\uFFFD");
            assertThat(new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)).isEqualTo(line);
        }
        assertThat(folded.replace("\r\n ", "")).isEqualTo(text);
    }

    @Test
    void leavesAloneWhatFits() {
        String line = "D:" + "x".repeat(73) + "\r\n";
        assertThat(OctetFolding.fold(line)).isEqualTo(line);
        assertThat(OctetFolding.fold("D:" + "x".repeat(74) + "\r\n")).isEqualTo("D:" + "x".repeat(73) + "\r\n x\r\n");
    }
}
