package radio.tarang.notification.security;

import java.time.Clock;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** What this package is made of, and the one setting without which nothing starts. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    @Bean
    Sessions sessions(@Nullable @Value("${" + Sessions.PROPERTY + ":#{null}}") String keys, Clock clock) {
        return new Sessions(keys, clock);
    }

    /** Before anything else starts or waits for a server. */
    @Bean
    static BeanFactoryPostProcessor refuseToStartWithoutSecrets(Environment environment) {
        return _ -> {
            new Sessions(environment.getProperty(Sessions.PROPERTY), Clock.systemUTC());
            ProductionSecrets.check(environment);
        };
    }
}
