package radio.tarang.gateway.identity;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import radio.tarang.gateway.FakeService.Reply;
import radio.tarang.gateway.Refusal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/** Which tokens count, for how long, and what that asks of the issuer. */
class TokensTests {

    /** A clock that a test moves. */
    private static final class Moving extends Clock {

        private volatile Instant now = Instant.now();

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final Issuer issuer = new Issuer();
    private final Moving clock = new Moving();
    private final RevokedTokens revoked = new RevokedTokens(clock);
    private final List<SigningKeys> started = new ArrayList<>();

    static Tokens tokens(Issuer issuer, Clock clock) {
        SigningKeys keys = new SigningKeys(settings(issuer, Duration.ofMinutes(1), null));
        keys.start();
        await().until(() -> !keys.current().isEmpty());
        keys.stop();
        return new Tokens(settings(issuer, Duration.ofMinutes(1), null), keys, new RevokedTokens(clock), clock);
    }

    private static IdentitySettings settings(Issuer issuer, Duration refresh,
            @Nullable Path file) {
        return new IdentitySettings(Issuer.NAME, URI.create(issuer.jwksUri()), "tarang-api", file, refresh,
                Duration.ofSeconds(30));
    }

    private SigningKeys keys(Duration refresh, @Nullable Path file) {
        SigningKeys keys = new SigningKeys(settings(issuer, refresh, file));
        started.add(keys);
        keys.start();
        return keys;
    }

    private Tokens tokens(SigningKeys keys) {
        return new Tokens(settings(issuer, Duration.ofMinutes(1), null), keys, revoked, clock);
    }

    private Tokens tokens() {
        SigningKeys keys = keys(Duration.ofMinutes(1), null);
        await().until(() -> !keys.current().isEmpty());
        return tokens(keys);
    }

    @AfterEach
    void stop() {
        started.forEach(SigningKeys::stop);
    }

    static Token verify(Tokens tokens, String authorization) {
        try {
            return Objects.requireNonNull(tokens.verify(authorization).toFuture().join());
        } catch (java.util.concurrent.CompletionException e) {
            throw e.getCause() instanceof Refusal refusal ? refusal : e;
        }
    }

    private static int status(Tokens tokens, String token) {
        try {
            verify(tokens, "Bearer " + token);
            return 200;
        } catch (Refusal refusal) {
            return refusal.problem().status();
        }
    }

    @Test
    void aGoodTokenSaysWhoItIsAndIsVerifiedOnce() {
        Tokens tokens = tokens();
        String authorization = "bearer " + issuer.token("listener", "host");
        assertThat(tokens.known(authorization)).isNull();
        Token token = verify(tokens, authorization);
        assertThat(token.roles()).containsExactlyInAnyOrder("listener", "host");
        assertThat(tokens.known(authorization)).isSameAs(token);
        assertThat(verify(tokens, authorization)).isSameAs(token);
    }

    @TestFactory
    Stream<DynamicTest> whatTheIssuerMeantForUsCounts() {
        Tokens tokens = tokens();
        return new TokenVectors(issuer, Issuer.NAME, clock.instant(), "http://127.0.0.1:1/").valid().stream()
                .map(v -> dynamicTest(v.name(), () -> assertThat(status(tokens, v.token())).isEqualTo(200)));
    }

    @TestFactory
    Stream<DynamicTest> whatWasForgedOrMeantForOthersDoesNot() {
        Tokens tokens = tokens();
        String valid = issuer.token("admin");
        return Stream.concat(
                new TokenVectors(issuer, Issuer.NAME, clock.instant(), "http://127.0.0.1:1/").forged().stream(),
                Stream.of(new TokenVectors.Vector("nothing", ""), new TokenVectors.Vector("four parts", valid + ".x"),
                        new TokenVectors.Vector("blanks within", valid.replace(".", ". ")),
                        new TokenVectors.Vector("very long", "a".repeat(9_000) + ".b.c"),
                        new TokenVectors.Vector("deep JSON",
                                Base64URL.encode("{\"alg\":" + "[".repeat(3_000) + "]".repeat(3_000) + "}")
                                        + valid.substring(valid.indexOf('.')))))
                .map(v -> dynamicTest(v.name(), () -> {
                    assertThat(status(tokens, v.token())).isEqualTo(401);
                    assertThat(status(tokens, v.token())).as("again, from the kept verdict").isEqualTo(401);
                    assertThat(tokens.known("Bearer " + v.token())).isNull();
                }));
    }

