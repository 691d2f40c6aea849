package radio.tarang.user.keycloak;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Profile;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import radio.tarang.user.Away;

/**
 * In production this service does not start beside accounts whose password everybody knows: the local realm's, one per role. While
 * Keycloak cannot be asked it starts, because those who are signed in go on, and stops again if they turn out to be there.
 */
@Component
@Profile("production")
class DemoAccounts implements SmartInitializingSingleton {
    /** They are there. */
    static final class Present extends RuntimeException {
        private static final long serialVersionUID = 1;

        Present(String names) {
            super("The realm holds demo accounts, whose password everybody knows: " + names
                    + ". Delete them, then start again.", null, false, false);
        }

        /** Says it in one line instead of a stack trace; named in {@code META-INF/spring.factories}. */
        static final class Analyzer extends AbstractFailureAnalyzer<Present> {
            @Override
            protected @Nullable FailureAnalysis analyze(Throwable root, Present cause) {
                return new FailureAnalysis(String.valueOf(cause.getMessage()), null, cause);
            }
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(DemoAccounts.class);

    private final People people;
    private final ConfigurableApplicationContext service;
    private volatile boolean looked;

    DemoAccounts(People people, ConfigurableApplicationContext service) {
        this.people = people;
        this.service = service;
    }

    /** Before the first request is taken. */
    @Override
    public void afterSingletonsInstantiated() {
        look();
    }

    @Scheduled(initialDelay = 2, fixedDelay = 2, timeUnit = TimeUnit.SECONDS)
    void lookAgain() {
        if (looked) {
            return;
        }
        try {
            look();
        } catch (Present present) {
            LOG.error(present.getMessage());
            Thread.ofPlatform().name("demo-accounts").start(service::close); // it waits for this very task
        }
    }

    private void look() {
        try {
            String found = String.join(", ", people().toList());
            looked = true;
            if (!found.isEmpty()) {
                throw new Present(found);
            }
        } catch (Away | CallNotPermittedException | BulkheadFullException e) {
            LOG.warn("Whether the realm holds demo accounts is not known yet: {}", e.toString());
        }
    }

    /** By name and address, as deploy/keycloak makes them and as its reconciler looks for them. */
    private Stream<String> people() {
        return People.ROLES.stream().sorted().filter(name -> {
            Optional<Person> known = people.find(name);
            return known.isPresent() && (name + "@example.org").equals(known.get().email());
        });
    }
}
