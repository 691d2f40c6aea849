package radio.tarang.program.importing;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.support.TransactionTemplate;

import radio.tarang.program.BulkPace;
import radio.tarang.program.BulkPrograms;
import radio.tarang.program.BulkPrograms.Outcome;
import radio.tarang.program.Refusal;
import radio.tarang.program.importing.ImportJob.Status;

/**
 * One worker's way through one job: read, gather, write a batch, note how far it got. Rows that a batch of a former worker finished are read again (what
 * was seen must be known) and passed over.
 */
final class ImportRun {
    private static final Logger LOG = LoggerFactory.getLogger(ImportRun.class);
    /** Rows after which progress is saved even if none of them needed writing. */
    private static final int CHECKPOINT_ROWS = 5_000;
    private static final int ATTEMPTS_PER_BATCH = 5;

    /** What every run needs. */
    record Tools(ImportJobs jobs, ImportSources sources, BulkPace pace, TransactionTemplate transaction,
            ImportProperties properties) {
    }

    private final Tools tools;
    private final ImportJob job;
    private final UUID worker;
    private final BooleanSupplier stopping;
    private ImportContent content;
    private ImportTally tally;
    private long taken;
    private long saved;

    ImportRun(Tools tools, ImportJob job, UUID worker, BooleanSupplier stopping) {
        this.tools = tools;
        this.job = job;
        this.worker = worker;
        this.stopping = stopping;
        this.content = tools.jobs().content(job.id());
        this.tally = new ImportTally(job);
        this.saved = job.position();
    }

    /** @throws Stopped if the service stops; the job is to be given back */
    void run() throws InterruptedException, Stopped {
        Status verdict = Status.COMPLETED;
        try (ImportSource<?> source = tools.sources().open(job, this::fromTheBeginning)) {
            if (!work(source)) {
                verdict = Status.FAILED;
            }
        } catch (Unreadable e) {
            tally.error(e.line(), null, String.valueOf(e.getMessage()));
            verdict = Status.FAILED;
        }
        tools.jobs().finish(job.id(), worker, verdict, tally);
        LOG.info("Import {} {}: {}", job.id(), verdict.word(), tally.counts());
    }

    private InputStream fromTheBeginning() {
        content = tools.jobs().content(job.id());
        return content;
    }

    /** Whether the file could be read to its end; what came before is written in any case. */
    private <T> boolean work(ImportSource<T> source) throws InterruptedException, Stopped {
        List<ImportRow.Ready<T>> batch = new ArrayList<>();
        boolean whole = true;
        try {
            for (ImportRow<T> row = source.next(); row != null; row = source.next()) {
                take(row, batch);
                if (batch.size() == BulkPrograms.BATCH_ROWS || taken - saved >= CHECKPOINT_ROWS) {
                    write(source, batch);
                }
            }
        } catch (Unreadable e) {
            tally.error(e.line(), null, String.valueOf(e.getMessage()));
            whole = false;
        }
        write(source, batch);
        return whole;
    }

    private <T> void take(ImportRow<T> row, List<ImportRow.Ready<T>> batch) {
        if (++taken <= job.position()) {
            return;
        }
        switch (row) {
            case ImportRow.Ready<T> ready -> batch.add(ready);
            case ImportRow.Duplicate<T> _ -> tally.duplicate();
            case ImportRow.Bad<T>(int line, String name, String message) -> {
                if (message == null) {
                    tally.rejected();
                } else {
                    tally.rejected(line, name, message);
                }
            }
        }
    }

    private <T> void write(ImportSource<T> source, List<ImportRow.Ready<T>> batch)
            throws InterruptedException, Stopped {
        if (taken <= saved) {
            return;
        }
        tools.pace().awaitRoom();
        if (stopping.getAsBoolean()) {
            throw new Stopped();
        }
        double progress = job.contentBytes() == 0
                ? 0
                : Math.min(1, (double) content.handedOut() / job.contentBytes());
        for (int attempt = 1;; attempt++) {
            try {
                tally = Optional
                        .ofNullable(tools.transaction().execute(_ -> writeBatch(source, batch, progress)))
                        .orElseThrow();
                break;
            } catch (TransientDataAccessException | Refusal e) {
                // An editor or the clock changed one of these programmes while we looked at it, or a statement took too long: look again.
                if (attempt == ATTEMPTS_PER_BATCH) {
                    throw e;
                }
            }
        }
        saved = taken;
        batch.clear();
    }

    private <T> ImportTally writeBatch(ImportSource<T> source, List<ImportRow.Ready<T>> batch, double progress) {
        ImportTally counted = tally.copy();
        List<Outcome> outcomes = source.write(batch.stream().map(ImportRow.Ready::wanted).toList());
        for (int i = 0; i < batch.size(); i++) {
            counted.written(outcomes.get(i), batch.get(i).line(), batch.get(i).item());
        }
        tools.jobs().advance(job.id(), worker, tools.properties().lease(), taken, progress, counted);
        return counted;
    }

    /** The service stops before the job is done. */
    static final class Stopped extends Exception {
    }
}
