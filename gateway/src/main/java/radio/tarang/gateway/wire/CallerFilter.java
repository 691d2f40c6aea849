package radio.tarang.gateway.wire;

import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;

import radio.tarang.gateway.identity.Caller;
import radio.tarang.gateway.identity.IdentityFilter;

/** Tells the connection who asked, for the line it writes when the answer has left. */
@Component
@Order(IdentityFilter.ORDER + 1)
class CallerFilter implements WebFilter {

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Caller caller = exchange.getAttribute(Caller.ATTRIBUTE);
        if (caller != null
                && ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest()) instanceof Connection c) {
            c.channel().attr(Caller.ON_CHANNEL).set(caller);
        }
        return chain.filter(exchange);
    }
}
