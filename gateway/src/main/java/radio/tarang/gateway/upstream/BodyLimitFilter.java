package radio.tarang.gateway.upstream;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import radio.tarang.gateway.Upstreams;
import radio.tarang.gateway.WebProperties;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;

/**
 * Bounds request bodies, chunked ones too. An ordinary body is received whole before the service is asked, so that a
 * slow sender costs neither a connection to the service nor a mark in its breaker; an import (route metadata
 * {@code streamed}) is counted while it streams.
 */
@Component
class BodyLimitFilter implements GlobalFilter, Ordered {

    private final long maxBody;
    private final long maxImport;
    /** A sender slower than this is told so (408). */
    private final Duration bodyTimeout;

    BodyLimitFilter(WebProperties web) {
        maxBody = web.maxBody().toBytes();
        maxImport = web.maxImport().toBytes();
        bodyTimeout = web.bodyTimeout();
    }

    @Override
    public int getOrder() {
        return -100;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        Route route = exchange.getRequiredAttribute(GATEWAY_ROUTE_ATTR);
        boolean streamed = route.getMetadata().containsKey("streamed");
        long limit = streamed ? maxImport : maxBody;
        long announced = request.getHeaders().getContentLength();
        if (announced > limit) {
            return Mono.error(new Upstreams.CallerFault(413));
        }
        if (request.getHeaders().getOrEmpty("Content-Encoding").stream()
                .anyMatch(c -> !c.equalsIgnoreCase("identity"))) {
            // No service takes one, and what unpacks to a thousand times its size is never unpacked.
            return Mono.error(new Upstreams.CallerFault(415));
        }
        if (!hasBody(request) || SocketFilter.isSocket(exchange)) {
            return chain.filter(exchange);
        }
        if (request.getMethod() == HttpMethod.GET || request.getMethod() == HttpMethod.HEAD) {
            return Mono.error(new Upstreams.CallerFault(400));
        }
        return streamed
                ? chain.filter(exchange.mutate().request(counted(request, limit)).build())
                : whole(request, limit).flatMap(body -> chain.filter(exchange.mutate().request(body).build()));
    }

    static boolean hasBody(ServerHttpRequest request) {
        return request.getHeaders().getContentLength() > 0 || request.getHeaders().containsHeader("Transfer-Encoding");
    }

    private Mono<ServerHttpRequest> whole(ServerHttpRequest request, long limit) {
        return DataBufferUtils.join(request.getBody(), (int) limit).timeout(bodyTimeout)
                .onErrorMap(BodyLimitFilter::tooSlow, e -> new Upstreams.CallerFault(408))
                .onErrorMap(DataBufferLimitException.class, e -> new Upstreams.CallerFault(413)).map(buffer -> {
                    byte[] bytes = new byte[buffer.readableByteCount()];
                    buffer.read(bytes);
                    DataBufferUtils.release(buffer);
                    return bytes;
                }).defaultIfEmpty(new byte[0]).map(bytes -> new ServerHttpRequestDecorator(request) {
                    @Override
                    public Flux<DataBuffer> getBody() {
                        return Flux.defer(() -> Flux
                                .just(org.springframework.core.io.buffer.DefaultDataBufferFactory.sharedInstance
                                        .wrap(bytes)));
                    }
                });
    }

    /** Ours over the whole, or the server's over a pause. */
    private static boolean tooSlow(Throwable e) {
        return e instanceof TimeoutException || e instanceof io.netty.handler.timeout.TimeoutException;
    }

    private static ServerHttpRequest counted(ServerHttpRequest request, long limit) {
        return new ServerHttpRequestDecorator(request) {
            @Override
            public Flux<DataBuffer> getBody() {
                AtomicLong seen = new AtomicLong();
                return super.getBody().onErrorMap(BodyLimitFilter::tooSlow, e -> new Upstreams.CallerFault(408))
                        .handle((buffer, sink) -> {
                            if (seen.addAndGet(buffer.readableByteCount()) > limit) {
                                DataBufferUtils.release(buffer);
                                sink.error(new Upstreams.CallerFault(413));
                            } else {
                                sink.next(buffer);
                            }
                        });
            }
        };
    }
}
