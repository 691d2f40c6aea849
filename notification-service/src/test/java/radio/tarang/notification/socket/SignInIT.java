package radio.tarang.notification.socket;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import radio.tarang.notification.Listener;
import radio.tarang.notification.Pair;
import radio.tarang.notification.Replica;
import radio.tarang.notification.security.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Sockets that are somebody's: how they become so, and how that ends. */
class SignInIT {
    private static final TestIssuer ISSUER = TestIssuer.shared();
    private static final int MOST = 3;
    private static Replica replica;

    @BeforeAll
    static void start() {
        replica = Replica.start(Pair.INSTANCE.world, "tarang.socket.token-grace=2s",
                "tarang.socket.max-per-identity=" + MOST);
    }

    @AfterAll
    static void stop() {
        replica.close();
    }

    private static String authenticate(String token) {
        return "{\"type\":\"AUTHENTICATE\",\"payload\":{\"token\":\"" + token + "\"}}";
    }

    private static List<String> errors(Listener listener) {
        return listener.ofType("ERROR").stream().map(error -> error.path("payload").path("code").stringValue())
                .toList();
    }

    @Test
    void takesATokenFromTheHeaderOrTheSubprotocol() {
        String token = ISSUER.token("listener");
        try (Listener byHeader = Listener.connect(replica.port(), "Authorization: Bearer " + token);
                Listener byProtocol = Listener.connect(replica.port(), "Sec-WebSocket-Protocol: bearer, " + token);
                Listener byTwoLines = Listener.connect(replica.port(), "Sec-WebSocket-Protocol: bearer",
                        "Sec-WebSocket-Protocol: " + token)) {
            for (Listener listener : List.of(byHeader, byProtocol, byTwoLines)) {
                listener.subscribe("MH").await("SNAPSHOT");
            }
            assertThat(byHeader.answer()).doesNotContainIgnoringCase("sec-websocket-protocol");
            assertThat(byProtocol.answer()).containsIgnoringCase("sec-websocket-protocol: bearer\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization: Bearer nonsense", "Authorization: Bearer", "Authorization: Basic YTpi",
            "Sec-WebSocket-Protocol: bearer", "Sec-WebSocket-Protocol: bearer, nonsense",
            "Sec-WebSocket-Protocol: chat, bearer"})
    void aTokenThatDoesNotCountOpensNothing(String header) {
        assertThatThrownBy(() -> Listener.connect(replica.port(), header)).hasMessageStartingWith("HTTP/1.1 401")
                .message().containsIgnoringCase("www-authenticate: bearer");
    }

    @Test
    void aTokenInACookieIsNotLookedAt() {
        Listener.connect(replica.port(), "Cookie: access_token=nonsense; tarang-session=nonsense").close();
    }

    @Test
    void anOpenSocketBecomesSomebodys() {
        UUID somebody = UUID.randomUUID();
        try (Listener listener = replica.listener()) {
            listener.say(authenticate(ISSUER.token(somebody, List.of(), "listener")));

            assertThat(listener.await("AUTHENTICATED").path("payload").path("userId").stringValue())
                    .isEqualTo(somebody.toString());
        }
    }

    @Test
    void aBadTokenOverAnOpenSocketIsSaidAndTheTenthEndsIt() {
        try (Listener listener = replica.listener()) {
            for (int count = 1; count < 10; count++) {
                int expected = count;
                listener.say(authenticate("nonsense")).await(message -> errors(listener).size() == expected);
            }
            assertThat(errors(listener)).containsOnly("unauthenticated");
            assertThat(listener.isOpen()).isTrue();
            listener.say("{\"type\":\"AUTHENTICATE\"}");
            assertThat(listener.awaitClosed()).isEqualTo(4401);
        }
    }

    @Test
    void anExpiredTokenIsSaidAndThenTheSocketIsClosed() {
        Instant now = Instant.now();
        String brief = ISSUER.token(UUID.randomUUID(), now.minusSeconds(60), now.plusSeconds(2), "listener");
        try (Listener listener = Listener.connect(replica.port(), "Authorization: Bearer " + brief)) {
            listener.await("ERROR");
            assertThat(errors(listener)).containsExactly("token-expired");
            assertThat(Instant.now()).isAfterOrEqualTo(now.plusSeconds(1));
            assertThat(listener.isOpen()).isTrue();
            assertThat(listener.awaitClosed()).isEqualTo(4401);
        }
    }

    @Test
    void aNewTokenWithinTheGraceTimeKeepsTheSocket() {
        UUID somebody = UUID.randomUUID();
        Instant now = Instant.now();
        String brief = ISSUER.token(somebody, now.minusSeconds(60), now.plusSeconds(1), "listener");
        try (Listener listener = Listener.connect(replica.port(), "Authorization: Bearer " + brief)) {
            listener.await("ERROR");
            listener.say(authenticate(ISSUER.token(somebody, List.of(), "listener"))).await("AUTHENTICATED");

            Awaitility.await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(5)).until(listener::isOpen);
        }
    }

