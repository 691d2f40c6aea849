package radio.tarang.notification.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The signed sessions of {@code docs/contracts/session/vectors.json}. */
class SessionsTests {
    private static final JsonNode VECTORS = vectors();
    private static final Clock CLOCK = Clock.fixed(Instant.parse(VECTORS.get("now").asString()), ZoneOffset.UTC);
    private final Sessions sessions = new Sessions(VECTORS.get("keys").asString(), CLOCK);

    private static JsonNode vectors() {
        Path file = Path.of(System.getProperty("tarang.root", ".."), "docs", "contracts", "session", "vectors.json");
        try {
            return JsonMapper.shared().readTree(Files.readString(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static Stream<JsonNode> valid() {
        return StreamSupport.stream(VECTORS.get("valid").spliterator(), false);
    }

    static Stream<JsonNode> invalid() {
        return StreamSupport.stream(VECTORS.get("invalid").spliterator(), false);
    }

    static Stream<JsonNode> badKeys() {
        return StreamSupport.stream(VECTORS.get("badKeys").spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource("valid")
    void aSessionThatCountsIsItsRandomPart(JsonNode vector) {
        assertThat(sessions.verify(vector.get("value").asString())).hasValue(vector.get("session").asString());
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void aSessionThatDoesNotCountIsNone(JsonNode vector) {
        assertThat(sessions.verify(vector.get("value").asString())).isEmpty();
    }

    @Test
    void noSessionIsNone() {
        assertThat(sessions.verify(null)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("badKeys")
    void refusesToStartWithBadKeysAndDoesNotRepeatThem(JsonNode vector) {
        String value = vector.get("value").asString();

        assertThatThrownBy(() -> new Sessions(value, CLOCK)).isInstanceOf(Misconfigured.class)
                .hasMessageContaining("TARANG_SESSION_KEYS")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("AAECAwQF"));
        assertThatThrownBy(() -> new Sessions(null, CLOCK)).isInstanceOf(Misconfigured.class);
    }
}
