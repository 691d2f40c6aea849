package radio.tarang.notification.security;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** An issuer that rotates its keys, answers nonsense, and goes away. */
class SigningKeysTests {
    private static final TestIssuer FIRST = new TestIssuer("first");
    private static final TestIssuer SECOND = new TestIssuer("second");
    private static final Duration LONG = Duration.ofHours(1);

    private final AtomicInteger asked = new AtomicInteger();
    private volatile String answer = jwks(FIRST);
    private volatile int status = 200;
    private HttpServer server;
    private SigningKeys keys;

    @TempDir
    Path folder;

    @BeforeEach
    void startIssuer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        keys = keys(LONG, LONG);
    }

    @AfterEach
    void stopAll() {
        keys.stop();
        server.stop(0);
    }

    private static String jwks(TestIssuer... issuers) {
        return new JWKSet(List.of(issuers).stream().<JWK>map(issuer -> issuer.key().toPublicJWK()).toList()).toString();
    }

    private SigningKeys keys(Duration refresh, Duration unknownKeyEvery) {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/certs");
        return new SigningKeys(new IdentitySettings(TestIssuer.ISSUER, uri, "tarang-api", folder.resolve("keys.json"),
                refresh, unknownKeyEvery));
    }

    private void startReading(SigningKeys other) {
        keys = other;
        keys.start();
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> asked.get() >= 1);
    }

    @Test
    void aKnownKeyIsNeverAskedForAgain() {
        startReading(keys);

        for (int n = 0; n < 100; n++) {
            assertThat(keys.find("first")).isNotNull();
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void unknownNamesMakeUsAskOncePerInterval() {
        startReading(keys(LONG, Duration.ofMillis(400)));
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> keys.find("never heard of") == null
                && asked.get() == 2);

        for (int n = 0; n < 50; n++) {
            assertThat(keys.find("forged-" + n)).isNull();
        }
        assertThat(asked.get()).isLessThanOrEqualTo(3);
    }

    @Test
    void aNewKeyCountsWithinTheInterval() {
        startReading(keys(LONG, Duration.ofMillis(200)));
        assertThat(keys.find("first")).isNotNull();

        answer = jwks(SECOND, FIRST);

        Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> keys.find("second") != null);
        assertThat(keys.find("first")).isNotNull();
    }

    @Test
    void aKeyThatWasTakenOutStopsToCount() {
        startReading(keys(Duration.ofMillis(200), LONG));
        assertThat(keys.find("first")).isNotNull();

        answer = jwks(SECOND);

        Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> keys.find("first") == null);
        assertThat(keys.find("second")).isNotNull();
    }

    @Test
    void knownKeysGoOnWhileTheIssuerIsAwayOrTalksNonsense() {
        startReading(keys(Duration.ofMillis(50), Duration.ofMillis(50)));
        assertThat(keys.find("first")).isNotNull();

        for (String nonsense : List.of("", "nonsense", "{}", "{\"keys\": []}", "{\"keys\": [{\"kty\": \"RSA\"}]}",
                " ".repeat(100_000))) {
            answer = nonsense;
            int before = asked.get();
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> asked.get() > before + 1);
            assertThat(keys.find("first")).isNotNull();
        }
        answer = jwks(SECOND);
        status = 302;
        int before = asked.get();
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> asked.get() > before + 1);
        server.stop(0);
        assertThat(keys.find("first")).isNotNull();
        assertThat(keys.find("second")).isNull();
    }

    @Test
    void aRestartWhileTheIssuerIsAwayUsesTheKeptKeys() {
        startReading(keys);
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> Files.exists(folder.resolve("keys.json")));
        keys.stop();
        server.stop(0);

        keys = keys(LONG, LONG);
        keys.start();

        assertThat(keys.find("first")).isNotNull();
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void withoutAnyKeyItSaysSoAndComesBackByItself() throws IOException {
        status = 503;
        startReading(keys);
        assertThatThrownBy(() -> keys.find("first")).isInstanceOf(SigningKeys.Unavailable.class);

        status = 200;

        Awaitility.await().atMost(Duration.ofSeconds(6)).ignoreExceptions().until(() -> keys.find("first") != null);
    }

    @Test
    void keysForOtherUsesDoNotCount() {
        answer = new JWKSet(List.of(FIRST.key().toPublicJWK(),
                new com.nimbusds.jose.jwk.RSAKey.Builder(SECOND.key().toPublicJWK()).keyID("for encryption")
                        .keyUse(com.nimbusds.jose.jwk.KeyUse.ENCRYPTION).algorithm(null).build(),
                new com.nimbusds.jose.jwk.RSAKey.Builder(SECOND.key().toPublicJWK()).keyID("for PS256")
                        .algorithm(com.nimbusds.jose.JWSAlgorithm.PS256).build()))
                .toString();
        startReading(keys);

        Awaitility.await().atMost(Duration.ofSeconds(5)).ignoreExceptions().until(() -> keys.find("first") != null);
        assertThat(keys.find("for encryption")).isNull();
        assertThat(keys.find("for PS256")).isNull();
    }
}
