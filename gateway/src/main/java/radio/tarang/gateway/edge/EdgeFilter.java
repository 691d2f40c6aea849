package radio.tarang.gateway.edge;

import java.net.URI;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import radio.tarang.gateway.Trace;
import radio.tarang.gateway.Upstreams;
import radio.tarang.gateway.identity.Caller;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;

/**
 * What the handler could not answer from memory: decides between the kept answer, the service, and the kept answer
 * because the service is away. Only for routes whose metadata say {@code cached}.
 */
@Component
class EdgeFilter implements GlobalFilter, Ordered {

    private final EdgeCache cache;
    private final Refill refill;
    private final EdgeProperties settings;
    private final Writer writer;

    EdgeFilter(EdgeCache cache, Refill refill, EdgeProperties settings, Writer writer) {
        this.cache = cache;
        this.refill = refill;
        this.settings = settings;
        this.writer = writer;
    }

    @Override
    public int getOrder() {
        return -50;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        Route route = exchange.getRequiredAttribute(GATEWAY_ROUTE_ATTR);
        ServerHttpRequest request = exchange.getRequest();
        if (!route.getMetadata().containsKey("cached") || !cacheable(request)) {
            return chain.filter(exchange);
        }
        URI uri = request.getURI();
        String target = Target.canonical(
                uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + '?' + uri.getRawQuery(),
                settings.queryParameters());
        if (target == null) {
            return chain.filter(exchange);
        }
        Slot slot = cache.slot(target, saveData(request.getHeaders().getFirst("Save-Data")),
                new Slot.Origin(route.getId(), route.getUri()));
        return answer(exchange, chain, slot);
    }

    private static boolean cacheable(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        return (request.getMethod() == HttpMethod.GET || request.getMethod() == HttpMethod.HEAD)
                && !headers.containsHeader("Range") && !headers.containsHeader("If-Match")
                && acceptable(headers.getFirst("Accept"));
    }

    static boolean saveData(@Nullable String saveData) {
        return "on".equalsIgnoreCase(saveData);
    }

    /** Kept answers are what {@code Accept: *}{@code /*} gets; who insists on something else asks the service. */
    static boolean acceptable(@Nullable String accept) {
        return accept == null || accept.contains("*/*") || accept.contains("application/json");
    }

    /** Of an answer that has several forms the kept one is for whoever likes none better; who weighs them asks the service. */
    static boolean weighs(@Nullable String accept) {
        return accept != null && !accept.equals("*/*")
                && (accept.indexOf(';') >= 0 || !accept.startsWith("application/json"));
    }

    private Mono<Void> answer(ServerWebExchange exchange, GatewayFilterChain chain, Slot slot) {
        long now = cache.nowMillis();
        slot.usedAtMillis = now;
        Stored stored = slot.stored;
        Caller caller = exchange.getRequiredAttribute(Caller.ATTRIBUTE);
        // Answers that depend on the caller come from the service for everybody who is somebody.
        boolean somebody = caller.known();
        boolean weighs = weighs(exchange.getRequest().getHeaders().getFirst("Accept"));
        if (slot.passUntilMillis > now
                || stored != null && (stored.perCaller && somebody || stored.answer.hasForms && weighs)) {
            return chain.filter(exchange);
        }
        if (stored != null && cache.fresh(stored, now)) {
            return writer.kept(exchange, stored, Answer.hit(cache.ttlSeconds(stored, now)));
        }
        if (stored != null && cache.servableWhileRevalidating(slot, stored, now)) {
            refill.soon(slot);
            return writer.kept(exchange, stored, Answer.hit(cache.ttlSeconds(stored, now)));
        }
        if (stored != null && slot.refilledLately(now, settings.refillInterval().toMillis())
                && stored.servableOnError(now)) {
            refill.soon(slot);
            return stale(exchange, stored, slot.lastFillFailed ? "detail=stale-if-error" : "detail=refill-interval");
        }
        Trace trace = exchange.getRequiredAttribute(Trace.ATTRIBUTE);
        Refill.Ticket ticket = refill.ask(slot, trace);
        Mono<Fill.Outcome> outcome = Mono.fromFuture(ticket.fill().outcome, true);
        if (stored != null && stored.servableOnError(now)) {
            outcome = outcome.timeout(patience(), Mono.just(new Fill.Outcome.Slow()));
        }
        return outcome.flatMap(o -> deliver(exchange, chain, slot, stored, ticket.leader(), somebody, o));
    }

    private Duration patience() {
        return settings.patience();
    }

    private Mono<Void> deliver(ServerWebExchange exchange, GatewayFilterChain chain, Slot slot, @Nullable Stored before,
            boolean leader, boolean somebody, Fill.Outcome outcome) {
        // An evicted answer is gone, also for those who were waiting with it in hand.
        Stored fallback = before != null && slot.stored == before && before.servableOnError(cache.nowMillis())
                ? before
                : null;
        return switch (outcome) {
            case Fill.Outcome.Kept kept when kept.stored().perCaller && somebody -> chain.filter(exchange);
            case Fill.Outcome.Kept kept when kept.stored().answer.hasForms
                    && weighs(exchange.getRequest().getHeaders().getFirst("Accept")) ->
                chain.filter(exchange);
            case Fill.Outcome.Kept kept -> writer.kept(exchange, kept.stored(),
                    "Tarang; fwd=" + (before == null ? "uri-miss" : "stale") + (leader ? "; stored" : "; collapsed"));
            case Fill.Outcome.Passed passed when Upstreams.failed(passed.status()) && fallback != null ->
                stale(exchange, fallback, "fwd-status=" + passed.status() + "; detail=stale-if-error");
            case Fill.Outcome.Passed passed when leader && !somebody -> pass(exchange, passed);
            case Fill.Outcome.Passed passed -> chain.filter(exchange);
            case Fill.Outcome.TooLarge tooLarge -> chain.filter(exchange);
            case Fill.Outcome.Slow slow -> fallback == null
                    ? chain.filter(exchange)
                    : stale(exchange, fallback, "detail=slow");
            case Fill.Outcome.Failed failed -> fallback == null
                    ? Mono.error(failed.cause())
                    : stale(exchange, fallback, "detail=stale-if-error");
        };
    }

    private Mono<Void> stale(ServerWebExchange exchange, Stored stored, String why) {
        cache.staleAnswers.increment();
        return writer.kept(exchange, stored, "Tarang; fwd=stale; " + why);
    }

    private static Mono<Void> pass(ServerWebExchange exchange, Fill.Outcome.Passed passed) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(HttpStatusCode.valueOf(passed.status()));
        passed.headers().forEach(h -> response.getHeaders().add(h.getKey(), h.getValue()));
        response.getHeaders().setContentLength(passed.body().length);
        if (exchange.getRequest().getMethod() == HttpMethod.HEAD) {
            return response.setComplete();
        }
        return response.writeWith(Mono.just(response.bufferFactory().wrap(passed.body())));
    }
}
