package radio.tarang.user.keycloak;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import radio.tarang.user.Away;

/**
 * Health component {@code keycloak}; no part of readiness, because everybody who is signed in goes on without it. Looking regularly also closes the breaker
 * again when nobody else asks.
 */
@Component
class KeycloakHealthIndicator implements HealthIndicator {
    private final KeycloakHttp http;
    private final KeycloakSettings settings;
    private volatile Health seen = Health.unknown().withDetail("reason", "not looked at yet").build();

    KeycloakHealthIndicator(KeycloakHttp http, KeycloakSettings settings) {
        this.http = http;
        this.settings = settings;
    }

    @Override
    public Health health() {
        return seen;
    }

    @Scheduled(initialDelay = 0, fixedDelay = 5, timeUnit = TimeUnit.SECONDS)
    void look() {
        long asked = System.nanoTime();
        try {
            boolean known = http.get(settings.realmUri("")).good();
            seen = known
                    ? Health.up().withDetail("responseTimeMs", Duration.ofNanos(System.nanoTime() - asked).toMillis())
                            .build()
                    : Health.unknown().withDetail("reason", "Keycloak does not know the realm").build();
        } catch (Away | CallNotPermittedException e) {
            seen = Health.unknown().withDetail("reason", "Keycloak does not answer").build();
        }
    }
}
