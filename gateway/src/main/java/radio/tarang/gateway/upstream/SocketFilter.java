package radio.tarang.gateway.upstream;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.reactive.socket.client.WebSocketClient;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerRequest;

import radio.tarang.gateway.Upstreams;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;

/**
 * Opens the socket to the service first, under the route's breaker and time limit, and only then the caller's: one that
 * cannot be served is refused as any request is, not upgraded and dropped. Routes whose metadata do not say {@code socket}
 * have no upgrade: the header is ignored, as RFC 9110 §7.8 allows.
 */
@Component
class SocketFilter implements GlobalFilter, Ordered {

    private final Upstreams upstreams;
    private final WebSocketClient client;
    private final WebSocketService server;
    private final HeaderHygiene hygiene;

    SocketFilter(Upstreams upstreams, WebSocketClient client, WebSocketService server,
            HeaderHygiene hygiene) {
        this.upstreams = upstreams;
        this.client = client;
        this.server = server;
        this.hygiene = hygiene;
    }

    /** Before anything else that could pass it on. */
    @Override
    public int getOrder() {
        return -20;
    }

    static boolean isSocket(ServerWebExchange exchange) {
        Route route = exchange.getRequiredAttribute(GATEWAY_ROUTE_ATTR);
        ServerHttpRequest request = exchange.getRequest();
        return request.getMethod() == HttpMethod.GET && route.getMetadata().containsKey("socket")
                && "websocket".equalsIgnoreCase(request.getHeaders().getUpgrade())
                && request.getHeaders().getConnection().stream().anyMatch("upgrade"::equalsIgnoreCase);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        if (!isSocket(exchange)) {
            return exchange.getRequest().getHeaders().getUpgrade() == null
                    ? chain.filter(exchange)
                    : chain.filter(exchange.mutate()
                            .request(exchange.getRequest().mutate().headers(h -> h.remove(HttpHeaders.UPGRADE)).build())
                            .build());
        }
        Route route = exchange.getRequiredAttribute(GATEWAY_ROUTE_ATTR);
        Sinks.Empty<Void> over = Sinks.empty();
        return upstreams
                .call(route.getId(), false, upstreams.timeout(), opened(exchange, route, over.asMono()),
                        answer -> false)
                .onErrorMap(TimeoutException.class, e -> new ConnectException("no answer in time"))
                // Switching rebuilds the caller's pipeline: from any other thread it loses what arrives meanwhile.
                .publishOn(loopOf(exchange))
                .flatMap(service -> server.handleRequest(exchange, joined(service, over)))
                // Completion says only that the caller's end has switched; the talk ends it otherwise.
                .doOnError(e -> over.tryEmitEmpty()).doOnCancel(over::tryEmitEmpty);
    }

    private static Scheduler loopOf(ServerWebExchange exchange) {
        HttpServerRequest request = ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
        AtomicReference<Scheduler> loop = new AtomicReference<>(Schedulers.immediate());
        request.withConnection(caller -> loop.set(Schedulers.fromExecutor(caller.channel().eventLoop())));
        return loop.get();
    }

    /** The service's end of the socket, open until {@code over}. */
    private Mono<WebSocketSession> opened(ServerWebExchange exchange, Route route, Mono<Void> over) {
        URI service = route.getUri();
        URI target = URI.create("ws" + service.getScheme().substring("http".length()) + "://"
                + service.getRawAuthority() + PassOn.target(exchange.getRequest()));
        HttpHeaders headers = new HttpHeaders();
        hygiene.ask(exchange, (name, value) -> {
            if (!name.toLowerCase(Locale.ROOT).startsWith("sec-websocket")) {
                headers.add(name, value);
            }
        });
        List<String> offered = exchange.getRequest().getHeaders().getOrEmpty("Sec-WebSocket-Protocol").stream()
                .flatMap(v -> java.util.Arrays.stream(v.split(",", -1))).map(String::strip).toList();
        return Mono.<WebSocketSession>create(sink -> {
            Disposable opening = client.execute(target, headers, handler(offered, session -> {
                sink.success(session);
                return over;
            })).subscribe(nothing -> {
            }, sink::error, sink::success);
            sink.onCancel(opening);
        }).onErrorMap(WebSocketClientHandshakeException.class, SocketFilter::refused);
    }

    /** What the service said instead of switching: a refusal is the caller's to hear, anything else is its failure. */
    private static Throwable refused(WebSocketClientHandshakeException e) {
        int status = e.response() == null ? 0 : e.response().status().code();
        return status >= 400 && status < 500
                ? new Upstreams.CallerFault(status)
                : new ConnectException("no socket: " + status);
    }

    private static WebSocketHandler joined(WebSocketSession service, Sinks.Empty<Void> over) {
        String chosen = service.getHandshakeInfo().getSubProtocol();
        return handler(chosen == null || chosen.isEmpty() ? List.of() : List.of(chosen), caller -> {
            Mono.when(service.closeStatus().filter(status -> caller.isOpen())
                    .flatMap(status -> caller.close(passable(status))),
                    caller.closeStatus().filter(status -> service.isOpen())
                            .flatMap(status -> service.close(passable(status))))
                    .onErrorComplete(IOException.class).subscribe();
            return Mono.zip(service.send(caller.receive().doOnNext(WebSocketMessage::retain)),
                    caller.send(service.receive().doOnNext(WebSocketMessage::retain))).then()
                    .doFinally(end -> over.tryEmitEmpty());
        });
    }

    /** Codes that may stand in a close frame (RFC 6455 §7.4). */
    private static CloseStatus passable(CloseStatus status) {
        int code = status.getCode();
        boolean named = code >= 1000 && code <= 1003 || code >= 1007 && code <= 1014 && code != 1010;
        return named || code >= 3000 && code < 5000 ? status : CloseStatus.SERVER_ERROR;
    }

    private interface Talk {

        Mono<Void> over(WebSocketSession session);
    }

    private static WebSocketHandler handler(List<String> protocols, Talk talk) {
        return new WebSocketHandler() {
            @Override
            public List<String> getSubProtocols() {
                return protocols;
            }

            @Override
            public Mono<Void> handle(WebSocketSession session) {
                return talk.over(session);
            }
        };
    }
}
