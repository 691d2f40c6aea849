package radio.tarang.notification.observation;

import io.micrometer.observation.ObservationPredicate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/** Leaves out what would only be noise between the traces of callers. */
@Configuration(proxyBeanMethods = false)
class ObservationConfiguration {

    /** What the feed knows is saved every few moments, whether or not anything happens. */
    @Bean
    ObservationPredicate queriesWithinATrace() {
        return (name, context) -> !name.startsWith("jdbc.") || context.getParentObservation() != null;
    }

    /** Probes and scrapes are not callers. */
    @Bean
    ObservationPredicate callersOnly() {
        return (name, context) -> !(context instanceof ServerRequestObservationContext request
                && request.getCarrier() instanceof ServerHttpRequest asked
                && asked.getPath().value().startsWith("/actuator/"));
    }
}
