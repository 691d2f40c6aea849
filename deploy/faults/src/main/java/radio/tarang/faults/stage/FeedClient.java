package radio.tarang.faults.stage;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A listener's socket: subscribes to one state, keeps every message with the moment it came, and after a cut connects again with its
 * last cursor, as a browser does, until it is closed.
 */
public final class FeedClient implements AutoCloseable {

    public record Message(String type, JsonNode payload, String cursor, Instant at) {

        public String programId() {
            return payload.path("programId").asString("");
        }

        public boolean isOf(String messageType, String programId) {
            return type.equals(messageType) && programId().equals(programId);
        }
    }

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration RETRY = Duration.ofMillis(200);

    private final URI uri;
    private final String stateId;
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Thread keeper;
    private volatile String cursor;
    private volatile boolean closed;
    private volatile @Nullable WebSocket socket;

    private FeedClient(URI base, String stateId, String cursor) {
        this.cursor = cursor;
        this.uri = URI.create("ws://" + base.getAuthority() + "/ws");
        this.stateId = stateId;
        this.keeper = Thread.ofVirtual().name("feed-" + stateId).start(this::keepConnected);
    }

    /** Connects and waits for the snapshot. */
    public static FeedClient subscribe(URI base, String stateId) {
        FeedClient client = new FeedClient(base, stateId, "");
        if (!Pace.until(Duration.ofSeconds(15), () -> client.count("SNAPSHOT") > 0)) {
            client.close();
            throw new IllegalStateException(
                    "no SNAPSHOT of " + stateId + " from " + client.uri + ", got " + client.messages);
        }
        return client;
    }

    /** Goes on where another connection has stopped. */
    public static FeedClient resume(URI base, String stateId, String cursor) {
        return new FeedClient(base, stateId, cursor);
    }

    public List<Message> messages() {
        return List.copyOf(messages);
    }

    public List<Message> of(String type, String programId) {
        return messages.stream().filter(message -> message.isOf(type, programId)).toList();
    }

    public long count(String type) {
        return messages.stream().filter(message -> message.type().equals(type)).count();
    }

    public int connections() {
        return connections.get();
    }

    private void keepConnected() {
        while (!closed) {
            CompletableFuture<Void> ended = new CompletableFuture<>();
            try {
                WebSocket opened = http.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(3))
                        .buildAsync(uri, new Frames(ended)).join();
                socket = opened;
                connections.incrementAndGet();
                opened.sendText(subscription(), true).join();
                ended.join();
            } catch (RuntimeException refused) {
                // The platform is away: that is what the stories are about.
            }
            Pace.millis(RETRY.toMillis());
        }
    }

    private String subscription() {
        ObjectNode payload = JSON.createObjectNode().put("stateId", stateId);
        if (!cursor.isEmpty()) {
            payload.put("cursor", cursor);
        }
        return JSON.writeValueAsString(Map.of("type", "SUBSCRIBE_STATE", "payload", payload));
    }

    private void take(String text) {
        JsonNode message = JSON.readTree(text);
        String position = message.path("cursor").asString("");
        messages.add(new Message(message.path("type").asString(""), message.path("payload"), position, Instant.now()));
        if (!position.isEmpty()) {
            cursor = position;
        }
    }

    @Override
    public void close() {
        closed = true;
        WebSocket last = socket;
        if (last != null) {
            last.abort();
        }
        keeper.interrupt();
        http.shutdownNow();
    }

    private final class Frames implements WebSocket.Listener {

        private final CompletableFuture<Void> ended;
        private final StringBuilder text = new StringBuilder();

        Frames(CompletableFuture<Void> ended) {
            this.ended = ended;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                take(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            ended.complete(null);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            ended.complete(null);
        }
    }
}
