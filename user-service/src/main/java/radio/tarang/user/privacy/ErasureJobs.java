package radio.tarang.user.privacy;

import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

import radio.tarang.user.Away;
import radio.tarang.user.keycloak.People;

/** Drives erasures to their end, whatever is away meanwhile. Every replica does it; twice does no harm. */
@Component
class ErasureJobs {
    private static final Logger LOG = LoggerFactory.getLogger(ErasureJobs.class);

    private final Erasures erasures;
    private final People people;
    private final PrivacySettings settings;
    private final Clock clock;
    private final AtomicLong open = new AtomicLong();

    ErasureJobs(Erasures erasures, People people, PrivacySettings settings, Clock clock, MeterRegistry meters) {
        this.erasures = erasures;
        this.people = people;
        this.settings = settings;
        this.clock = clock;
        Gauge.builder("erasures.open", open, AtomicLong::get).description("Erasures not yet confirmed by everybody")
                .register(meters);
    }

    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
    void forgetAtKeycloak() {
        try {
            for (UUID id : erasures.stillAtKeycloak()) {
                people.delete(id);
                erasures.goneAtKeycloak(id);
            }
        } catch (Away | CallNotPermittedException | BulkheadFullException e) {
            LOG.warn("People who left are still at Keycloak: {}", e.toString());
        } catch (DataAccessResourceFailureException | TransientDataAccessException | TransactionException e) {
            LOG.warn("Erasures wait for the database: {}", e.toString());
        }
    }

    @Scheduled(fixedDelay = 3, timeUnit = TimeUnit.SECONDS)
    void closeAndRetell() {
        try {
            open.set(erasures.complete(settings.everybody()));
            int late = erasures.retell(clock.instant().minus(settings.retellAfter()));
            if (late > 0) {
                LOG.warn("{} erasures were told again: not every service has confirmed within {}", late,
                        settings.retellAfter());
            }
        } catch (DataAccessResourceFailureException | TransientDataAccessException | TransactionException e) {
            LOG.warn("Erasures wait for the database: {}", e.toString());
        }
    }
}
