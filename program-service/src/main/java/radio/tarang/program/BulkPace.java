package radio.tarang.program;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import radio.tarang.outbox.Outbox;

/** Bulk writers ask here before each batch, outside their transaction: a programme's start must never queue behind an import. */
@Component
public class BulkPace {
    private static final Logger LOG = LoggerFactory.getLogger(BulkPace.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final Outbox outbox;
    private final Boundaries boundaries;
    private final Clock clock;
    private final long maxDepth;

    BulkPace(Outbox outbox, Boundaries boundaries, Clock clock,
            @Value("${tarang.bulk.max-outbox-depth:2000}") long maxDepth) {
        this.outbox = outbox;
        this.boundaries = boundaries;
        this.clock = clock;
        this.maxDepth = maxDepth;
    }

    /**
     * Returns once the outbox holds at most its limit (2 000 rows by default) and no boundary is being worked off. Call it on a virtual thread or one of
     * your own.
     */
    public void awaitRoom() throws InterruptedException {
        Instant asked = clock.instant();
        boolean said = false;
        while (outbox.depth() > maxDepth || boundaries.inHand(clock.instant())) {
            if (!said && clock.instant().isAfter(asked.plusSeconds(1))) {
                LOG.info("Bulk writing waits: a boundary is worked off, or more than {} events are not published yet",
                        maxDepth);
                said = true;
            }
            Thread.sleep(LOOK_AGAIN);
        }
    }
}
