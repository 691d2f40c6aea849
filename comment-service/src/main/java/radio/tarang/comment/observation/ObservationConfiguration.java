package radio.tarang.comment.observation;

import io.micrometer.observation.ObservationPredicate;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/** Leaves out what would only be noise between the traces of callers. */
@Configuration(proxyBeanMethods = false)
class ObservationConfiguration {

    /** Probes and scrapes are not callers. */
    @Bean
    ObservationPredicate callersOnly() {
        return (name, context) -> !(context instanceof ServerRequestObservationContext request
                && request.getCarrier() instanceof HttpServletRequest asked
                && asked.getRequestURI().startsWith("/actuator/"));
    }
}
