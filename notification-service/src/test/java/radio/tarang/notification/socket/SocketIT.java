package radio.tarang.notification.socket;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import radio.tarang.notification.Broadcaster;
import radio.tarang.notification.Broadcaster.Show;
import radio.tarang.notification.Listener;
import radio.tarang.notification.Pair;
import radio.tarang.notification.Replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Input of every kind of badness, and the limits that keep one socket from costing another anything. */
class SocketIT {
    private static final int LIMIT = 64 * 1024;

    private static Replica replica;

    @BeforeAll
    static void start() {
        replica = Replica.start(Pair.INSTANCE.world, "tarang.socket.ping-every=1s", "tarang.socket.idle-timeout=8s",
                "tarang.socket.max-pending=64KB",
                "tarang.socket.max-per-address=40", "tarang.web.allowed-origins=https://tarang.example");
    }

    @AfterAll
    static void stop() {
        replica.close();
    }

    @Test
    void answersBadMessagesAndHangsUpAfterTen() {
        try (Listener listener = replica.listener()) {
            List<String> bad = List.of("{", "[]", "7", "\"PING\"", "{\"type\":7}", "{\"type\":\"DANCE\"}",
                    "{\"type\":\"PING\"} {}", "", "null");
            bad.forEach(listener::say);
            listener.await(message -> listener.ofType("ERROR").size() == bad.size());
            listener.say("{\"type\":\"PING\"}").await("PONG");
            bad.forEach(listener::say);
            listener.await(message -> listener.ofType("ERROR").size() == 2 * bad.size());
            assertThat(listener.isOpen()).isTrue();
            listener.say("{");
            assertThat(listener.awaitClosed()).isEqualTo(1008);
        }
    }

    @Test
    void namesWhatItDoesNotKnowOrCannotDo() {
        try (Listener listener = replica.listener()) {
            listener.subscribe("ZZ").say("{\"type\":\"SUBSCRIBE_STATE\"}")
                    .say("{\"type\":\"SUBSCRIBE_PROGRAM\",\"payload\":{\"programId\":\"x\"}}")
                    .say("{\"type\":\"TYPING\"}")
                    .say("{\"type\":\"DANCE\"}");
            listener.await(message -> listener.ofType("ERROR").size() == 5);
            assertThat(listener.ofType("ERROR").stream().map(error -> error.path("payload").path("code").stringValue()))
                    .containsExactly("unknown-state",
                            "unknown-state", "unknown-program", "not-available", "unknown-type");
            assertThat(listener.received().getFirst().path("payload").path("stateId").stringValue()).isEqualTo("ZZ");
        }
    }

    @Test
    void boundsMessagesWholeAndInFragments() {
        byte[] most = " ".repeat(LIMIT).getBytes(StandardCharsets.UTF_8);
        try (Listener listener = replica.listener();
                Listener fragments = replica.listener();
                Listener big = replica.listener()) {
            listener.frame(Listener.FINAL | Listener.TEXT, most).await("ERROR");
            assertThat(listener.isOpen()).isTrue();
            big.frame(Listener.FINAL | Listener.TEXT, new byte[LIMIT + 1]);
            assertThat(big.awaitClosed()).isEqualTo(1009);
            fragments.frame(Listener.TEXT, most).frame(Listener.CONTINUATION, new byte[1]);
            assertThat(fragments.awaitClosed()).isEqualTo(1009);
        }
    }

    @Test
    void putsFragmentsTogetherAroundAPing() {
        try (Listener listener = replica.listener()) {
            listener.frame(Listener.TEXT, "{\"type\":".getBytes(StandardCharsets.UTF_8))
                    .frame(Listener.FINAL | Listener.PING, new byte[]{1, 2})
                    .frame(Listener.FINAL, "\"PING\"}".getBytes(StandardCharsets.UTF_8)).await("PONG");
            assertThat(listener.controls()).contains(10);
        }
    }

    @Test
    void closesWithTheCodeOfTheStandard() throws IOException {
        assertThat(closeCode(listener -> listener.frame(Listener.FINAL | Listener.TEXT,
                new byte[]{'"', (byte) 0xC3, (byte) 0x28, '"'}))).isEqualTo(1007);
        assertThat(closeCode(listener -> listener.frame(Listener.TEXT, new byte[]{'"', (byte) 0xC3})
                .frame(Listener.FINAL, new byte[]{0x28}))).isEqualTo(1007);
        assertThat(closeCode(listener -> listener.frame(Listener.FINAL | 2, new byte[3]))).as("binary").isEqualTo(1003);
        assertThat(closeCode(listener -> listener.frame(Listener.FINAL, new byte[3]))).as("continues nothing")
                .isEqualTo(1002);
        assertThat(closeCode(listener -> listener.frame(Listener.FINAL | 0x40 | Listener.TEXT, new byte[3])))
                .as("reserved bit").isEqualTo(1002);
        assertThat(closeCode(listener -> listener.frame(Listener.FINAL | 3, new byte[3]))).as("reserved opcode")
                .isEqualTo(1002);
        assertThat(closeCode(listener -> listener.raw(new byte[]{(byte) 0x81, 2, '{', '}'}))).as("not masked")
                .isEqualTo(1002);
        assertThat(closeCode(listener -> listener.frame(Listener.FINAL | Listener.CLOSE, new byte[]{3, (byte) 0xE8})))
                .as("client closes").isEqualTo(1000);
    }

    private interface Misdeed {
        Object by(Listener listener) throws IOException;
    }

