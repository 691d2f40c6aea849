package radio.tarang.bench.outbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import radio.tarang.bench.Machine;
import radio.tarang.bench.Spread;
import radio.tarang.faults.stage.Stage;
import radio.tarang.outbox.OutboxEvent;
import radio.tarang.outbox.OutboxProperties;

/** The command: {@code deploy/bench/outbox [--brief]}. */
public final class OutboxFigure {

    private static final OutboxProperties PROPERTIES = OutboxProperties.named("bench");
    private static final Duration WAITING = Duration.ofSeconds(10);

    private final Map<String, Long> committed = new ConcurrentHashMap<>();
    private final Histogram micros = new ConcurrentHistogram(60_000_000, 3);
    private final Map<String, List<Double>> perSecond = new LinkedHashMap<>();
    private final int rounds;
    private final int events;

    private OutboxFigure(boolean brief) {
        this.rounds = brief ? 2 : 5;
        this.events = brief ? 4_000 : 20_000;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        System.out.println(Machine.describe());
        new OutboxFigure(List.of(arguments).contains("--brief")).run();
    }

    private void run() throws IOException, InterruptedException, SQLException {
        // A database each: the relay would take the rows of the other side as well.
        try (Stage stage = Stage.open();
                var relayed = Database.withOutbox(stage, "program");
                var alone = Database.withOutbox(stage, "notification");
                RawProducer raw = new RawProducer(stage.bootstrapServers())) {
            var postgres = new PostgresAlone(alone, PROPERTIES);
            for (int round = 0; round <= rounds; round++) {
                try (Reader reader = new Reader(stage.bootstrapServers(), this::arrived);
                        Relaying outbox = new Relaying(relayed, PROPERTIES, reader, stage.bootstrapServers())) {
                    outbox.run(100, 1); // producers initialised, connections open
                    for (int size : List.of(1, 100)) {
                        time(round, "outbox to consumer", size, () -> outbox.run(events, size));
                        time(round, "PostgreSQL insert + dequeue", size, () -> postgres.run(events, size));
                    }
                }
                time(round, "raw producer, acks=all", 1, () -> raw.run(events));
            }
            report();
            try (Reader reader = new Reader(stage.bootstrapServers(), this::arrived);
                    Relaying outbox = new Relaying(relayed, PROPERTIES, reader, stage.bootstrapServers())) {
                pace(outbox, 500, 2_000); // a new relay's first steps are not what is measured
                for (int rate : List.of(100, 500)) {
                    waiting(outbox, rate);
                }
            }
        }
    }

    /** The first round, round 0, only warms up. */
    private void time(int round, String side, int perTransaction, Runnable work) {
        long start = System.nanoTime();
        work.run();
        double rate = events / ((System.nanoTime() - start) / 1e9);
        if (round > 0) {
            perSecond.computeIfAbsent(side + ", " + perTransaction, name -> new ArrayList<>()).add(rate);
        }
    }

    private void report() {
        System.out.printf("%n%d events a round, %d writers, %d rounds in turn, events per second, median (range):%n",
                events,
                Writers.CALLERS, rounds);
        double raw = print("raw producer, acks=all, 1");
        for (int size : List.of(1, 100)) {
            System.out.printf("  %d to a transaction:%n", size);
            double alone = print("PostgreSQL insert + dequeue, " + size);
            double ours = print("outbox to consumer, " + size);
            System.out.printf(
                    "    P11: %.0f %% of the raw producer (bar 60), %.0f %% of PostgreSQL alone (bar 90); the lower peer is %s%n",
                    100 * ours / raw, 100 * ours / alone, raw < alone ? "the producer" : "PostgreSQL");
        }
    }

    private double print(String side) {
        Spread spread = Spread.of(perSecond.getOrDefault(side, List.of()));
        System.out.printf("    %-34s %.0f (%.0f–%.0f)%n", side.substring(0, side.lastIndexOf(',')), spread.median(),
                spread.least(),
                spread.most());
        return spread.median();
    }

    /** From the commit to the consumer, at a rate that leaves the machine air. */
    private void waiting(Relaying outbox, int rate) {
        committed.clear();
        micros.reset();
        pace(outbox, rate, (int) (rate * WAITING.toSeconds()));
        System.out.printf(
                "  commit to consumer at %d/s, one to a transaction: p50 %.1f · p95 %.1f · p99 %.1f · max %.1f ms of %d (bar p99 50)%n",
                rate, micros.getValueAtPercentile(50) / 1e3, micros.getValueAtPercentile(95) / 1e3,
                micros.getValueAtPercentile(99) / 1e3, micros.getMaxValue() / 1e3, micros.getTotalCount());
    }

    /** Transactions of one event at a fixed rate, until the consumer has them all. */
    private void pace(Relaying outbox, int rate, int total) {
        long start = System.nanoTime();
        try (ExecutorService callers = Executors.newFixedThreadPool(Writers.CALLERS)) {
            for (int i = 0; i < total; i++) {
                long due = start + i * 1_000_000_000L / rate;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                callers.execute(() -> outbox.writers().append(1, this::noteCommit));
            }
        }
        outbox.awaitAll(total);
    }

    /** Registered before the outbox's own hint, so the moment is that of the commit. */
    private void noteCommit(List<OutboxEvent> batch) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                long now = System.nanoTime();
                batch.forEach(event -> committed.put(event.headers().getOrDefault("ce_id", ""), now));
            }
        });
    }

    private void arrived(ConsumerRecord<String, byte[]> record) {
        Long at = committed.get(new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8));
        if (at != null) {
            micros.recordValue(Math.max(0, (System.nanoTime() - at) / 1000));
        }
    }
}
