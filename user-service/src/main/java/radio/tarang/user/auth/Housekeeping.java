package radio.tarang.user.auth;

import java.time.Clock;
import java.util.concurrent.TimeUnit;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Forgets what is of no use any more, a bounded part of it each minute. Every replica does it; twice does no harm. */
@Component
class Housekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private final Rotations rotations;
    private final LoginAttempts attempts;
    private final MergedSessions merged;
    private final Clock clock;

    Housekeeping(Rotations rotations, LoginAttempts attempts, MergedSessions merged, Clock clock) {
        this.rotations = rotations;
        this.attempts = attempts;
        this.merged = merged;
        this.clock = clock;
    }

    @Scheduled(initialDelay = 1, fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
    void forgetOld() {
        try {
            rotations.forgetOld();
            attempts.forgetOld();
            merged.forgetOld(clock.instant());
        } catch (DataAccessException | TransactionException | CallNotPermittedException e) {
            LOG.warn("Nothing could be forgotten at the moment: {}", e.toString());
        }
    }
}
