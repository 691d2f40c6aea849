package radio.tarang.gateway.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

class SessionsTests {

    static final String OLD = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    static final String NEW = "k2:ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8";
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    static Sessions sessions(String keys, Instant now) {
        return new Sessions(new SessionKeys(keys), Clock.fixed(now, ZoneOffset.UTC));
    }

    @TestFactory
    Stream<DynamicTest> acceptsAndRefusesWhatTheContractSays() throws IOException {
        Path contract = Path.of(System.getProperty("tarang.root"), "docs/contracts/session/vectors.json");
        JsonNode vectors = JsonMapper.shared().readTree(Files.readString(contract));
        Sessions sessions = sessions(vectors.path("keys").asString(), Instant.parse(vectors.path("now").asString()));
        assertThat(vectors.path("valid").size()).isPositive();
        assertThat(vectors.path("invalid").size()).isPositive();
        return Stream.concat(
                vectors.path("valid").valueStream()
                        .map(v -> dynamicTest(v.path("note").asString(),
                                () -> assertThat(sessions.verify(v.path("value").asString()))
                                        .isEqualTo(v.path("session").asString()))),
                vectors.path("invalid").valueStream().map(v -> dynamicTest(v.path("note").asString(),
                        () -> assertThat(sessions.verify(v.path("value").asString())).isNull())));
    }

    @Test
    void whatIsIssuedIsAcceptedHereAndAfterARotationAndByNobodyElse() {
        String session = sessions(OLD, NOW).issue();
        String random = sessions(OLD, NOW).verify(session);
        assertThat(random).hasSize(22);
        assertThat(sessions(NEW + "," + OLD, NOW).verify(session)).isEqualTo(random);
        assertThat(sessions(NEW, NOW).verify(session)).isNull();
        assertThat(sessions(NEW + "," + OLD, NOW).issue()).startsWith("v1.k2.20778.");
        assertThat(sessions(OLD, NOW.plus(Duration.ofDays(400))).verify(session)).isEqualTo(random);
        assertThat(sessions(OLD, NOW.plus(Duration.ofDays(401))).verify(session)).isNull();
    }

    @Test
    void noTwoListenersAreTheSame() {
        Set<String> all = new HashSet<>();
        Sessions sessions = sessions(OLD, NOW);
        for (int i = 0; i < 1_000; i++) {
            all.add(sessions.issue());
        }
        assertThat(all).hasSize(1_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "k1", "k1:short", "K1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
            "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8,k1:ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8",
            "a:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8,b:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8,"
                    + "c:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"})
    void withoutOneOrTwoWholeKeysNothingStartsAndNoKeyIsQuoted(String keys) {
        assertThatThrownBy(() -> sessions(keys, NOW)).isInstanceOf(Misconfigured.class)
                .hasMessageContaining("TARANG_SESSION_KEYS").hasMessageNotContaining("AAECAw");
        assertThatThrownBy(() -> new Sessions(new SessionKeys(null), Clock.systemUTC()))
                .hasMessageContaining("TARANG_SESSION_KEYS");
        assertThat(new SessionKeys(OLD).toString()).doesNotContain("AAECAw");
    }
}
