package radio.tarang.program.importing;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
import radio.tarang.program.importing.ImportRows.Row;

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
    record Tools(ImportJobs jobs, BulkPrograms programs, BulkPace pace, TransactionTemplate transaction, Clock clock,
            ImportProperties properties) {
    }

    private final Tools tools;
    private final ImportJob job;
    private final UUID worker;
    private final BooleanSupplier stopping;
    private final ImportChannels.Directory directory;
    private final ImportRows rows;
    private final Map<String, XmltvItem.Broadcast> withoutStop = new HashMap<>();
    private final List<Row.Ready> batch = new ArrayList<>();
    private ImportTally tally;
    private long taken;
    private long saved;

    ImportRun(Tools tools, ImportJob job, UUID worker, ImportChannels channels, BooleanSupplier stopping) {
        this.tools = tools;
        this.job = job;
        this.worker = worker;
        this.stopping = stopping;
        this.directory = channels.directory(job.stationId(), job.createStations());
        this.rows = new ImportRows(directory);
        this.tally = new ImportTally(job);
        this.saved = job.position();
    }

    /** @throws Stopped if the service stops; the job is to be given back */
    void run() throws InterruptedException, Stopped {
        ImportContent content = tools.jobs().content(job.id());
        Status verdict = Status.COMPLETED;
        try (XmltvReader xmltv = new XmltvReader(content)) {
            for (XmltvItem item = xmltv.next(); item != null; item = xmltv.next()) {
                switch (item) {
                    case XmltvItem.Channel channel -> directory.declare(channel);
                    case XmltvItem.Broadcast broadcast -> close(broadcast);
                }
                if (batch.size() == BulkPrograms.BATCH_ROWS || taken - saved >= CHECKPOINT_ROWS) {
                    write(content.handedOut());
                }
            }
            for (XmltvItem.Broadcast open : withoutStop.values()) {
                take(open);
            }
        } catch (Unreadable e) {
            tally.error(e.line(), null, String.valueOf(e.getMessage()));
            verdict = Status.FAILED;
        }
        write(content.handedOut());
        tools.jobs().finish(job.id(), worker, verdict, tally);
        LOG.info("Import {} {}: {}", job.id(), verdict.word(), tally.counts());
    }

    /** XMLTV lets a programme go without a stop time: then it lasts until the next one of its channel. */
    private void close(XmltvItem.Broadcast broadcast) {
        String channel = String.valueOf(broadcast.channel());
        XmltvItem.Broadcast open = withoutStop.remove(channel);
        if (open != null) {
            take(open.endingAt(broadcast.start()));
        }
        if (broadcast.stop() == null) {
            withoutStop.put(channel, broadcast);
        } else {
            take(broadcast);
        }
    }

    private void take(XmltvItem.Broadcast broadcast) {
        Row row = rows.row(broadcast);
        if (++taken <= job.position()) {
            return;
        }
        switch (row) {
            case Row.Ready ready -> batch.add(ready);
            case Row.Duplicate _ -> tally.duplicate();
            case Row.Bad(int line, String name, String message) -> {
                if (message == null) {
                    tally.rejected();
                } else {
                    tally.rejected(line, name, message);
                }
            }
        }
    }

    private void write(long bytesRead) throws InterruptedException, Stopped {
        if (taken <= saved) {
            return;
        }
        tools.pace().awaitRoom();
        if (stopping.getAsBoolean()) {
            throw new Stopped();
        }
        double progress = job.contentBytes() == 0 ? 0 : Math.min(1, (double) bytesRead / job.contentBytes());
        for (int attempt = 1;; attempt++) {
            try {
                tally = Optional.ofNullable(tools.transaction().execute(_ -> writeBatch(progress))).orElseThrow();
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

    private ImportTally writeBatch(double progress) {
        ImportTally counted = tally.copy();
        Map<UUID, List<Row.Ready>> byStation = new TreeMap<>();
        batch.forEach(row -> byStation.computeIfAbsent(row.stationId(), _ -> new ArrayList<>()).add(row));
        byStation.forEach((station, ready) -> {
            List<Outcome> outcomes = tools.programs().write(station, ready.stream().map(Row.Ready::wish).toList(),
                    tools.clock().instant());
            for (int i = 0; i < ready.size(); i++) {
                counted.written(outcomes.get(i), ready.get(i).line(), ready.get(i).item());
            }
        });
        tools.jobs().advance(job.id(), worker, tools.properties().lease(), taken, progress, counted);
        return counted;
    }

    /** The service stops before the job is done. */
    static final class Stopped extends Exception {
    }
}
