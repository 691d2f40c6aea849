package radio.tarang.program.importing;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

import radio.tarang.program.BulkPace;
import radio.tarang.program.importing.ImportJob.Status;

/**
 * Works off the queue, one job at a time per replica. A job that its worker drops, by a crash or an error, waits for its lease to run out and goes on
 * behind its last batch; one that gets nowhere several times in a row is failed instead of tried for ever.
 */
@Component
class ImportRunner implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ImportRunner.class);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    private final UUID worker = UUID.randomUUID();
    private final ImportRun.Tools tools;
    private final Clock clock;
    private final ImportJobs jobs;
    private final ImportProperties properties;
    private final Semaphore hints = new Semaphore(0);
    private volatile @Nullable Thread thread;
    private volatile @Nullable UUID current;

    ImportRunner(ImportJobs jobs, ImportSources sources, BulkPace pace, TransactionTemplate transaction, Clock clock,
            ImportProperties properties) {
        this.tools = new ImportRun.Tools(jobs, sources, pace, transaction, properties);
        this.clock = clock;
        this.jobs = jobs;
        this.properties = properties;
    }

    /** There is something to do; otherwise the next poll finds it. */
    void wake() {
        hints.release();
    }

    @Override
    public void start() {
        Thread starting = Thread.ofVirtual().name("import").unstarted(this::work);
        thread = starting; // before it runs: being the one named here is what keeps it running
        starting.start();
    }

    /** Lets the batch in hand finish and gives the job back; a wait for room in the outbox is cut short. */
    @Override
    public void stop() {
        Thread stopping = thread;
        thread = null;
        if (stopping == null) {
            return;
        }
        hints.release();
        try {
            if (!stopping.join(STOP_PATIENCE)) {
                stopping.interrupt();
                stopping.join(STOP_PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** While a job waits for room in the outbox it has no batch to show for itself, and is not dead all the same. */
    @Scheduled(fixedRateString = "#{@'tarang.import-radio.tarang.program.importing.ImportProperties'.lease().toMillis() / 3}")
    void keepLease() {
        UUID job = current;
        if (job != null) {
            try {
                jobs.renew(job, worker, properties.lease());
            } catch (ImportJobs.LeaseLost e) {
                LOG.warn("Import {} is somebody else's now; its worker here will notice at the next batch", job);
            }
        }
    }

    @Scheduled(fixedRate = 1, initialDelay = 1, timeUnit = TimeUnit.HOURS)
    void forgetOldJobs() {
        jobs.forgetFinishedBefore(clock.instant().minus(properties.keep()));
    }

    private void work() {
        while (thread == Thread.currentThread()) {
            try {
                Optional<ImportJob> job = jobs.claim(worker, properties.lease());
                if (job.isPresent()) {
                    current = job.get().id();
                    run(job.get());
                } else if (hints.tryAcquire(properties.poll().toMillis(), TimeUnit.MILLISECONDS)) {
                    hints.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("Imports pause: {}", e.toString());
                pause();
            } finally {
                current = null;
            }
        }
    }

    private void run(ImportJob job) throws InterruptedException {
        if (jobs.attempts(job.id()) > properties.attempts()) {
            ImportTally tally = new ImportTally(job);
            tally.error(0, null, "Given up: " + properties.attempts() + " attempts in a row did not get any further.");
            jobs.finish(job.id(), worker, Status.FAILED, tally);
            return;
        }
        try {
            new ImportRun(tools, job, worker, () -> thread == null).run();
        } catch (ImportRun.Stopped e) {
            jobs.release(job.id(), worker);
        } catch (InterruptedException e) {
            jobs.release(job.id(), worker);
            throw e;
        } catch (ImportJobs.LeaseLost e) {
            LOG.warn("Import {} went to another worker", job.id());
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("Import {} waits for the database: {}", job.id(), e.toString());
            jobs.release(job.id(), worker);
            pause();
        } catch (RuntimeException e) {
            LOG.error("Import {} broke off; it will be tried again", job.id(), e);
            jobs.release(job.id(), worker);
            pause();
        }
    }

    private void pause() {
        try {
            Thread.sleep(properties.poll());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
