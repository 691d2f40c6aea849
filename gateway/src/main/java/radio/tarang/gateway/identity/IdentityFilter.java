package radio.tarang.gateway.identity;

import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Says once per request who asks, right after the first look at it and before limits. Behind it a request carries
 * {@code X-Session-Id} only where that is valid, and no cookie at all.
 */
@Component
@Order(IdentityFilter.ORDER)
public class IdentityFilter implements WebFilter {

    /** Limits come later, and behind them what identity allows. */
    public static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 100;
    static final String SESSION = "X-Session-Id";

    private final Callers callers;

    IdentityFilter(Callers callers) {
        this.callers = callers;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        HttpHeaders headers = request.getHeaders();
        Callers.Listener listener = callers.listener(presented(request));
        String address = callers.addresses().of(request.getRemoteAddress(), headers.getOrEmpty("X-Forwarded-For"));
        exchange.getAttributes().put(Caller.ATTRIBUTE, Callers.anonymous(listener, address));
        return chain.filter(passed(exchange, listener == null ? null : listener.signed()));
    }

    private Callers.Presented presented(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        String cookies = headers.containsHeader(HttpHeaders.COOKIE)
                ? String.join("; ", headers.getOrEmpty(HttpHeaders.COOKIE))
                : null;
        boolean secure = callers.addresses().secure(request.getSslInfo() != null,
                headers.getFirst("X-Forwarded-Proto"));
        return new Callers.Presented(Callers.only(headers.getOrEmpty(HttpHeaders.AUTHORIZATION)),
                Callers.only(headers.getOrEmpty(SESSION)), cookies, secure);
    }

    private static ServerWebExchange passed(ServerWebExchange exchange, @Nullable String signed) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        if (!headers.containsHeader(HttpHeaders.COOKIE)
                && headers.getOrEmpty(SESSION)
                        .equals(signed == null ? java.util.List.of() : java.util.List.of(signed))) {
            return exchange;
        }
        return exchange.mutate().request(exchange.getRequest().mutate().headers(h -> {
            h.remove(HttpHeaders.COOKIE);
            h.remove(SESSION);
            if (signed != null) {
                h.set(SESSION, signed);
            }
        }).build()).build();
    }
}
