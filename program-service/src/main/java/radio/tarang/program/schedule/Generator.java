package radio.tarang.program.schedule;

import java.time.Clock;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

import radio.tarang.program.BulkPace;
import radio.tarang.program.Refusal;
import radio.tarang.program.Stations;
import radio.tarang.program.schedule.Schedules.Due;

/**
 * Looks for schedules whose window has moved on, every minute: a look is one probe of an index, and whatever went wrong is tried again with the next.
 * Any number of replicas may do it at once: the station's lock lets one at a time, and who comes second finds nothing due.
 */
@Component
class Generator {
    private static final Logger LOG = LoggerFactory.getLogger(Generator.class);
    private static final int PAGE_ROWS = 500;
    private static final UUID FIRST = new UUID(0, 0);

    /** Longer than anything can be moved ({@link ExceptionRequest#MAX_DAYS_MOVED}). */
    private static final Period REMEMBERED = Period.ofDays(400);

    private final Schedules schedules;
    private final Occurrences occurrences;
    private final Generation generation;
    private final Stations stations;
    private final BulkPace pace;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final ReentrantLock running = new ReentrantLock();

    Generator(Schedules schedules, Occurrences occurrences, Generation generation, Stations stations, BulkPace pace,
            TransactionTemplate transaction, Clock clock) {
        this.schedules = schedules;
        this.occurrences = occurrences;
        this.generation = generation;
        this.stations = stations;
        this.pace = pace;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** At a fixed rate each run has a thread of its own, and may wait for room in the outbox; while one does, the next ones pass. */
    @Scheduled(initialDelayString = "${tarang.schedules.first-look-after:5s}", fixedRateString = "${tarang.schedules.look-every:1m}")
    void generateDue() throws InterruptedException {
        if (!running.tryLock()) {
            return;
        }
        try {
            int rows = 0;
            List<Due> due = schedules.due(clock.instant(), FIRST, PAGE_ROWS);
            while (!due.isEmpty()) {
                for (Due one : due) {
                    pace.awaitRoom();
                    rows += generate(one);
                }
                due = schedules.due(clock.instant(), due.getLast().id(), PAGE_ROWS);
            }
            occurrences.forgetBefore(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minus(REMEMBERED));
            if (rows > 0) {
                LOG.info("{} programmes of recurring shows written", rows);
            }
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("Recurring shows wait for the database: {}", e.toString());
        } finally {
            running.unlock();
        }
    }

    /** One that fails keeps none of the others from their programmes. */
    private int generate(Due due) {
        try {
            Integer rows = transaction.execute(_ -> stations.lock(due.stationId())
                    .flatMap(_ -> schedules.lockDue(due.id(), clock.instant()))
                    .map(schedule -> generation.bringUpToDate(schedule, clock.instant())).orElse(0));
            return rows == null ? 0 : rows;
        } catch (DataAccessException | TransactionException | Refusal e) {
            LOG.warn("Schedule {} will be tried again: {}", due.id(), e.toString());
            return 0;
        }
    }
}
