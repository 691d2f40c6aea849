package radio.tarang.program.demo;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import radio.tarang.program.BulkPace;
import radio.tarang.program.BulkPrograms;
import radio.tarang.program.BulkPrograms.Wish;
import radio.tarang.program.Station;
import radio.tarang.program.Stations;
import radio.tarang.program.demo.DemoWeek.DemoStation;

/**
 * Keeps the demo's stations and its days from yesterday to the day after tomorrow in the database: right after the start, then whenever a day begins. Today comes
 * first, so that a newcomer finds something on air while the rest is still on its way.
 */
@Component
@ConditionalOnBooleanProperty("tarang.demo")
class DemoLoader {
    private static final Logger LOG = LoggerFactory.getLogger(DemoLoader.class);
    private static final int[] DAYS = {0, 1, -1, 2};

    /** A station's day, as it is written. */
    private record Chunk(UUID stationId, List<Wish> wishes) {
    }

    private final Stations stations;
    private final BulkPrograms programs;
    private final BulkPace pace;
    private final TransactionTemplate transaction;
    private final DemoDays days;
    private final Clock clock;
    private final ReentrantLock running = new ReentrantLock();

    DemoLoader(Stations stations, BulkPrograms programs, BulkPace pace, TransactionTemplate transaction,
            DemoDays days, Clock clock) {
        this.stations = stations;
        this.programs = programs;
        this.pace = pace;
        this.transaction = transaction;
        this.days = days;
        this.clock = clock;
    }

    /** By the minute, so that a database that was not there yet is found soon; on a thread of its own, because it may wait for room. */
    @Scheduled(fixedRate = 1, timeUnit = TimeUnit.MINUTES)
    void topUpInBackground() {
        Thread.ofVirtual().name("demo").start(() -> {
            try {
                topUp();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.warn("The demo is not complete yet: {}", e.toString());
            }
        });
    }

    /** Safe on several replicas at once: both write the same rows, and the second one finds them there. */
    void topUp() throws InterruptedException {
        LocalDate today = clock.instant().atZone(DemoWeek.ZONE).toLocalDate();
        List<LocalDate> missing = new ArrayList<>();
        for (int offset : DAYS) {
            if (!days.contains(today.plusDays(offset))) {
                missing.add(today.plusDays(offset));
            }
        }
        if (missing.isEmpty() || !running.tryLock()) {
            return;
        }
        try {
            long began = System.nanoTime();
            DemoWeek week = new DemoWeek();
            openStations(week);
            int rows = 0;
            for (LocalDate day : missing) {
                rows += load(week, day);
            }
            LOG.info("Demo: {} stations, {} programmes on {} days in {} ms", week.stations().size(), rows,
                    missing.size(),
                    (System.nanoTime() - began) / 1_000_000);
        } finally {
            running.unlock();
        }
    }

    private void openStations(DemoWeek week) {
        transaction.executeWithoutResult(_ -> {
            days.lockStations();
            for (DemoStation demo : week.stations()) {
                if (stations.find(id(demo)).isEmpty() && stations.findByExternalId(demo.externalId()).isEmpty()) {
                    stations.add(Station.open(id(demo), demo.name(), demo.state(), demo.languages(), demo.streamUrl(),
                            demo.externalId(),
                            clock.instant()));
                }
            }
        });
    }

    private int load(DemoWeek week, LocalDate day) throws InterruptedException {
        List<Chunk> chunks = week.stations().stream().map(station -> new Chunk(id(station), wishes(week, station, day)))
                .sorted(Comparator.comparing(Chunk::stationId)).toList();
        int rows = 0;
        List<Chunk> batch = new ArrayList<>();
        for (Chunk chunk : chunks) {
            int gathered = batch.stream().mapToInt(gatheredChunk -> gatheredChunk.wishes().size()).sum();
            if (gathered + chunk.wishes().size() > BulkPrograms.BATCH_ROWS) {
                write(batch);
                rows += gathered;
                batch.clear();
            }
            batch.add(chunk);
        }
        write(batch);
        rows += batch.stream().mapToInt(chunk -> chunk.wishes().size()).sum();
        days.add(day, clock.instant());
        return rows;
    }

    private void write(List<Chunk> batch) throws InterruptedException {
        pace.awaitRoom();
        Instant now = clock.instant();
        transaction.executeWithoutResult(_ -> {
            for (Chunk chunk : batch) {
                if (stations.find(chunk.stationId()).isPresent()) {
                    programs.write(chunk.stationId(), chunk.wishes(), now);
                }
            }
        });
    }

    private static List<Wish> wishes(DemoWeek week, DemoStation station, LocalDate day) {
        return week.day(station, day).stream().map(program -> new Wish(null, program.details(), program.slot()))
                .toList();
    }

    private static UUID id(DemoStation station) {
        return DemoIds.of(station.externalId());
    }
}
