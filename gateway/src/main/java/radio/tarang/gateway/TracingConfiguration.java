package radio.tarang.gateway;

import io.micrometer.observation.ObservationPredicate;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/** Where a trace enters from outside: its id is the caller's to choose, whether it costs us anything is not. */
@Configuration(proxyBeanMethods = false)
class TracingConfiguration {

    /** A caller's sampled flag counts for nothing, or everybody could have every request recorded. */
    @Bean
    Sampler edgeSampler(@Value("${management.tracing.sampling.probability}") double probability) {
        Sampler ours = Sampler.traceIdRatioBased(probability);
        return Sampler.parentBasedBuilder(ours).setRemoteParentSampled(ours).setRemoteParentNotSampled(ours).build();
    }

    /** Probes and scrapes are not callers. */
    @Bean
    ObservationPredicate callersOnly() {
        return (name, context) -> !(context instanceof ServerRequestObservationContext request
                && request.getCarrier() instanceof ServerHttpRequest asked
                && asked.getPath().value().startsWith("/actuator/"));
    }
}
