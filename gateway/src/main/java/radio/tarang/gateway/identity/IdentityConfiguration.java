package radio.tarang.gateway.identity;

import java.time.Clock;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import radio.tarang.gateway.Topics;

@Configuration(proxyBeanMethods = false)
class IdentityConfiguration {

    @Bean
    Sessions sessions(SessionKeys keys) {
        return new Sessions(keys, Clock.systemUTC());
    }

    @Bean
    RevokedTokens revokedTokens() {
        return new RevokedTokens(Clock.systemUTC());
    }

    @Bean
    RevocationFeed revocationFeed(RevokedTokens revoked, KafkaProperties kafka, Topics topics, MeterRegistry meters) {
        RevocationFeed feed = new RevocationFeed(revoked, kafka, topics, Clock.systemUTC());
        Gauge.builder("identity_revocations_current", feed, f -> f.positioned() ? 1 : 0)
                .description("0 while revocations of tokens may be missed").register(meters);
        return feed;
    }

    @Bean
    SigningKeys signingKeys(IdentitySettings settings, MeterRegistry meters) {
        SigningKeys keys = new SigningKeys(settings);
        Gauge.builder("identity_signing_keys", keys, k -> k.current().size())
                .description("Keys of the issuer that count; 0 = nobody can be recognised").register(meters);
        return keys;
    }

    @Bean
    Tokens tokens(IdentitySettings settings, SigningKeys keys, RevokedTokens revoked) {
        return new Tokens(settings, keys, revoked, Clock.systemUTC());
    }

    @Bean
    Callers callers(Sessions sessions, Tokens tokens, ClientAddress addresses) {
        return new Callers(sessions, tokens, addresses);
    }
}
