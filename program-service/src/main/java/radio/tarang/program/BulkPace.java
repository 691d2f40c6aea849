package radio.tarang.program;

import java.time.Duration;

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
    private final long maxDepth;

    BulkPace(Outbox outbox, @Value("${tarang.bulk.max-outbox-depth:2000}") long maxDepth) {
        this.outbox = outbox;
        this.maxDepth = maxDepth;
    }

    /** Returns once the outbox holds at most its limit (2 000 rows by default). Call it on a virtual thread or one of your own. */
    public void awaitRoom() throws InterruptedException {
        boolean said = false;
        while (outbox.depth() > maxDepth) {
            if (!said) {
                LOG.info("Bulk writing waits: more than {} events are not published yet", maxDepth);
                said = true;
            }
            Thread.sleep(LOOK_AGAIN);
        }
    }
}
