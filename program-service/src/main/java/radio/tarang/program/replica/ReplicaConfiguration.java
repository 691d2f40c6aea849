package radio.tarang.program.replica;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Without {@code tarang.replica.url} there is no standby, and nothing happens. */
@Configuration(proxyBeanMethods = false)
class ReplicaConfiguration {
    @Bean
    @ConditionalOnProperty("tarang.replica.url")
    static Routing routing(Environment environment) {
        return new Routing(environment);
    }
}
