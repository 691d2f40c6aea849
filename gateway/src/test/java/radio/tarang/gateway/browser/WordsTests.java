package radio.tarang.gateway.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The page's words: said in both languages, with the same gaps to fill, and none twice (the later one would win in silence). */
class WordsTests {

    private static final List<String> FILES = List.of("messages/en.js", "messages/hi.js", "console/words.js");
    /** A member of the outermost object: its name, and all that belongs to it. */
    private static final Pattern MEMBER = Pattern.compile(
            "(\"[^\"]+\"|\\w+): (\"(?:[^\"\\\\]|\\\\.)*\"|\\{(?:[^{}\"]|\"(?:[^\"\\\\]|\\\\.)*\")*})(?=,|\\s*})");
    private static final Pattern GAP = Pattern.compile("\\{\\w+}");

    @Test
    void areThereInBothLanguagesWithTheSameGaps() {
        Map<String, Map<String, String>> words = new TreeMap<>();
        for (String file : FILES) {
            String text = read(file);
            for (String part : text.split("export const ")) {
                if (part.startsWith("en =") || part.startsWith("hi =")) {
                    collect(part, words.computeIfAbsent(part.substring(0, 2), _ -> new TreeMap<>()));
                }
            }
        }
        Map<String, String> english = Objects.requireNonNull(words.get("en"));
        Map<String, String> hindi = Objects.requireNonNull(words.get("hi"));
        assertThat(english).hasSizeGreaterThan(400);
        assertThat(hindi.keySet()).isEqualTo(english.keySet());
        english.forEach((key, said) -> {
            if (!List.of("categories", "languages").contains(key)) {
                assertThat(gaps(String.valueOf(hindi.get(key)))).as(key).isEqualTo(gaps(said));
            }
        });
    }

    private static void collect(String part, Map<String, String> into) {
        Matcher member = MEMBER.matcher(part.substring(part.indexOf('{') + 1));
        while (member.find()) {
            String before = into.put(member.group(1).replace("\"", ""), member.group(2));
            assertThat(before).as("said twice: " + member.group(1)).isNull();
        }
    }

    private static TreeSet<String> gaps(String said) {
        TreeSet<String> gaps = new TreeSet<>();
        GAP.matcher(said).results().map(MatchResult::group).forEach(gaps::add);
        return gaps;
    }

    private static String read(String file) {
        try (InputStream in = WordsTests.class.getResourceAsStream("/static/js/" + file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
