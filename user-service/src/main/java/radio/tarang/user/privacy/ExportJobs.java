package radio.tarang.user.privacy;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import tools.jackson.databind.ObjectMapper;

import radio.tarang.user.Away;

/** Makes exports. One service that is away delays the document; it is never left out. */
@Component
class ExportJobs {
    private static final Logger LOG = LoggerFactory.getLogger(ExportJobs.class);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final Exports exports;
    private final OwnHoldings own;
    private final OtherServices others;
    private final ObjectMapper json;
    private final Clock clock;

    ExportJobs(Exports exports, OwnHoldings own, OtherServices others, ObjectMapper json, Clock clock) {
        this.exports = exports;
        this.own = own;
        this.others = others;
        this.json = json;
        this.clock = clock;
    }

    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
    void goOn() {
        try {
            for (UUID id : exports.claim()) {
                make(id);
            }
        } catch (DataAccessResourceFailureException | TransientDataAccessException | TransactionException e) {
            LOG.warn("Exports wait for the database: {}", e.toString());
        }
    }

    /** What may be fetched no more is gone within minutes; who asks before that is told nothing of it either. */
    @Scheduled(initialDelay = 1, fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
    void forgetOld() {
        try {
            exports.forgetOld();
        } catch (DataAccessResourceFailureException | TransientDataAccessException | TransactionException e) {
            LOG.warn("Old exports wait for the database: {}", e.toString());
        }
    }

    private void make(UUID id) {
        try {
            Map<String, Object> services = new TreeMap<>(others.holdings(id));
            services.put(Erasures.OURSELVES, own.of(id));
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("generatedAt", clock.instant().toString());
            document.put("userId", id);
            document.put("services", services);
            exports.done(id, json.writerWithDefaultPrettyPrinter().writeValueAsBytes(document));
        } catch (Away | CallNotPermittedException | BulkheadFullException e) {
            LOG.warn("An export waits: {}", e.toString());
            exports.tryAgain(id, RETRY);
        }
    }
}
