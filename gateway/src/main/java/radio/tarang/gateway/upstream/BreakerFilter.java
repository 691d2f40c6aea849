package radio.tarang.gateway.upstream;

import java.time.Duration;

import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import radio.tarang.gateway.Upstreams;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;

/**
 * Puts the route's breaker, time limit and retry around the exchange with the service, up to its response head: a client
 * that reads its answer slowly is no fault of the service. Route metadata {@code timeoutMillis} overrides the limit.
 */
@Component
class BreakerFilter implements GlobalFilter, Ordered {

    private final Upstreams upstreams;

    BreakerFilter(Upstreams upstreams) {
        this.upstreams = upstreams;
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE - 1;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        Route route = exchange.getRequiredAttribute(GATEWAY_ROUTE_ATTR);
        if (SocketFilter.isSocket(exchange)) {
            return chain.filter(exchange);
        }
        Object own = route.getMetadata().get("timeoutMillis");
        Duration limit = own == null ? upstreams.timeout() : Duration.ofMillis(Long.parseLong(own.toString()));
        HttpMethod method = exchange.getRequest().getMethod();
        boolean retry = method == HttpMethod.GET || method == HttpMethod.HEAD;
        Mono<Integer> attempt = Mono.defer(() -> {
            ServerWebExchangeUtils.reset(exchange);
            return chain.filter(exchange).then(Mono.fromSupplier(() -> status(exchange)));
        });
        return upstreams.call(route.getId(), retry, limit, attempt, Upstreams::failed).then();
    }

    private static int status(ServerWebExchange exchange) {
        HttpStatusCode status = exchange.getResponse().getStatusCode();
        return status == null ? 200 : status.value();
    }
}
