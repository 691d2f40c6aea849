package radio.tarang.notification.security;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import radio.tarang.local.test.TestRealm;
import radio.tarang.local.test.TestServers;
import radio.tarang.notification.Replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Tokens over HTTP: those of the real realm, forged ones, and ones that were revoked. Our own key stands in the key set beside the realm's. */
class TokensIT {
    private static final String OPEN = "/actuator/health/liveness";
    private static final String CLOSED = "/internal/anything"; // for the role exporter, and answered by nobody
    private static final TestRealm REALM = TestServers.keycloak().realm();
    private static final UUID REVOKED_BEFORE = UUID.randomUUID();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static Replica.World world;
    private static Replica service;
    private static KafkaProducer<String, String> events;

    @BeforeAll
    static void start() throws Exception {
        JWKSet theirs = JWKSet.parse(
                HTTP.send(HttpRequest.newBuilder(URI.create(REALM.jwksUri())).build(), BodyHandlers.ofString()).body());
        Path keys = Files.createTempFile("jwks", ".json");
        keys.toFile().deleteOnExit();
        Files.writeString(keys, new JWKSet(Stream.concat(theirs.getKeys().stream(),
                Stream.<JWK>of(TestIssuer.shared().key().toPublicJWK())).toList()).toString());
        world = Replica.World.create();
        events = new KafkaProducer<>(Map.of("bootstrap.servers", world.bootstrapServers()), new StringSerializer(),
                new StringSerializer());
        revoke("sub:" + REVOKED_BEFORE, Instant.now());
        service = Replica.start(world, "tarang.identity.issuer=" + REALM.issuer(),
                "tarang.identity.jwks-uri=" + keys.toUri());
    }

    @AfterAll
    static void stop() {
        service.close();
        events.close();
    }

    private static void revoke(String names, Instant at) throws Exception {
        ProducerRecord<String, String> event = new ProducerRecord<>(world.interactions(),
                "somebody", "{}");
        event.headers().add("revokes", names.getBytes(StandardCharsets.UTF_8)).add("ce_time",
                at.toString().getBytes(StandardCharsets.UTF_8));
        events.send(event).get();
    }

    private static HttpResponse<String> get(String path, String... authorizations) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path));
        Stream.of(authorizations).filter(value -> !value.isEmpty())
                .forEach(value -> request.header("Authorization", value));
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String bearer(String token) {
        return "Bearer " + token;
    }

    private static TokenVectors vectors(String listener) {
        return new TokenVectors(TestIssuer.shared(), REALM.issuer(), Instant.now(), listener);
    }

    /** The one body of every 401, apart from where it happened. */
    private static String refused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        return answer.body().replaceAll("\"traceId\":\"[0-9a-f]{32}\"", "").replaceAll("\"instance\":\"[^\"]*\"", "");
    }

    @Test
    void whatTheRealmGivesOutCountsAsAnAccessTokenAlone() {
        TestRealm.Tokens tokens = REALM.tokens("listener");

        assertThat(get(OPEN, bearer(tokens.accessToken())).statusCode()).isEqualTo(200);
        assertThat(get(CLOSED, bearer(tokens.accessToken())).statusCode()).isEqualTo(403);
        assertThat(refused(get(OPEN, bearer(tokens.refreshToken())))).isNotEmpty();
    }

    @Test
    void everyForgedTokenIsRefusedWithOneBodyAndNothingIsFetchedForIt() throws IOException {
        String withoutToken = refused(get(CLOSED));
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            List<TokenVectors.Vector> forged = vectors("http://127.0.0.1:" + listener.getLocalPort() + "/keys")
                    .forged();
            assertThat(forged).hasSizeGreaterThan(50);
            for (TokenVectors.Vector vector : forged) {
                assertThat(refused(get(CLOSED, bearer(vector.token())))).as(vector.name()).isEqualTo(withoutToken);
                assertThat(refused(get(OPEN, bearer(vector.token())))).as(vector.name()).isEqualTo(withoutToken);
            }
            listener.setSoTimeout(200);
            assertThatThrownBy(listener::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void everyTokenThatCountsIsLetIn() {
        for (TokenVectors.Vector vector : vectors("http://127.0.0.1:1/").valid()) {
            assertThat(get(OPEN, bearer(vector.token())).statusCode()).as(vector.name()).isEqualTo(200);
        }
        String token = vectors("http://127.0.0.1:1/").valid().getFirst().token();
        assertThat(get(OPEN, "bEARER  " + token).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YTpi", "Bearer", "Bearer ", "Digest x", "Bearer a b", "Bearer,a", "a.b.c"})
    void whateverElseIsPresentedIsRefused(String authorization) {
        assertThat(refused(get(OPEN, authorization))).isNotEmpty();
    }

    @Test
    void twoTokensAreNone() {
        String token = bearer(vectors("http://127.0.0.1:1/").valid().getFirst().token());

        assertThat(refused(get(OPEN, token, token))).isNotEmpty();
    }

    @Test
    void aRouteIsForItsRoleAndNothingIsNotFoundForEverybody() {
        TestIssuer issuer = TestIssuer.shared();
        Instant now = Instant.now();
        String admin = issuer.tokenOf(REALM.issuer(), UUID.randomUUID(), now, "listener", "host", "editor", "moderator",
                "admin");
        String exporter = issuer.tokenOf(REALM.issuer(), UUID.randomUUID(), now, "exporter");

        assertThat(refused(get(CLOSED))).isNotEmpty();
        HttpResponse<String> forbidden = get(CLOSED, bearer(admin));
        assertThat(forbidden.statusCode()).isEqualTo(403);
        assertThat(forbidden.body()).contains("https://tarang.radio/problems/forbidden", "\"traceId\":\"");
        assertThat(get(CLOSED, bearer(exporter)).statusCode()).isEqualTo(404);
        assertThat(get("/nothing/here").statusCode()).isEqualTo(404);
        assertThat(get("/nothing/here", bearer(admin)).statusCode()).isEqualTo(404);
    }

    @Test
    void aRevokedTokenIsRefusedWithinSecondsAndTheNextOneCounts() throws Exception {
        TestIssuer issuer = TestIssuer.shared();
        UUID somebody = UUID.randomUUID();
        Instant before = Instant.now().minusSeconds(10);
        String token = bearer(issuer.tokenOf(REALM.issuer(), somebody, before, "listener"));
        assertThat(get(OPEN, token).statusCode()).isEqualTo(200);

        revoke("sid:sid-" + somebody, before.plusSeconds(5));

        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> get(OPEN, token).statusCode() == 401);
        assertThat(get(OPEN, bearer(issuer.tokenOf(REALM.issuer(), somebody, before.plusSeconds(6), "listener")))
                .statusCode()).isEqualTo(200);
    }

    @Test
    void aReplicaThatIsReadyKnowsWhatWasRevokedBeforeItStarted() {
        String token = TestIssuer.shared().tokenOf(REALM.issuer(), REVOKED_BEFORE, Instant.now().minusSeconds(60),
                "listener");

        assertThat(refused(get(OPEN, bearer(token)))).isNotEmpty();
    }
}