    private static int closeCode(Misdeed misdeed) throws IOException {
        try (Listener listener = replica.listener()) {
            misdeed.by(listener);
            return listener.awaitClosed();
        }
    }

    @Test
    void takesAHundredSubscriptions() {
        try (Listener listener = replica.listener()) {
            for (int count = 0; count < 100; count++) {
                listener.say(
                        "{\"type\":\"SUBSCRIBE_PROGRAM\",\"payload\":{\"programId\":\"" + UUID.randomUUID() + "\"}}");
            }
            listener.say("{\"type\":\"PING\"}").await("PONG");
            assertThat(listener.ofType("ERROR")).isEmpty();
            listener.subscribe("MH");
            assertThat(listener.await("ERROR").path("payload").path("code").stringValue())
                    .isEqualTo("too-many-subscriptions");
        }
    }

    @Test
    void letsInOwnAndAllowedOriginsOnly() {
        for (String allowed : List.of("https://tarang.example", "http://localhost:8085")) {
            Listener.connect(replica.port(), "Origin: " + allowed).close();
        }
        Listener.connect(replica.port(), "Origin: https://radio.example", "X-Forwarded-Host: radio.example").close();
        for (String foreign : List.of("https://evil.example", "null", "http://localhost:8086",
                "https://tarang.example.evil.example", "::")) {
            assertThatThrownBy(() -> Listener.connect(replica.port(), "Origin: " + foreign)).as(foreign)
                    .hasMessageStartingWith("HTTP/1.1 403");
        }
    }

    @Test
    void boundsTheSocketsOfOneAddress() {
        List<Listener> listeners = new ArrayList<>();
        for (int count = 0; count < 40; count++) {
            // Only what our own proxy appended counts; the rest of the header is the client's invention.
            listeners.add(Listener.connect(replica.port(), "X-Forwarded-For: 198.51.100." + count + ", 203.0.113.7"));
        }
        assertThatThrownBy(() -> Listener.connect(replica.port(), "X-Forwarded-For: 203.0.113.7"))
                .hasMessageStartingWith("HTTP/1.1 429")
                .hasMessageContaining("retry-after");
        Listener.connect(replica.port(), "X-Forwarded-For: 203.0.113.8").close();
        listeners.forEach(Listener::close);
        Awaitility.await().ignoreExceptions().until(() -> {
            Listener.connect(replica.port(), "X-Forwarded-For: 203.0.113.7").close();
            return true;
        });
    }

    @Test
    void leavesEverythingElseToTheServiceBehind() throws IOException {
        assertThat(replica.get("/ws").statusCode()).isEqualTo(426);
        assertThat(replica.get("/ws").body()).contains("https://tarang.radio/problems/upgrade-required");
        assertThat(replica.get("/elsewhere").statusCode()).isEqualTo(404);
        assertThat(replica.get("/actuator/env").statusCode()).isEqualTo(404);
        assertThat(replica.get("/actuator/health").body()).contains("\"feed\":{").contains("\"circuitBreakers\":{");
        try (Socket socket = new Socket("127.0.0.1", replica.port())) {
            OutputStream out = socket.getOutputStream();
            out.write("GET /actuator/health/liveness HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readNBytes(15), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 200 OK");
            socket.getInputStream().skipNBytes(socket.getInputStream().available());
            // The same connection may become a socket afterwards.
            out.write(
                    ("GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 101");
        }
    }

    @Test
    void pingsAndDropsWhoNeverAnswers() {
        try (Listener silent = replica.listener()) {
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> silent.controls().contains(Listener.PING));
            Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> !silent.isOpen());
        }
    }

    @Test
    void aSlowListenerIsBoundedAndResyncedAndSlowsNobody() {
        Broadcaster broadcaster = Pair.INSTANCE.broadcaster;
        Show show = broadcaster.show("CH", "Flood");
        show.started(1);
        try (Listener slow = Listener.connectUnread(replica.port(), 4096); Listener quick = replica.listener()) {
            slow.subscribe("CH");
            quick.subscribe("CH");
            quick.await(message -> message.toString().contains(show.id));
            int updates = 800;
            for (int sequence = 2; sequence <= updates;) {
                List<ProducerRecord<byte[], byte[]>> burst = new ArrayList<>();
                for (int count = 0; count < 40 && sequence <= updates; count++, sequence++) {
                    burst.add(show.with("description", sequence + "x".repeat(10_000)).record("program.updated",
                            sequence));
                }
                broadcaster.sendAll(burst);
                int last = sequence - 1;
                quick.await(message -> message.path("payload").path("sequence").asInt(0) == last);
            }
            assertThat(quick.ofType("PROGRAM_UPDATED").stream().filter(message -> message.toString().contains(show.id)))
                    .hasSize(updates - 1);
            slow.read();
            assertThat(slow.await("RESYNC").path("payload").path("reason").stringValue()).isEqualTo("slow-consumer");
            slow.await(message -> "SNAPSHOT".equals(message.path("type").asString(""))
                    && message.toString().contains("\"" + updates + "xxx"));
            show.ended(updates + 1);
            slow.awaitTold("PROGRAM_ENDED", show.id);
            assertThat(slow.ofType("PROGRAM_UPDATED").size()).isLessThan(updates - 1);
        }
    }

    @Test
    void saysGoodbyeWhenTheServiceStops() {
        Listener listener;
        try (Replica leaving = Replica.start(Pair.INSTANCE.world)) {
            listener = leaving.listener();
            listener.subscribe("MH").await("SNAPSHOT");
        }
        assertThat(listener.awaitClosed()).isEqualTo(1001);
    }
}
