package radio.tarang.gateway.limits;

import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.Connection;

import radio.tarang.gateway.Refusal;
import radio.tarang.gateway.identity.Caller;
import radio.tarang.gateway.identity.IdentityFilter;

/**
 * Counts what the cache's handler did not answer: right after it is known who asks and before anything is refused for what it
 * asks, so that a refusal costs its caller the same. Decisions that have to wait do so on virtual threads, a bounded number
 * of them; beyond that this replica decides alone.
 */
@Component
@Order(LimitsFilter.ORDER)
class LimitsFilter implements WebFilter {

    static final int ORDER = IdentityFilter.ORDER + 100;
    private static final int MOST_WAITING = 1_000;

    private final Limiter limiter;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);
    private final Scheduler patient = Schedulers.fromExecutorService(Executors.newVirtualThreadPerTaskExecutor());

    LimitsFilter(Limiter limiter) {
        this.limiter = limiter;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        Rule rule = Rule.of(request.getMethod().name(), request.getURI().getRawPath());
        if (rule == Rule.NOTHING) {
            return chain.filter(exchange);
        }
        Caller caller = exchange.getRequiredAttribute(Caller.ATTRIBUTE);
        Decision decision = limiter.atOnce(rule, caller);
        if (decision == null && !waiting.tryAcquire()) {
            decision = limiter.alone(rule, caller);
        }
        if (decision != null) {
            return goOn(exchange, chain, decision);
        }
        return Mono.fromCallable(() -> limiter.decide(rule, caller)).subscribeOn(patient)
                .doFinally(done -> waiting.release()).publishOn(eventLoop(request))
                .flatMap(decided -> goOn(exchange, chain, decided));
    }

    /** The connection's own thread: what follows expects to be there. */
    static Scheduler eventLoop(ServerHttpRequest request) {
        return ServerHttpRequestDecorator.getNativeRequest(request) instanceof Connection connection
                ? Schedulers.fromExecutor(connection.channel().eventLoop())
                : Schedulers.immediate();
    }

    private static Mono<Void> goOn(ServerWebExchange exchange, WebFilterChain chain, Decision decision) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.set(Decision.RATE_LIMIT, decision.rateLimit());
        headers.set(Decision.POLICY, decision.policy());
        return decision.admitted() ? chain.filter(exchange) : Mono.error(new Refusal(decision.problem()));
    }
}
