package radio.tarang.program.network;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import radio.tarang.program.BulkPace;

/** Takes opt-outs away whose programme is gone or long over. They have had no effect since; this keeps table and topic small. */
@Component
class OptOutExpiry {
    private static final Logger LOG = LoggerFactory.getLogger(OptOutExpiry.class);
    private static final int BATCH_ROWS = 500;

    private final OptOuts optOuts;
    private final BulkPace pace;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Duration age;

    OptOutExpiry(OptOuts optOuts, BulkPace pace, TransactionTemplate transaction, Clock clock,
            @Value("${tarang.lifecycle.expire-after:90d}") Duration age) {
        this.optOuts = optOuts;
        this.pace = pace;
        this.transaction = transaction;
        this.clock = clock;
        this.age = age;
    }

    @Scheduled(initialDelayString = "${tarang.lifecycle.first-expiry-after:5m}", fixedDelayString = "${tarang.lifecycle.expiry-every:1h}")
    void expireAll() throws InterruptedException {
        int rows;
        do {
            pace.awaitRoom();
            rows = expireSome();
        } while (rows > 0);
    }

    private int expireSome() {
        Integer rows = transaction.execute(_ -> {
            List<OptOut> over = optOuts.lockOver(clock.instant(), age, BATCH_ROWS);
            over.forEach(optOut -> optOuts.save(optOut.withdraw(clock.instant())));
            return over.size();
        });
        if (rows != null && rows > 0) {
            LOG.info("{} opt-outs of programmes that are over were taken away", rows);
        }
        return rows == null ? 0 : rows;
    }
}
