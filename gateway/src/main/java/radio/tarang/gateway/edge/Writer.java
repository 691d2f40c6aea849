package radio.tarang.gateway.edge;

import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Writes ready bytes through the ordinary chain, with the very headers the handler would send. */
@Component
class Writer {

    private final EdgeCache cache;

    Writer(EdgeCache cache) {
        this.cache = cache;
    }

    Mono<Void> kept(ServerWebExchange exchange, Stored stored, String cacheStatus) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.set("Age", Long.toString(stored.ageSeconds(cache.nowMillis())));
        headers.set("Cache-Status", cacheStatus);
        return ready(exchange, stored.answer);
    }

    Mono<Void> ready(ServerWebExchange exchange, Answer answer) {
        HttpHeaders asked = exchange.getRequest().getHeaders();
        ServerHttpResponse response = exchange.getResponse();
        Answer.Variant variant = answer.variant(Encoding.accepted(joined(asked, "Accept-Encoding")));
        boolean notModified = answer.status.code() == 200
                && Answer.matches(joined(asked, "If-None-Match"), variant.etag);
        response.setStatusCode(HttpStatusCode.valueOf(notModified ? 304 : answer.status.code()));
        response.getHeaders().set("ETag", variant.etag);
        variant.headers(!notModified).forEach(h -> response.getHeaders().add(h.getKey(), h.getValue()));
        if (notModified || exchange.getRequest().getMethod() == HttpMethod.HEAD) {
            return response.setComplete();
        }
        return response.writeWith(Mono.just(wrap(response, variant)));
    }

    private static @Nullable String joined(HttpHeaders headers, String name) {
        return headers.containsHeader(name) ? String.join(",", headers.getOrEmpty(name)) : null;
    }

    private static DataBuffer wrap(ServerHttpResponse response, Answer.Variant variant) {
        return response.bufferFactory() instanceof NettyDataBufferFactory netty
                ? netty.wrap(Unpooled.wrappedBuffer(variant.body.duplicate()))
                : response.bufferFactory().wrap(io.netty.buffer.ByteBufUtil.getBytes(variant.body));
    }
}
