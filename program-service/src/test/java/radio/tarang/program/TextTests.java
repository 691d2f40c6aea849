package radio.tarang.program;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TextTests {
    private final Findings findings = new Findings();

    private @Nullable String line(String raw) {
        return Text.line("title", raw, 255, findings);
    }

    @Test
    void measuresCodePointsAndNotUnits() {
        assertThat(line("🎵".repeat(255))).isEqualTo("🎵".repeat(255));
        assertThat(findings.isEmpty()).isTrue();
        line("🎵".repeat(256));
        assertThat(findings.all()).extracting(Findings.Finding::field).containsExactly("title");
    }

    @Test
    void normalisesBeforeItMeasures() {
        assertThat(line("e\u0301".repeat(255))).isEqualTo("é".repeat(255));
        assertThat(line("e\u0007\u0301")).isEqualTo("é");
        assertThat(findings.isEmpty()).isTrue();
    }

    @Test
    void stripsControlCharactersAndKeepsFormatCharacters() {
        assertThat(line("\u0000नम\u0007स्ते\u200d \u0085")).isEqualTo("नमस्ते\u200d");
        assertThat(line("one\r\ntwo")).isEqualTo("onetwo");
    }

    @Test
    void keepsLineFeedsWhereThereMayBeLines() {
        assertThat(Text.lines("description", "one\r\ntwo\rthree\u0001", 100, findings)).isEqualTo("one\ntwo\nthree");
    }

    @Test
    void nothingLeftIsNothing() {
        assertThat(line(" \u0000\t ")).isNull();
        assertThat(findings.isEmpty()).isTrue();
        Text.requiredLine("title", "\u0001", 255, findings);
        assertThat(findings.isEmpty()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83c", "a\udfb5b", "\udfb5\ud83c"})
    void refusesHalfCharacters(String broken) {
        line(broken);
        assertThat(findings.isEmpty()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "ftp://example.org/x", "//example.org", "https://", "example",
            "https://a b.org/"})
    void refusesWhatIsNoWebAddress(String raw) {
        Text.url("imageUrl", raw, findings);
        assertThat(findings.isEmpty()).as(raw).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://radio.example/a.png", "HTTP://radio.example", "data:image/png;base64,AAAA",
            "//radio.example/a.png", "https:///a.png"})
    void takesPicturesOverHttpsAlone(String raw) {
        ProgramDetails.checked("Title", null, null, null, null, null, raw, null, null, findings);
        assertThat(findings.all()).singleElement()
                .satisfies(found -> assertThat(found.field()).isEqualTo("imageUrl"));
    }

    @Test
    void aPictureMayBe500CharactersLong() {
        String longest = "https://radio.example/" + "x".repeat(478);
        ProgramDetails.checked("Title", null, null, null, null, null, longest, null, null, findings);
        assertThat(findings.isEmpty()).isTrue();
        ProgramDetails.checked("Title", null, null, null, null, null, longest + "x", null, null, findings);
        assertThat(findings.isEmpty()).isFalse();
    }

    @Test
    void bringsLanguagesIntoCanonicalCase() {
        assertThat(Objects.requireNonNull(Text.language("language", "HI-deva-in", findings))).isEqualTo("hi-Deva-IN");
        assertThat(findings.isEmpty()).isTrue();
        Text.language("language", "not a language", findings);
        assertThat(findings.isEmpty()).isFalse();
    }
}