    private Date at(long seconds) {
        return Date.from(clock.instant().plusSeconds(seconds));
    }

    @Test
    void aVerdictEndsWithItsToken() {
        Tokens tokens = tokens();
        String token = issuer.token(Issuer.claims("listener").expirationTime(at(60)).build());
        assertThat(status(tokens, token)).isEqualTo(200);
        clock.now = clock.now.plusSeconds(89);
        assertThat(tokens.known("Bearer " + token)).isNotNull();
        clock.now = clock.now.plusSeconds(2);
        assertThat(tokens.known("Bearer " + token)).isNull();
        assertThat(status(tokens, token)).isEqualTo(401);
    }

    @Test
    void aVerdictEndsWithTheKeyItWasFoundWithAndAnotherKeyTakesOver() {
        SigningKeys keys = keys(Duration.ofMillis(200), null);
        await().until(() -> !keys.current().isEmpty());
        Tokens tokens = tokens(keys);
        String token = issuer.token("listener");
        assertThat(status(tokens, token)).isEqualTo(200);
        RSAKey next = Issuer.newKey("two");
        issuer.publish(next);
        await().until(() -> keys.current().containsKey("two"));
        assertThat(tokens.known("Bearer " + token)).isNull();
        assertThat(status(tokens, token)).isEqualTo(401);
        String young = Issuer.sign(Issuer.header("two").build(), Issuer.claims("listener").build(), next);
        assertThat(status(tokens, young)).isEqualTo(200);
    }

    @Test
    void aNewKeyIsAskedForOnceHoweverManyUnknownOnesAreShown() {
        IdentitySettings often = new IdentitySettings(Issuer.NAME, URI.create(issuer.jwksUri()), "tarang-api", null,
                Duration.ofMinutes(1), Duration.ofSeconds(3));
        SigningKeys keys = new SigningKeys(often);
        started.add(keys);
        keys.start();
        await().until(() -> !keys.current().isEmpty());
        Tokens tokens = tokens(keys);
        RSAKey next = Issuer.newKey("two");
        JWTClaimsSet claims = Issuer.claims("listener").build();
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String kid = i % 2 == 0 ? "two" : "unknown-" + i;
            shown.add(Issuer.sign(Issuer.header(kid).build(), claims, next));
        }
        await().pollDelay(Duration.ofMillis(3_100)).until(() -> true);
        int reads = issuer.read();
        issuer.publish(issuer.key, next);
        List<CompletableFuture<Integer>> all = shown.stream()
                .map(t -> CompletableFuture.supplyAsync(() -> status(tokens, t), Thread::startVirtualThread)).toList();
        for (int i = 0; i < 200; i++) {
            assertThat(all.get(i).join()).isEqualTo(i % 2 == 0 ? 200 : 401);
        }
        assertThat(issuer.read() - reads).isEqualTo(1);
    }

    @Test
    void unknownKeysShownRightAfterAReadingMakeNoOther() {
        Tokens tokens = tokens();
        int reads = issuer.read();
        RSAKey stranger = Issuer.newKey("stranger");
        for (int i = 0; i < 5; i++) {
            assertThat(status(tokens, Issuer.sign(Issuer.header("unknown-" + i).build(),
                    Issuer.claims("listener").build(), stranger))).isEqualTo(401);
        }
        assertThat(issuer.read()).isEqualTo(reads);
    }

