package radio.tarang.gateway.limits;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between the ledger and who needs it. One failure opens it, for what fails takes up to a time-out and the alternative costs
 * nothing; a little later one probe after the other tries whether it may close.
 */
final class Breaker implements AutoCloseable {

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);

    private final Ledger ledger;
    private final LongSupplier clock;
    private final long retryNanos;
    private final AtomicLong probeAt = new AtomicLong();
    private volatile boolean open = true;
    private volatile long askedAt;
    private volatile long tookNanos;

    Breaker(Ledger ledger, Duration retry, LongSupplier clock) {
        this.ledger = ledger;
        this.clock = clock;
        retryNanos = retry.toNanos();
        probeAt.set(clock.getAsLong());
    }

    /** The ledger is not asked. */
    boolean open() {
        return open;
    }

    /** How long the last exchange took. */
    Duration lastExchange() {
        return Duration.ofNanos(tookNanos);
    }

    /** @return whether the questions have their answers */
    boolean ask(List<Ledger.Question> questions) {
        return exchange(() -> ledger.ask(questions));
    }

    /**
     * Tries whether an open breaker may close, if it is time; and whether a closed one should be, if nobody has asked for long.
     *
     * @return whether it has just closed
     */
    boolean probe() {
        long now = clock.getAsLong();
        long due = open ? probeAt.get() : askedAt + IDLE_NANOS;
        if (now < due || open && !probeAt.compareAndSet(due, now + retryNanos)) {
            return false;
        }
        boolean before = open;
        if (!exchange(ledger::probe) || !before) {
            return false;
        }
        open = false;
        LOG.info("Redis is there, limits are shared");
        return true;
    }

    private boolean exchange(Runnable question) {
        long start = clock.getAsLong();
        try {
            question.run();
            askedAt = clock.getAsLong();
            tookNanos = askedAt - start;
            return true;
        } catch (RuntimeException e) {
            if (!open) {
                LOG.warn("Redis is away, limits are enforced by this replica alone: {}", e.getMessage());
            }
            probeAt.set(clock.getAsLong() + retryNanos);
            open = true;
            return false;
        }
    }

    @Override
    public void close() {
        ledger.close();
    }
}
