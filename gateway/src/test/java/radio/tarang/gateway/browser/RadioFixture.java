package radio.tarang.gateway.browser;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers like program-service and notification-service, with what a test put on air, and like a station's stream. Its
 * answers are not cacheable, so that what a test changes is what the page reads next.
 */
final class RadioFixture implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<Map<String, Object>> STATES = List.of(state("DL", "Delhi", "north", "hi", "दिल्ली"),
            state("KL", "Kerala", "south", "ml", "കേരളം"), state("MH", "Maharashtra", "west", "mr", "महाराष्ट्र"),
            state("TN", "Tamil Nadu", "south", "ta", "தமிழ்நாடு"));

    private final DisposableServer server;
    private final DeskFixture desk = new DeskFixture(this);
    private final Map<String, Broadcast> onAir = new ConcurrentHashMap<>();
    private final Map<String, Map<String, @Nullable Object>> notes = new ConcurrentHashMap<>();
    private final Set<Sinks.Many<String>> sockets = ConcurrentHashMap.newKeySet();
    private final List<JsonNode> subscriptions = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicLong position = new AtomicLong();
    private volatile boolean refusing;
    private volatile boolean mute;
    private volatile int closeCode;

    RadioFixture() {
        server = HttpServer.create().host("127.0.0.1").port(0)
                .route(routes -> routes
                        .get("/api/v1/states", (request, response) -> json(response, page("states", STATES)))
                        .get("/api/v1/programs/state/{id}", this::listing)
                        .get("/api/v1/stations/{id}/now",
                                (request, response) -> json(response, Map.of("next", List.of())))
                        .get("/stream/live.m3u8",
                                (request, response) -> stream(response, "application/vnd.apple.mpegurl",
                                        SilentStream.playlist()))
                        .get("/stream/{segment}.mp3",
                                (request, response) -> stream(response, "audio/mpeg", SilentStream.segment()))
                        .get("/ws", this::socket)
                        .route(request -> request.uri().startsWith("/api/v1/"), desk::answer))
                .bindNow(Duration.ofSeconds(10));
    }

    String address() {
        return "http://127.0.0.1:" + server.port();
    }

    /** What it answers to those who look at stations and to editors. */
    DeskFixture desk() {
        return desk;
    }

    void clear() {
        desk.clear();
        refusing = false;
        mute = false;
        onAir.clear();
        notes.clear();
        subscriptions.clear();
        tokens.clear();
        dropSockets(1000);
    }

    void put(Broadcast... broadcasts) {
        for (Broadcast broadcast : broadcasts) {
            onAir.put(broadcast.id(), broadcast);
        }
    }

    /** Says it to every open socket, as the feed does; the listing is told by {@link #put}. */
    void tell(String type, Map<String, ?> payload) {
        String frame = JSON.writeValueAsString(
                Map.of("type", type, "payload", payload, "cursor", "epoch:" + position.incrementAndGet() + ".0"));
        sockets.forEach(socket -> socket.tryEmitNext(frame));
    }

    /** Cuts what is open; {@code refuse} also turns away whoever comes back. */
    void refuseSockets(boolean refuse) {
        refusing = refuse;
        if (refuse) {
            dropSockets(1000);
        }
    }

    /** Sockets are accepted, and that is all that ever happens on them. */
    void acceptInSilence(boolean silent) {
        mute = silent;
    }

    /** @param code of RFC 6455 §7.4, or one of the feed's own */
    void dropSockets(int code) {
        closeCode = code;
        sockets.forEach(Sinks.Many::tryEmitComplete);
    }

    /** Payloads of every SUBSCRIBE_STATE so far. */
    List<JsonNode> subscriptions() {
        return List.copyOf(subscriptions);
    }

    /** Of every AUTHENTICATE so far. */
    List<String> tokens() {
        return List.copyOf(tokens);
    }

    /** How many sockets there ever were. */
    int opened() {
        return opened.get();
    }

    String cursor() {
        return "epoch:" + position.get() + ".0";
    }

    /** Members of that programme which are not a {@link Broadcast}'s: null takes it out. */
    void note(String id, Map<String, @Nullable Object> members) {
        notes.put(id, members);
    }

    /** Everything there is, on air or not. */
    Collection<Broadcast> broadcasts() {
        return onAir.values();
    }

    void remove(String id) {
        onAir.remove(id);
        notes.remove(id);
    }

    /** As answers show it. */
    Map<String, @Nullable Object> shown(Broadcast broadcast) {
        Map<String, @Nullable Object> shown = broadcast.json();
        shown.putAll(notes.getOrDefault(broadcast.id(), Map.of()));
        return shown;
    }

    private Publisher<Void> listing(HttpServerRequest request, HttpServerResponse response) {
        String status = request.uri().contains("status=scheduled") ? "scheduled" : "live";
        return json(response, page("programs", programs(Objects.requireNonNull(request.param("id")), status)));
    }

    private List<Map<String, @Nullable Object>> programs(String stateId, String status) {
        Stream<Broadcast> own = onAir.values().stream().filter(b -> stateId.equals(b.stateId()));
        Stream<Broadcast> national = onAir.values().stream().filter(b -> b.stateId() == null);
        return Stream.concat(own, national).filter(b -> b.status().equals(status)).map(this::shown).toList();
    }

    /** Only to pages of the host that was asked, as the real feed does: the gateway has to say by which name it was called. */
    private Publisher<Void> socket(HttpServerRequest request, HttpServerResponse response) {
        String origin = request.requestHeaders().get("Origin");
        String host = request.requestHeaders().get("X-Forwarded-Host");
        if (origin != null && !origin.equals("http://" + host)) {
            return response.status(403).send();
        }
        return refusing ? response.status(503).send() : response.sendWebsocket(this::follow);
    }

    private Publisher<Void> follow(WebsocketInbound in, WebsocketOutbound out) {
        Sinks.Many<String> socket = Sinks.many().unicast().onBackpressureBuffer();
        sockets.add(socket);
        opened.incrementAndGet();
        boolean deaf = mute;
        Mono<Void> heard = in.receive().asString(StandardCharsets.UTF_8).filter(text -> !deaf)
                .doOnNext(text -> hear(socket, text))
                .doFinally(signal -> {
                    sockets.remove(socket);
                    socket.tryEmitComplete();
                }).then();
        return Flux.merge(heard, out.sendString(socket.asFlux()).then()
                .then(Mono.defer(() -> out.sendClose(closeCode, ""))));
    }

    private void hear(Sinks.Many<String> socket, String text) {
        JsonNode message = JSON.readTree(text);
        String type = message.get("type").stringValue();
        if (type.equals("PING")) {
            socket.tryEmitNext("{\"type\":\"PONG\",\"payload\":{}}");
        }
        if (type.equals("AUTHENTICATE")) {
            tokens.add(message.get("payload").get("token").stringValue());
        }
        if (!type.equals("SUBSCRIBE_STATE")) {
            return;
        }
        JsonNode payload = message.get("payload");
        subscriptions.add(payload);
        if (!payload.has("cursor")) {
            String stateId = payload.get("stateId").stringValue();
            Map<String, Object> snapshot = Map.of("stateId", stateId, "programs", programs(stateId, "live"), "upcoming",
                    programs(stateId, "scheduled"));
            socket.tryEmitNext(
                    JSON.writeValueAsString(Map.of("type", "SNAPSHOT", "payload", snapshot, "cursor", cursor())));
        }
    }

    private static Map<String, Object> page(String name, List<?> items) {
        return Map.of(name, items, "total", items.size(), "page", 1, "limit", 100, "hasMore", false);
    }

    private static Publisher<Void> json(HttpServerResponse response, Object body) {
        return response.header("Content-Type", "application/json").header("Cache-Control", "no-store")
                .sendString(Mono.just(JSON.writeValueAsString(body)), StandardCharsets.UTF_8);
    }

    private static Publisher<Void> stream(HttpServerResponse response, String type, byte[] body) {
        return response.header("Content-Type", type).header("Access-Control-Allow-Origin", "*")
                .sendByteArray(Mono.just(body));
    }

    private static Map<String, Object> state(String id, String name, String region, String language, String own) {
        return Map.of("id", id, "name", name, "region", region, "timeZone", "Asia/Kolkata", "nativeNames",
                Map.of(language, own));
    }

    @Override
    public void close() {
        dropSockets(1001);
        server.disposeNow(Duration.ofSeconds(5));
    }
}
