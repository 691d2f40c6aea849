package radio.tarang.gateway.identity;

import java.time.Clock;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class IdentityConfiguration {

    @Bean
    Sessions sessions(SessionKeys keys) {
        return new Sessions(keys, Clock.systemUTC());
    }

    @Bean
    Callers callers(Sessions sessions, ClientAddress addresses) {
        return new Callers(sessions, addresses);
    }
}
