package radio.tarang.user.observation;

import io.micrometer.observation.ObservationPredicate;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/** Leaves out what would only be noise between the traces of callers. */
@Configuration(proxyBeanMethods = false)
class ObservationConfiguration {

    /** Rounds of the clock and of the outbox ask the database many times a second, whether or not anything happens. */
    @Bean
    ObservationPredicate queriesWithinATrace() {
        return (name, context) -> !name.startsWith("jdbc.") || context.getParentObservation() != null;
    }

    /** Probes and scrapes are not callers. */
    @Bean
    ObservationPredicate callersOnly() {
        return (name, context) -> !(context instanceof ServerRequestObservationContext request
                && request.getCarrier() instanceof HttpServletRequest asked
                && asked.getRequestURI().startsWith("/actuator/"));
    }
}
