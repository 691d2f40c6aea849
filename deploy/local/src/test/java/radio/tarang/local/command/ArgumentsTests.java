package radio.tarang.local.command;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ArgumentsTests {
    @Test
    void takesWhatIsAskedForInAnyOrder() {
        Arguments arguments = new Arguments(List.of("--port", "9000", "-d", "schedule.xml"));

        assertThat(arguments.flag("-d")).isTrue();
        assertThat(arguments.flag("--empty")).isFalse();
        assertThat(arguments.number("--port", 1, 65_535)).contains(9000);
        assertThat(arguments.word("file")).isEqualTo("schedule.xml");
        arguments.requireNoMore();
    }

    @Test
    void refusesWhatNobodyAskedFor() {
        assertThatThrownBy(() -> new Arguments(List.of("--prot", "9000")).requireNoMore())
                .hasMessageContaining("--prot 9000");
    }

    @Test
    void refusesNumbersThatAreNone() {
        for (List<String> words : List.of(List.of("--port", "x"), List.of("--port"), List.of("--port", "0"),
                List.of("--port", "65536"))) {
            assertThatThrownBy(() -> new Arguments(words).number("--port", 1, 65_535))
                    .hasMessage("--port needs a number from 1 to 65535");
        }
    }

    @Test
    void asksForTheWordThatIsMissing() {
        assertThatThrownBy(() -> new Arguments(List.of("--create-stations")).word("file")).hasMessage("Which file?");
    }

    @Test
    void takesTheWordAfterAName() {
        Arguments arguments = new Arguments(List.of("--user", "mira", "schedule.xml"));

        assertThat(arguments.text("--user")).contains("mira");
        assertThat(arguments.text("--realm")).isEmpty();
        assertThat(arguments.word("file")).isEqualTo("schedule.xml");
        for (List<String> words : List.of(List.of("--user"), List.of("--user", "--create-stations"))) {
            assertThatThrownBy(() -> new Arguments(words).text("--user")).hasMessage("--user needs a word after it");
        }
    }
}
