package radio.tarang.gateway.upstream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import radio.tarang.gateway.FakeService.Reply;
import radio.tarang.gateway.GatewayStory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A socket is opened to the service first: who cannot have one is told so in HTTP. */
class SocketIT extends GatewayStory {

    private static final String UPGRADE = "GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    @Test
    void aFeedThatIsAwayIsUnavailableNotUpgraded() {
        NOTIFICATION.down();
        try {
            assertUnavailable(raw(UPGRADE, false, 3_000));
        } finally {
            NOTIFICATION.up();
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(raw(UPGRADE, false, 500)).startsWith("HTTP/1.1 101"));
    }

    @Test
    void aFeedThatHangsIsUnavailableWhenItsTimeIsOver() throws IOException {
        NOTIFICATION.down();
        try (ServerSocket silent = new ServerSocket(NOTIFICATION.port(), 50, InetAddress.getLoopbackAddress())) {
            long from = System.nanoTime();
            assertUnavailable(raw(UPGRADE, true, 5_000));
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isBetween(Duration.ofMillis(1_900),
                    Duration.ofSeconds(4));
            assertThat(silent.isBound()).isTrue();
        } finally {
            NOTIFICATION.up();
        }
    }

    @Test
    void whatTheFeedRefusesIsSaidAsItIs() {
        NOTIFICATION.on("/ws", Reply.of(403, "{}"));
        try {
            assertThat(raw(UPGRADE, false, 1_000)).startsWith("HTTP/1.1 403").contains("problems/forbidden");
        } finally {
            NOTIFICATION.forget("/ws");
        }
    }

    @Test
    void whatIsSaidAtOnceIsHeardOnEverySocket() {
        HttpClient http = HttpClient.newHttpClient();
        for (int n = 0; n < 100; n++) {
            String said = "first word " + n;
            CompletableFuture<String> heard = new CompletableFuture<>();
            WebSocket socket = http.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), new WebSocket.Listener() {
                        @Override
                        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
                            heard.complete(data.toString());
                            return CompletableFuture.completedFuture(null);
                        }
                    }).join();
            socket.sendText(said, true);
            assertThat(heard.orTimeout(5, TimeUnit.SECONDS).join()).isEqualTo("echo " + said);
            socket.abort();
        }
    }

    @Test
    void anEndOfEitherSideEndsTheOther() {
        CompletableFuture<Integer> ended = new CompletableFuture<>();
        WebSocket socket = HttpClient.newHttpClient().newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
                        ended.complete(code);
                        return CompletableFuture.completedFuture(null);
                    }
                }).join();
        socket.sendClose(1000, "").join();
        assertThat(ended.orTimeout(5, TimeUnit.SECONDS).join()).isEqualTo(1000);

        CompletableFuture<String> cut = new CompletableFuture<>();
        HttpClient.newHttpClient().newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
                        cut.complete("closed");
                        return CompletableFuture.completedFuture(null);
                    }

                    @Override
                    public void onError(WebSocket webSocket, Throwable error) {
                        cut.complete("cut");
                    }
                }).join();
        NOTIFICATION.down();
        NOTIFICATION.up();
        assertThat(cut.orTimeout(5, TimeUnit.SECONDS).join()).isIn("closed", "cut");
    }

    private static void assertUnavailable(String answer) {
        assertThat(answer).startsWith("HTTP/1.1 503").contains("problems/unavailable", "Retry-After: ")
                .doesNotContain("101 Switching");
    }
}
