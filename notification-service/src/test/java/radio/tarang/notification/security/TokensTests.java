package radio.tarang.notification.security;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which tokens count: {@code docs/contracts/http/tokens.yaml}, entry by entry. */
class TokensTests {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final IdentitySettings SETTINGS = new IdentitySettings(TestIssuer.ISSUER,
            TestIssuer.shared().jwks().toUri(), "tarang-api", null, Duration.ofMinutes(1), Duration.ofSeconds(30));
    private static final SigningKeys KEYS = new SigningKeys(SETTINGS);

    private final RevokedTokens revoked = new RevokedTokens(CLOCK);
    private final Tokens tokens = new Tokens(SETTINGS, KEYS, revoked, CLOCK);

    @BeforeAll
    static void readKeys() {
        KEYS.start();
        KEYS.find("waits until they are read");
    }

    @AfterAll
    static void stopReading() {
        KEYS.stop();
    }

    static List<TokenVectors.Vector> valid() {
        return new TokenVectors(TestIssuer.shared(), TestIssuer.ISSUER, NOW, "http://127.0.0.1:1/").valid();
    }

    static List<TokenVectors.Vector> forged() {
        return new TokenVectors(TestIssuer.shared(), TestIssuer.ISSUER, NOW, "http://127.0.0.1:1/").forged();
    }

    @ParameterizedTest
    @MethodSource("valid")
    void whatTheIssuerMeantForUsCounts(TokenVectors.Vector vector) {
        assertThat(tokens.verify(vector.token())).isPresent();
    }

    @ParameterizedTest
    @MethodSource("forged")
    void whatWasForgedOrMeantForOthersDoesNot(TokenVectors.Vector vector) {
        assertThat(tokens.verify(vector.token())).isEmpty();
    }

    @Test
    void nothingATokenNamesIsFetched() throws IOException {
        try (ServerSocket listener = new ServerSocket(0)) {
            String url = "http://127.0.0.1:" + listener.getLocalPort() + "/keys";
            new TokenVectors(TestIssuer.shared(), TestIssuer.ISSUER, NOW, url).forged()
                    .forEach(forged -> tokens.verify(forged.token()));

            listener.setSoTimeout(200);
            assertThatThrownBy(listener::accept).isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @Test
    void saysWhoAsks() {
        UUID subject = UUID.randomUUID();

        Optional<Token> token = tokens.verify(TestIssuer.shared().token(subject, List.of("MH"), "listener", "editor"));

        assertThat(token).hasValueSatisfying(known -> {
            assertThat(known.subject()).isEqualTo(subject);
            assertThat(known.username()).isEqualTo("somebody");
            assertThat(known.roles()).isEqualTo(Set.of("listener", "editor"));
            assertThat(known.states()).isEqualTo(Set.of("MH"));
            assertThat(known.sid()).isEqualTo("sid-" + subject);
        });
    }

    @Test
    void aTokenLargerThanAnyWeIssueIsNotLookedAt() {
        String padded = TestIssuer.shared().token(header -> {
        }, claims -> claims.claim("x", "x".repeat(8192)));

        assertThat(tokens.verify(padded)).isEmpty();
    }

    @Test
    void aRevokedTokenDoesNotCountAndTheNextOneDoes() {
        UUID subject = UUID.randomUUID();
        String before = token(subject, NOW.minusSeconds(60));
        String after = token(subject, NOW.plusSeconds(1));
        assertThat(tokens.verify(before)).isPresent();

        revoked.add("sub:" + subject, NOW);

        assertThat(tokens.verify(before)).isEmpty();
        assertThat(tokens.verify(after)).isPresent();
    }

    @Test
    void withoutAnyKeyNothingIsJudged() {
        IdentitySettings nowhere = new IdentitySettings(TestIssuer.ISSUER, URI.create("file:/no/such/keys.json"),
                "tarang-api", null, Duration.ofMinutes(1), Duration.ofSeconds(30));
        SigningKeys none = new SigningKeys(nowhere);
        Tokens unable = new Tokens(nowhere, none, revoked, CLOCK);

        assertThatThrownBy(() -> unable.verify(TestIssuer.shared().token("listener")))
                .isInstanceOf(SigningKeys.Unavailable.class);
        assertThat(unable.verify("nonsense")).isEmpty();
    }

    private static String token(UUID subject, Instant issued) {
        return TestIssuer.shared().signed(TestIssuer.shared().header(),
                TestIssuer.claims(subject, List.of(), "listener").issueTime(java.util.Date.from(issued)).build());
    }
}
