package radio.tarang.gateway.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import radio.tarang.gateway.FakeService.Reply;
import radio.tarang.gateway.GatewayStory;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

/** Bytes as an attacker sends them, and what comes back over the same socket. */
class WireIT extends GatewayStory {

    private static final String ADMIN = "/api/v1/admin/programs";
    private static final String AS_STAFF = "Authorization: " + STAFF + "\r\n";
    private static final String IMPORTS = "/api/v1/admin/imports";

    private static void isProblem(String answer, int status, String slug) {
        assertThat(answer).startsWith("HTTP/1.1 " + status).contains("problems/" + slug, "\"status\":" + status,
                "X-Content-Type-Options: nosniff", "X-Request-Id: ").endsWith("<closed>");
        assertThat(answer.toLowerCase(java.util.Locale.ROOT)).contains("connection: close");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nX",
            "Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\nX",
            "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", "Content-Length: 3, 3\r\n\r\nabc",
            "Content-Length: +3\r\n\r\nabc", "Transfer-Encoding: xchunked\r\n\r\n",
            "Transfer-Encoding : chunked\r\n\r\n",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n", "A: b\r\n folded\r\n\r\n",
            "A: b\n\r\n", "A: b\rc\r\n\r\n", "A\u0000: b\r\n\r\n", "A: b\u0000\r\n\r\n", " A: b\r\n\r\n",
            "A b\r\n\r\n"})
    void anAmbiguousRequestIsRefusedAndNothingBehindItIsRead(String rest) {
        String smuggled = "GET /api/v1/user/smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
        USER.on("/api/v1/user/smuggled", Reply.of(200, "smuggled"));
        int before = USER.seen("/api/v1/user/smuggled").size() + PROGRAM.seen(ADMIN).size();
        String answer = raw("POST " + ADMIN + " HTTP/1.1\r\n" + AS_STAFF + "Host: x\r\n" + rest + smuggled, false,
                3_000);
        isProblem(answer, 400, "malformed-request");
        assertThat(answer.split("HTTP/1.1 ", -1)).hasSize(2);
        assertThat(USER.seen("/api/v1/user/smuggled").size() + PROGRAM.seen(ADMIN).size()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5;x=y\r\nabcde\r\n0\r\n\r\n", "5\r\nabcdeGG\r\n0\r\n\r\n", "z\r\n"})
    void chunksOutOfStepAreRefusedAndTheServiceIsNotAsked(String body) {
        PROGRAM.on(ADMIN, s -> Reply.of(200, s.body()));
        int before = PROGRAM.seen(ADMIN).size();
        isProblem(raw(
                "POST " + ADMIN + " HTTP/1.1\r\n" + AS_STAFF + "Host: x\r\nTransfer-Encoding: chunked\r\n\r\n" + body,
                false,
                3_000), 400, "malformed-request");
        assertThat(PROGRAM.seen(ADMIN)).hasSize(before);
    }

    @Test
    void aRefusalComesAfterTheAnswersThatAreOwed() {
        String slow = path();
        PROGRAM.on(slow, Reply.of(200, "{\"slow\":1}").after(Duration.ofMillis(300)));
        String get = "GET " + slow + " HTTP/1.1\r\nHost: x\r\n\r\n";
        String answer = raw(get + get + "GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n" + get, false, 3_000);
        assertThat(answer).startsWith("HTTP/1.1 200").endsWith("<closed>");
        assertThat(answer.split("HTTP/1.1 200", -1)).hasSize(3);
        assertThat(answer.indexOf("HTTP/1.1 400")).isGreaterThan(answer.lastIndexOf("\"slow\""));
        assertThat(answer.split("HTTP/1.1 ", -1)).hasSize(4);
    }

    @Test
    void headersAreBoundedInNumberAndSize() {
        String many = raw("GET / HTTP/1.1\r\nHost: x\r\n" + "A: b\r\n".repeat(120) + "\r\n", false, 3_000);
        isProblem(many, 431, "headers-too-large");
        String large = raw("GET / HTTP/1.1\r\nHost: x\r\nA: " + "b".repeat(30_000) + "\r\n\r\n", false, 3_000);
        assertThat(large).startsWith("HTTP/1.1 431").contains("headers-too-large").endsWith("<closed>");
        String endless = raw("GET / HTTP/1.1\r\nHost: x\r\nA: " + "b".repeat(200_000), false, 3_000);
        assertThat(endless).startsWith("HTTP/1.1 431").endsWith("<closed>");
        String line = raw("GET /" + "a".repeat(100_000), false, 3_000);
        assertThat(line).startsWith("HTTP/1.1 414").contains("uri-too-long").endsWith("<closed>");
    }

    @Test
    void aBodyBeyondItsBoundIsRefusedWithinATenthOfASecondAndNeverBuffered() throws Exception {
        for (String path : new String[]{ADMIN, IMPORTS}) {
            int bound = path.equals(ADMIN) ? 1 << 20 : 20 << 20;
            int before = PROGRAM.seen(path).size();
            try (Socket socket = new Socket("127.0.0.1", port)) {
                OutputStream out = socket.getOutputStream();
                out.write(
                        ("POST " + path + " HTTP/1.1\r\n" + AS_STAFF + "Host: x\r\nTransfer-Encoding: chunked\r\n\r\n")
                                .getBytes(ISO_8859_1));
                byte[] chunk = ("8000\r\n" + "x".repeat(0x8000) + "\r\n").getBytes(ISO_8859_1);
                for (int sent = 0; sent < bound; sent += 0x8000) {
                    out.write(chunk);
                }
                out.flush();
                socket.setSoTimeout(300);
                byte[] answer = new byte[8_192];
                try {
                    assertThat(socket.getInputStream().read(answer)).as("at the bound it waits").isNegative();
                } catch (java.net.SocketTimeoutException waits) {
                    // As it should.
                }
                socket.setSoTimeout(5_000);
                out.write(chunk);
                out.flush();
                long crossed = System.nanoTime();
                int n = socket.getInputStream().read(answer);
                long millis = (System.nanoTime() - crossed) / 1_000_000;
                assertThat(new String(answer, 0, n, ISO_8859_1)).startsWith("HTTP/1.1 413").contains(
                        "payload-too-large", "onnection: close");
                assertThat(millis).isLessThan(100);
                assertThat(keepSending(out, chunk)).as("the connection ends").isLessThan(Duration.ofSeconds(3));
            }
            if (path.equals(ADMIN)) {
                assertThat(PROGRAM.seen(path)).hasSize(before);
            }
        }
    }

    private static Duration keepSending(OutputStream out, byte[] chunk) {
        long from = System.nanoTime();
        try {
            for (int i = 0; i < 100_000; i++) {
                out.write(chunk);
                if (System.nanoTime() - from > 5_000_000_000L) {
                    break;
                }
            }
        } catch (IOException closed) {
            // What we wait for.
        }
        return Duration.ofNanos(System.nanoTime() - from);
    }

    @Test
    void anAnnouncedGigabyteIsRefusedBeforeAByteOfIt() {
        long from = System.nanoTime();
        isProblem(
                raw("POST " + ADMIN + " HTTP/1.1\r\n" + AS_STAFF + "Host: x\r\nContent-Length: 1073741824\r\n\r\n",
                        false, 3_000),
                413,
                "payload-too-large");
        isProblem(raw("POST " + IMPORTS
                + " HTTP/1.1\r\n" + AS_STAFF + "Host: x\r\nExpect: 100-continue\r\nContent-Length: 1073741824\r\n\r\n",
                false, 3_000),
                413, "payload-too-large");
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void anEncodedBodyIsRefusedUnpacked() {
        for (String coding : new String[]{"gzip", "br", "deflate, gzip", "x-unknown"}) {
            for (String path : new String[]{ADMIN, IMPORTS, "/api/v1/auth/login"}) {
                String answer = raw(
                        "POST " + path + " HTTP/1.1\r\n" + AS_STAFF + "Host: x\r\nContent-Encoding: " + coding
                                + "\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
                        false, 3_000);
                assertThat(answer).startsWith("HTTP/1.1 415").contains("unsupported-media-type");
            }
        }
    }

    @Test
    void anUpgradeThatIsNoneBypassesNothing() {
        String answer = raw("POST " + ADMIN + " HTTP/1.1\r\n" + AS_STAFF
                + "Host: x\r\nUpgrade: websocket\r\nConnection: upgrade\r\n"
                + "Content-Length: 1073741824\r\n\r\n", false, 3_000);
        isProblem(answer, 413, "payload-too-large");
        String path = "/api/v1/user/upgrade";
        USER.on(path, s -> Reply.of(200, "" + s.headers().get("Upgrade")));
        String get = raw("GET " + path + " HTTP/1.1\r\n" + AS_STAFF
                + "Host: x\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nConnection: upgrade\r\n\r\n", false, 1_000);
        assertThat(get).startsWith("HTTP/1.1 200").contains("null");
    }

    @Test
    void whoBeginsARequestAndDoesNotGoOnIsToldSoAndCutOff() {
        isProblem(raw("GET / HTTP/1.1\r\nHost: x\r\n", false, 5_000), 408, "request-timeout");
        isProblem(raw("GE", false, 5_000), 408, "request-timeout");
        assertThat(raw("", false, 5_000)).isEqualTo("<closed>");
        isProblem(
                raw("POST " + ADMIN + " HTTP/1.1\r\n" + AS_STAFF + "Host: x\r\nContent-Length: 50\r\n\r\nabc", false,
                        8_000),
                408,
                "request-timeout");
    }

    @Test
    void oneHeaderAtATimeBuysNoTime() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            long from = System.nanoTime();
            AtomicReference<String> end = new AtomicReference<>("");
            Thread reader = Thread.startVirtualThread(() -> {
                try {
                    end.set(new String(socket.getInputStream().readAllBytes(), ISO_8859_1));
                } catch (IOException e) {
                    end.set("reset");
                }
            });
            try {
                socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n".getBytes(ISO_8859_1));
                while (reader.isAlive() && System.nanoTime() - from < 10_000_000_000L) {
                    socket.getOutputStream().write("X-A: b\r\n".getBytes(ISO_8859_1));
                    reader.join(Duration.ofMillis(100));
                }
            } catch (SocketException cutOff) {
                reader.join(Duration.ofSeconds(2));
            }
            assertThat(end.get()).startsWith("HTTP/1.1 408");
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(5));
        }
    }
}