    @Test
    void aRevokedTokenEndsItsSocketWithinSecondsAndNoOther() throws Exception {
        UUID somebody = UUID.randomUUID();
        try (Listener theirs = replica.listener();
                Listener others = replica.listener();
                Listener nobodys = replica.listener();
                KafkaProducer<String, String> events = new KafkaProducer<>(
                        Map.of("bootstrap.servers", Pair.INSTANCE.world.bootstrapServers()), new StringSerializer(),
                        new StringSerializer())) {
            theirs.say(authenticate(ISSUER.token(somebody, List.of(), "listener"))).await("AUTHENTICATED");
            others.say(authenticate(ISSUER.token("listener"))).await("AUTHENTICATED");

            ProducerRecord<String, String> event = new ProducerRecord<>(Pair.INSTANCE.world.interactions(),
                    somebody.toString(), "{}");
            event.headers().add("revokes", ("sub:" + somebody).getBytes(StandardCharsets.UTF_8)).add("ce_time",
                    Instant.now().toString().getBytes(StandardCharsets.UTF_8));
            events.send(event).get();

            assertThat(theirs.awaitClosed()).isEqualTo(4401);
            assertThat(List.of(others.isOpen(), nobodys.isOpen())).containsOnly(true);
            assertThatThrownBy(() -> Listener.connect(replica.port(),
                    "Authorization: Bearer " + ISSUER.token(somebody, List.of(), "listener")))
                    .hasMessageStartingWith("HTTP/1.1 401");
        }
    }

    @Test
    void aUserHoldsSoManySocketsAndNoMore() {
        String token = ISSUER.token("listener");
        List<Listener> listeners = new ArrayList<>();
        for (int count = 0; count < MOST; count++) {
            listeners.add(Listener.connect(replica.port(), "Authorization: Bearer " + token));
        }
        assertThatThrownBy(() -> Listener.connect(replica.port(), "Authorization: Bearer " + token))
                .hasMessageStartingWith("HTTP/1.1 429").hasMessageContaining("retry-after");
        try (Listener late = replica.listener()) {
            late.say(authenticate(token)).await("ERROR");
            assertThat(errors(late)).containsExactly("too-many-sockets");
        }
        listeners.forEach(Listener::close);
        Awaitility.await().ignoreExceptions().until(() -> {
            Listener.connect(replica.port(), "Authorization: Bearer " + token).close();
            return true;
        });
    }

    @Test
    void aSessionHoldsSoManySocketsAndNoMoreAndACookieIsNone() {
        String session = TestIssuer.session();
        List<Listener> listeners = new ArrayList<>();
        for (int count = 0; count < MOST; count++) {
            listeners.add(Listener.connect(replica.port(), "X-Session-Id: " + session));
        }
        assertThatThrownBy(() -> Listener.connect(replica.port(), "X-Session-Id: " + session))
                .hasMessageStartingWith("HTTP/1.1 429");
        listeners.add(Listener.connect(replica.port(), "X-Session-Id: " + session + "x"));
        listeners.add(Listener.connect(replica.port(), "Cookie: tarang-session=" + session));
        // who signs in is no longer counted as the session
        listeners.getFirst().say(authenticate(ISSUER.token("listener"))).await("AUTHENTICATED");
        listeners.add(Listener.connect(replica.port(), "X-Session-Id: " + session));
        listeners.forEach(Listener::close);
    }

    @Test
    void withoutAnyKeyATokenIsNotRefusedButPutOff() {
        try (Replica keyless = Replica.start(Pair.INSTANCE.world, "tarang.identity.jwks-uri=file:/no/such/keys.json")) {
            assertThatThrownBy(() -> Listener.connect(keyless.port(), "Authorization: Bearer " + ISSUER.token("host")))
                    .hasMessageStartingWith("HTTP/1.1 503").hasMessageContaining("retry-after");
            try (Listener listener = keyless.listener()) {
                listener.say(authenticate(ISSUER.token("host"))).await("ERROR");
                assertThat(errors(listener)).containsExactly("unavailable");
            }
        }
    }
}