    @Test
    void aRevocationEndsEarlierTokensAtOnceWhetherTheirVerdictIsKnownOrNot() {
        Tokens tokens = tokens();
        JWTClaimsSet mine = Issuer.claims("listener").issueTime(at(-10)).build();
        String known = issuer.token(mine);
        String byPerson = issuer.token(Issuer.claims("editor").subject("5f0c64ae-8c1c-4ba4-8a3c-0d4f2a6f0001")
                .issueTime(at(-10)).build());
        assertThat(status(tokens, known)).isEqualTo(200);
        revoked.add("sid:" + mine.getClaim("sid") + ", sub:5f0c64ae-8c1c-4ba4-8a3c-0d4f2a6f0001, rubbish",
                clock.instant());
        assertThat(tokens.known("Bearer " + known)).isNull();
        assertThat(status(tokens, known)).isEqualTo(401);
        assertThat(status(tokens, byPerson)).isEqualTo(401);
        String later = issuer.token(Issuer.claims("listener").subject("5f0c64ae-8c1c-4ba4-8a3c-0d4f2a6f0001")
                .issueTime(at(2)).build());
        assertThat(status(tokens, later)).as("issued after the revocation").isEqualTo(200);
        assertThat(status(tokens, issuer.token("listener"))).as("somebody else").isEqualTo(200);
    }

    @Test
    void aRevocationIsForgottenWhenNoTokenItConcernsCanBeAlive() {
        revoked.add("sub:a", clock.instant().minus(Duration.ofMinutes(21)));
        Token old = new Token("a", java.util.Set.of(), null, clock.instant().minus(Duration.ofHours(1)),
                clock.instant());
        assertThat(revoked.refuse(old)).isFalse();
        revoked.add("sub:a", clock.instant());
        revoked.add("sub:a", clock.instant().minus(Duration.ofMinutes(5)));
        assertThat(revoked.refuse(old)).isTrue();
        clock.now = clock.now.plus(Duration.ofMinutes(21));
        revoked.forgetOld();
        assertThat(revoked.refuse(old)).isFalse();
    }

    @Test
    void knownKeysOutliveTheIssuerAndARestartAndWithoutAnyTheAnswerIsComeBackLater(@TempDir Path folder)
            throws IOException {
        Path file = folder.resolve("kept/jwks.json");
        SigningKeys keys = keys(Duration.ofMillis(100), file);
        await().until(() -> Files.exists(file));
        String token = issuer.token("listener");
        assertThat(status(tokens(keys), token)).isEqualTo(200);
        issuer.down();
        try {
            await().during(Duration.ofMillis(500)).until(() -> status(tokens(keys), token) == 200);
            assertThat(status(tokens(keys(Duration.ofMillis(100), file)), token)).as("restarted").isEqualTo(200);
            SigningKeys none = keys(Duration.ofMillis(100), null);
            assertThat(status(tokens(none), token)).as("neither issuer nor file").isEqualTo(503);
            assertThat(status(tokens(none), "not.a.token")).isEqualTo(401);
            Files.writeString(file, "rubbish");
            assertThat(status(tokens(keys(Duration.ofMillis(100), file)), token)).isEqualTo(503);
            issuer.up();
            await().atMost(Duration.ofSeconds(10)).until(() -> status(tokens(none), token) == 200);
        } finally {
            stop();
        }
    }

    @Test
    void aKeySetThatIsNoneTakesNothingAway() {
        SigningKeys keys = keys(Duration.ofMillis(100), null);
        await().until(() -> !keys.current().isEmpty());
        Map<String, ?> before = keys.current();
        for (Reply reply : List.of(Reply.of(500, "{}"), Reply.of(200, "{\"keys\":[]}"), Reply.of(200, "<html>"),
                Reply.of(302, "").with("Location", issuer.jwksUri()), Reply.of(200, "x".repeat(70_000)))) {
            issuer.answer(reply);
            int reads = issuer.read();
            await().until(() -> issuer.read() >= reads + 2);
            assertThat(keys.current()).isSameAs(before);
        }
    }

    @Test
    void oneAnswerForEveryReason() {
        assertThatThrownBy(() -> verify(tokens(), "Basic YTpi")).isInstanceOfSatisfying(Refusal.class,
                r -> assertThat(r.problem()).isEqualTo(Tokens.unauthenticated().problem()));
    }
}
