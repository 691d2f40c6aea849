package radio.tarang.program.lifecycle;

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
import radio.tarang.program.Program;
import radio.tarang.program.Programs;

/** Takes programmes out of the topic 90 days after their end; they stay in the database. */
@Component
class Expiry {
    private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);

    private final DuePrograms due;
    private final Programs programs;
    private final BulkPace pace;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Duration age;

    Expiry(DuePrograms due, Programs programs, BulkPace pace, TransactionTemplate transaction, Clock clock,
            @Value("${tarang.lifecycle.expire-after:90d}") Duration age) {
        this.due = due;
        this.programs = programs;
        this.pace = pace;
        this.transaction = transaction;
        this.clock = clock;
        this.age = age;
    }

    @Scheduled(initialDelayString = "${tarang.lifecycle.first-expiry-after:5m}", fixedDelayString = "${tarang.lifecycle.expiry-every:1h}")
    void expireAll() throws InterruptedException {
        int all = 0;
        int rows;
        do {
            pace.awaitRoom();
            rows = expireSome();
            all += rows;
        } while (rows > 0);
        if (all > 0) {
            LOG.info("{} programmes left the topic", all);
        }
    }

    private int expireSome() {
        Integer rows = transaction.execute(_ -> {
            List<Program> expired = due.lockExpired(clock.instant(), age, Sweep.MAX_ROWS);
            if (!expired.isEmpty()) {
                programs.expire(expired, clock.instant());
            }
            return expired.size();
        });
        return rows == null ? 0 : rows;
    }
}
