package radio.tarang.gateway.upstream;

import java.util.function.BiConsumer;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.gateway.filter.headers.observation.ObservedRequestHttpHeadersFilter;
import org.springframework.cloud.gateway.filter.headers.observation.ObservedResponseHttpHeadersFilter;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.util.context.ContextView;

import radio.tarang.gateway.Trace;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_OBSERVATION_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_REACTOR_CONTEXT_ATTR;

/** The span of each try of a call, for requests whose trace is recorded. */
@Component
class Observed {

    private final @Nullable ObservedRequestHttpHeadersFilter begins;
    private final @Nullable ObservedResponseHttpHeadersFilter ends;

    Observed(ObjectProvider<ObservedRequestHttpHeadersFilter> begins,
            ObjectProvider<ObservedResponseHttpHeadersFilter> ends) {
        this.begins = begins.getIfAvailable();
        this.ends = ends.getIfAvailable();
    }

    /** Gives {@code service} the headers that make what it does part of the trace. */
    void ask(ServerWebExchange exchange, ContextView context, BiConsumer<String, String> service) {
        Trace trace = exchange.getRequiredAttribute(Trace.ATTRIBUTE);
        if (begins == null || !trace.recorded()) {
            return;
        }
        Observation before = exchange.getAttribute(GATEWAY_OBSERVATION_ATTR);
        if (before != null) {
            // The try that failed.
            before.stop();
        }
        exchange.getAttributes().put(GATEWAY_REACTOR_CONTEXT_ATTR, context);
        begins.filter(new HttpHeaders(), exchange)
                .forEach((name, values) -> values.forEach(value -> service.accept(name, value)));
    }

    void answered(ServerWebExchange exchange) {
        if (ends != null && exchange.getAttribute(GATEWAY_OBSERVATION_ATTR) != null) {
            ends.filter(exchange.getResponse().getHeaders(), exchange);
        }
    }
}
