package radio.tarang.gateway.upstream;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.http.server.HttpServerResponse;
import reactor.util.context.ContextView;

import radio.tarang.gateway.Upstreams;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;

/**
 * Asks the service of the route and passes its answer on. The route's breaker, time limit and retry are around the exchange
 * with the service up to its response head: a client that reads its answer slowly is no fault of the service. Route metadata
 * {@code timeoutMillis} overrides the limit.
 * <p>
 * It takes the place of a dozen steps of Spring Cloud Gateway's: {@code docs/adr/0029-a-call-is-passed-on-in-one-step.md}. A
 * caller's connection and the one to the service belong to one event loop, so that no answer changes threads on its way.
 */
@Component
class PassOn implements GlobalFilter, Ordered {

    /** Up to here an answer is taken whole, and leaves in one piece. */
    private static final long LARGEST_WHOLE = 64 * 1024;

    /** The service's answer up to its head. */
    private record Head(HttpClientResponse response, Connection connection) implements Disposable {

        int status() {
            return response.status().code();
        }

        @Override
        public void dispose() {
            connection.dispose();
        }
    }

    private record Way(EventLoop loop, URI service) {
    }

    private final Upstreams upstreams;
    private final HttpClient http;
    private final HeaderHygiene headers;
    private final Observed observed;
    private final Map<Way, HttpClient> clients = new ConcurrentHashMap<>();

    PassOn(Upstreams upstreams, HttpClient http, HeaderHygiene headers, Observed observed) {
        this.upstreams = upstreams;
        this.http = http;
        this.headers = headers;
        this.observed = observed;
    }

    /** Before anything of Spring Cloud Gateway's own. */
    @Override
    public int getOrder() {
        return -10;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        Route route = exchange.getRequiredAttribute(GATEWAY_ROUTE_ATTR);
        Object own = route.getMetadata().get("timeoutMillis");
        Duration limit = own == null ? upstreams.timeout() : Duration.ofMillis(Long.parseLong(own.toString()));
        HttpMethod method = exchange.getRequest().getMethod();
        boolean retry = method == HttpMethod.GET || method == HttpMethod.HEAD;
        return upstreams
                .call(route.getId(), retry, limit, Mono.deferContextual(context -> ask(exchange, route, context)),
                        head -> Upstreams.failed(head.status()))
                .flatMap(head -> answer(exchange, route, head));
    }

    private Mono<Head> ask(ServerWebExchange exchange, Route route, ContextView context) {
        ServerHttpRequest request = exchange.getRequest();
        HttpClient.RequestSender sender = client(request, route.getUri()).headers(to -> {
            headers.ask(exchange, to::add);
            observed.ask(exchange, context, to::set);
        }).request(io.netty.handler.codec.http.HttpMethod.valueOf(request.getMethod().name())).uri(target(request));
        HttpClient.ResponseReceiver<?> receiver = BodyLimitFilter.hasBody(request)
                ? sender.send((service, out) -> out.send(request.getBody().map(NettyDataBufferFactory::toByteBuf)))
                : sender;
        return receiver.responseConnection((response, connection) -> Mono.just(new Head(response, connection)))
                .singleOrEmpty();
    }

    private HttpClient client(ServerHttpRequest request, URI service) {
        Connection caller = ServerHttpRequestDecorator.getNativeRequest(request);
        return clients.computeIfAbsent(new Way(caller.channel().eventLoop(), service), way -> {
            boolean tls = "https".equals(service.getScheme());
            int port = service.getPort() < 0 ? tls ? 443 : 80 : service.getPort();
            InetSocketAddress address = InetSocketAddress.createUnresolved(service.getHost(), port);
            HttpClient client = http.runOn(transport -> way.loop()).remoteAddress(() -> address);
            return tls ? client.secure() : client.noSSL();
        });
    }

    /** Path and query as the service is asked for them. */
    static String target(ServerHttpRequest request) {
        URI uri = request.getURI();
        String target = uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + '?' + uri.getRawQuery();
        return target.chars().allMatch(c -> c < 128) ? target : URI.create(target).toASCIIString();
    }

    private Mono<Void> answer(ServerWebExchange exchange, Route route, Head head) {
        ServerHttpResponse response = exchange.getResponse();
        NettyDataBufferFactory buffers = (NettyDataBufferFactory) response.bufferFactory();
        ByteBufFlux body = head.connection().inbound().receive();
        long length = head.response().responseHeaders().getInt("Content-Length", -1);
        Mono<Void> answered;
        if (length >= 0 && length <= LARGEST_WHOLE) {
            answered = body.retain().collectList().doOnDiscard(ByteBuf.class, ByteBuf::release).flatMap(parts -> {
                begin(exchange, route, head);
                return parts.isEmpty()
                        ? response.setComplete()
                        : response.writeWith(Mono.just(buffers.wrap(joined(parts))));
            });
        } else {
            begin(exchange, route, head);
            Flux<NettyDataBuffer> parts = body.retain().map(buffers::wrap);
            answered = eventStream(response)
                    ? response.writeAndFlushWith(parts.map(Mono::just))
                    : response.writeWith(parts);
        }
        return answered.doOnCancel(head::dispose).doOnError(broken -> head.dispose());
    }

    private void begin(ServerWebExchange exchange, Route route, Head head) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(HttpStatusCode.valueOf(head.status()));
        HttpServerResponse caller = ServerHttpResponseDecorator.getNativeResponse(response);
        HeaderHygiene.answer(head.response().responseHeaders(), caller.responseHeaders(),
                route.getMetadata().containsKey("pages"));
        observed.answered(exchange);
    }

    private static boolean eventStream(ServerHttpResponse response) {
        String type = response.getHeaders().getFirst("Content-Type");
        return type != null && type.startsWith("text/event-stream");
    }

    private static ByteBuf joined(List<ByteBuf> parts) {
        return parts.size() == 1 ? parts.getFirst() : Unpooled.wrappedBuffer(parts.toArray(ByteBuf[]::new));
    }
}
