package radio.tarang.gateway;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.concurrent.GlobalEventExecutor;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;

/** A service behind the gateway, on a real port, that answers as told and remembers what it was asked. */
public final class FakeService implements AutoCloseable {

    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    public record Reply(int status, String body, Duration delay, Map<String, String> headers) {

        public static Reply of(int status, String body) {
            return new Reply(status, body, Duration.ZERO, Map.of("Content-Type", "application/json"));
        }

        /** What a listing says of itself. */
        public static Reply listing(String body, int freshSeconds, String tags) {
            return of(200, body).with("Cache-Control",
                    "public, max-age=0, s-maxage=" + freshSeconds + ", stale-while-revalidate=30, stale-if-error=86400")
                    .with("Cache-Tag", tags).with("Vary", "Accept-Encoding, Save-Data");
        }

        public Reply with(String name, String value) {
            Map<String, String> more = new java.util.HashMap<>(headers);
            more.put(name, value);
            return new Reply(status, body, delay, more);
        }

        public Reply after(Duration pause) {
            return new Reply(status, body, pause, headers);
        }
    }

    public record Seen(String method, String uri, HttpHeaders headers, String body) {
    }

    private final Map<String, Function<Seen, Reply>> replies = new ConcurrentHashMap<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private DisposableServer server;
    private final int port;

    public FakeService() {
        server = start(0);
        port = server.port();
    }

    private DisposableServer start(int onPort) {
        return HttpServer.create().doOnChannelInit((observer, channel, address) -> connections.add(channel))
                .bindAddress(() -> new InetSocketAddress("127.0.0.1", onPort))
                .route(routes -> routes
                        .route(request -> request.uri().equals("/ws") && replies.containsKey("/ws"), this::answer)
                        .ws("/ws", (in, out) -> {
                            seen.add(new Seen("GET", "/ws", in.headers().copy(), ""));
                            return out.sendString(in.receive().asString().map(text -> "echo " + text));
                        },
                                WebsocketServerSpec.builder().build())
                        .route(request -> true, this::answer))
                .bindNow();
    }

    private Mono<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        return request.receive().aggregate().asString().defaultIfEmpty("").flatMap(body -> {
            Seen one = new Seen(request.method().name(), request.uri(), request.requestHeaders().copy(), body);
            seen.add(one);
            String path = request.uri().contains("?")
                    ? request.uri().substring(0, request.uri().indexOf('?'))
                    : request.uri();
            Reply reply = replies.getOrDefault(path, s -> Reply.of(404, "{\"status\":404}")).apply(one);
            response.status(reply.status());
            reply.headers().forEach(response::header);
            return Mono.delay(reply.delay()).then(response.sendString(Mono.just(reply.body())).then());
        });
    }

    public int port() {
        return port;
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public void on(String path, Reply reply) {
        replies.put(path, s -> reply);
    }

    public void on(String path, Function<Seen, Reply> reply) {
        replies.put(path, reply);
    }

    public void forget(String path) {
        replies.remove(path);
    }

    public List<Seen> seen(String path) {
        return seen.stream().filter(s -> s.uri().equals(path) || s.uri().startsWith(path + "?")).toList();
    }

    /** As if it had never been there: connections that callers kept are cut too. */
    public void down() {
        server.disposeNow();
        connections.close().awaitUninterruptibly();
    }

    public void up() {
        server = start(port);
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
