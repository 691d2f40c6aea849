package radio.tarang.gateway;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.observation.ObservationPredicate;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.cloud.gateway.filter.headers.observation.GatewayContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/**
 * Where a trace enters from outside: its id is the caller's to choose, whether it costs us anything is not. A caller's
 * sampled flag counts for nothing, or everybody could have every request recorded. We choose before anything is spent on
 * a trace: observing costs much of what passing a request on costs, and nobody would look at most of it.
 */
@Configuration(proxyBeanMethods = false)
class TracingConfiguration {

    /** Chosen requests and what is done for them; probes and scrapes are not callers. */
    @Bean
    ObservationPredicate chosenOnly(@Value("${management.tracing.sampling.probability}") double probability) {
        Sampler byId = Sampler.traceIdRatioBased(probability);
        return (name, context) -> switch (context) {
            case ServerRequestObservationContext request -> request.getCarrier() instanceof ServerHttpRequest asked
                    && !asked.getPath().value().startsWith("/actuator/")
                    && chosen(asked.getHeaders().getFirst("traceparent"), byId, probability);
            case GatewayContext call ->
                ServerRequestObservationContext.findCurrent(call.getServerWebExchange().getAttributes())
                        .filter(request -> request.containsKey(TracingContext.class)).isPresent();
            default -> true;
        };
    }

    /** By the trace's id where the caller brought one: whoever repeats a request under one id gets all of it or nothing. */
    private static boolean chosen(@Nullable String traceparent, Sampler byId,
            double probability) {
        Trace trace = Trace.of(traceparent);
        return trace.continues(traceparent)
                ? byId.shouldSample(Context.root(), trace.traceId(), "", SpanKind.SERVER, Attributes.empty(), List.of())
                        .getDecision() == SamplingDecision.RECORD_AND_SAMPLE
                : ThreadLocalRandom.current().nextDouble() < probability;
    }

    /** What is observed at all was chosen. */
    @Bean
    Sampler edgeSampler() {
        return Sampler.alwaysOn();
    }

    /** Of the chosen ones alone they would mislead; {@code api_request_duration_seconds} knows all requests. */
    @Bean
    MeterFilter noTimesOfTheChosen() {
        return MeterFilter.deny(id -> id.getName().startsWith("http."));
    }
}
