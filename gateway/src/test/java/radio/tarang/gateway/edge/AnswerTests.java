package radio.tarang.gateway.edge;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class AnswerTests {

    private static final List<Map.Entry<String, String>> JSON = List.of(Map.entry("Content-Type", "application/json"),
            Map.entry("Cache-Control", "public, s-maxage=60"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"gzip, deflate, br|BR", "gzip|GZIP", "gzip;q=0.5, identity|GZIP",
            "br;q=0, gzip|GZIP",
            "*|BR", "identity|IDENTITY", "gzip;q=0|IDENTITY", "zstd|IDENTITY", "GZIP|GZIP"})
    void theBestAcceptedEncodingIsServed(String acceptEncoding, Encoding expected) {
        Answer answer = new Answer(200, JSON, null, "{\"programs\":[]}".repeat(100).getBytes(UTF_8));
        assertThat(answer.variant(Encoding.accepted(acceptEncoding)).encoding).isEqualTo(expected);
    }

    @Test
    void everyEncodingHasAStrongTagOfItsOwnThatKeepsTheVersion() {
        Answer answer = new Answer(200, JSON, "\"v7-abc\"", "x".repeat(1_000).getBytes(UTF_8));
        assertThat(answer.variant(0b001).etag).isEqualTo("\"v7-abc\"");
        assertThat(answer.variant(0b010).etag).isEqualTo("\"v7-abc-gz\"");
        assertThat(answer.variant(0b100).etag).isEqualTo("\"v7-abc-br\"");
    }

    @Test
    void aWeakTagIsReplacedByTheHashOfTheBytes() {
        Answer answer = new Answer(200, JSON, "W/\"1\"", "x".getBytes(UTF_8));
        assertThat(answer.variant(1).etag).matches("\"[0-9a-f]{24}\"");
    }

    @Test
    void smallAndIncompressibleBodiesAreLeftAlone() {
        assertThat(new Answer(200, JSON, null, "{}".getBytes(UTF_8)).variant(0b111).encoding)
                .isEqualTo(Encoding.IDENTITY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"\"a\"|true", "W/\"a\"|true", "\"b\", \"a\"|true", "*|true", "\"b\"|false",
            "a|false"})
    void ifNoneMatchComparesWholeTags(String field, boolean matches) {
        assertThat(Answer.matches(field, "\"a\"")).isEqualTo(matches);
    }

    @Test
    void aNotModifiedAnswerLeavesOutWhatDescribesTheBytes() {
        Answer.Variant variant = new Answer(200, JSON, null, "x".getBytes(UTF_8)).variant(1);
        assertThat(variant.headers(false)).extracting(Map.Entry::getKey).containsExactly("Cache-Control");
        assertThat(variant.headers(true)).extracting(Map.Entry::getKey).contains("Content-Type", "Content-Length");
    }
}
