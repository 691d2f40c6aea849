package radio.tarang.gateway.upstream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import radio.tarang.gateway.FakeService.Reply;
import radio.tarang.gateway.GatewayStory;

import static org.assertj.core.api.Assertions.assertThat;

/** When a service breaks off: reads are asked once more within their time, writes never. */
class RetryIT extends GatewayStory {

    /** A service that takes a request whole and resets the connection; how often it was asked. */
    private int resets(String method, String path) throws IOException, InterruptedException {
        NOTIFICATION.down();
        AtomicInteger asked = new AtomicInteger();
        ServerSocket service = new ServerSocket(NOTIFICATION.port(), 50, InetAddress.getLoopbackAddress());
        Thread serving = Thread.ofVirtual().start(() -> {
            while (!service.isClosed()) {
                try (Socket socket = service.accept()) {
                    socket.setSoLinger(true, 0);
                    String head = new String(socket.getInputStream().readNBytes(4),
                            java.nio.charset.StandardCharsets.US_ASCII);
                    asked.addAndGet(
                            head.startsWith(method.substring(0, 3)) && !head.startsWith("GET /act") ? 1 : 0);
                } catch (IOException over) {
                    return;
                }
            }
        });
        try {
            HttpResponse<String> answer = send(method, path, method.equals("GET") ? null : "{}");
            assertThat(answer.statusCode()).isIn(502, 503);
            return asked.get();
        } finally {
            service.close();
            serving.join(); // the port is free only when nobody waits at it any more
            NOTIFICATION.up();
        }
    }

    @Test
    void aWriteWhoseConnectionWasResetIsNotSentAgain() throws IOException, InterruptedException {
        assertThat(resets("POST", "/api/v1/notifications/retry")).isEqualTo(1);
        assertThat(resets("DELETE", "/api/v1/notifications/retry")).isEqualTo(1);
        assertThat(resets("PUT", "/api/v1/notifications/retry")).isEqualTo(1);
    }

    @Test
    void aReadIsTriedTwiceWithinItsTimeAndNotAThirdTime() {
        String path = "/api/v1/notifications/read-" + System.nanoTime();
        NOTIFICATION.on(path, Reply.of(503, "{}").after(Duration.ofMillis(200)));
        long from = System.nanoTime();
        assertThat(get(path).statusCode()).isEqualTo(503);
        assertThat(NOTIFICATION.seen(path)).hasSize(2);
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void aReadThatUsedUpItsTimeIsNotTriedAgain() {
        String path = "/api/v1/notifications/slow-" + System.nanoTime();
        NOTIFICATION.on(path, Reply.of(503, "{}").after(Duration.ofMillis(1_700)));
        assertThat(get(path).statusCode()).isEqualTo(503);
        assertThat(NOTIFICATION.seen(path)).hasSize(1);
    }

    @Test
    void anAnswerThatBreaksOffIsABadGatewayAndNotHalfOfOne() throws IOException, InterruptedException {
        NOTIFICATION.down();
        ServerSocket service = new ServerSocket(NOTIFICATION.port(), 50, InetAddress.getLoopbackAddress());
        Thread serving = Thread.ofVirtual().start(() -> {
            while (!service.isClosed()) {
                try (Socket socket = service.accept()) {
                    socket.getInputStream().readNBytes(4);
                    socket.getOutputStream().write("""
                            HTTP/1.1 200 OK\r
                            Content-Type: application/json\r
                            ETag: "whole"\r
                            Content-Length: 100\r
                            \r
                            {"half":""".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                    socket.shutdownOutput();
                    socket.getInputStream().readAllBytes();
                } catch (IOException over) {
                    return;
                }
            }
        });
        try {
            HttpResponse<String> answer = get("/api/v1/notifications/half");
            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.headers().firstValue("ETag")).isEmpty();
            assertThat(answer.body()).contains("\"status\":502").doesNotContain("half\":");
        } finally {
            service.close();
            serving.join();
            NOTIFICATION.up();
        }
    }
}
