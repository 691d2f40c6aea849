package radio.tarang.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import javax.sql.DataSource;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import radio.tarang.outbox.LaneRows.Row;

/**
 * One lane while this replica owns it: sends its rows by id, batch after batch, until none is left; then sleeps until woken.
 * Any failure discards the producer and starts again from the lowest row.
 */
final class Lane implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Lane.class);
    /**
     * A first row goes at once, those behind it together: every batch is a transaction with markers in each partition it touched,
     * and without the interval an event took about a third more CPU time under load.
     */
    private static final long INTERVAL_NANOS = 20_000_000;
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    /** What all lanes of a relay share. The connections do not commit by themselves. */
    record Shared(OutboxProperties properties, String name, DataSource connections,
            IntFunction<Producer<String, byte @Nullable []>> producers, LongAdder sent, LongAdder dead) {
    }

    private final int number;
    private final Shared shared;
    private final Semaphore hints = new Semaphore(1); // a new owner looks at once
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Producer<String, byte @Nullable []> producer;
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private long notBeforeNanos = System.nanoTime();
    private int rowsAtOnce;

    Lane(int number, Shared shared) {
        this.number = number;
        this.shared = shared;
        this.rowsAtOnce = shared.properties.batchRows();
    }

    /** There may be rows. Never blocks. */
    void wake() {
        if (hints.availablePermits() == 0)
            hints.release();
    }

    /** After the batch in hand. */
    void stop() {
        stopping.countDown();
        wake();
    }

    boolean isStopping() {
        return stopping.getCount() == 0;
    }

    boolean awaitStopped(Duration atMost) throws InterruptedException {
        return stopped.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void run() {
        try {
            while (!isStopping()) {
                hints.acquire();
                stopping.await(notBeforeNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
                notBeforeNanos = System.nanoTime() + INTERVAL_NANOS;
                hints.drainPermits(); // before reading: whoever hints from now on is heard again
                drain();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            discardProducer(Duration.ofSeconds(1));
            stopped.countDown();
        }
    }

    private void drain() throws InterruptedException {
        try {
            while (!isStopping() && sendBatch()) {
                // until the lane is empty
            }
            pauseMillis = FIRST_PAUSE_MILLIS;
        } catch (SQLException | KafkaException failure) {
            log.warn("Lane {} of {} failed, next attempt in {} ms: {}", number, shared.name, pauseMillis,
                    failure.toString());
            discardProducer(Duration.ZERO);
            pause();
        } catch (RuntimeException failure) {
            log.error("Lane {} of {} failed unexpectedly, next attempt in {} ms", number, shared.name, pauseMillis,
                    failure);
            discardProducer(Duration.ZERO);
            pause();
        }
    }

    /** Returns whether there may be more. */
    private boolean sendBatch() throws SQLException, InterruptedException {
        var taken = new ArrayList<Row>();
        var verdict = new AtomicReference<@Nullable Exception>();
        try (var connection = shared.connections.getConnection()) {
            try {
                return sendBatch(connection, taken, verdict);
            } catch (SQLException | RuntimeException failure) {
                rollback(connection, failure); // frees the lane for others before any further waiting for Kafka
                abort(failure);
                var hopeless = verdict.get();
                if (hopeless == null)
                    throw failure;
                narrowDown(connection, taken, hopeless);
                return true;
            }
        }
    }

    /** The order of these steps is the module's third invariant. */
    private boolean sendBatch(Connection connection, List<Row> taken, AtomicReference<@Nullable Exception> verdict)
            throws SQLException, InterruptedException {
        var lane = new LaneRows(connection, number);
        if (!lane.tryLock(shared.name)) { // the former owner is still at its last batch
            connection.rollback();
            pause();
            return false;
        }
        var kafka = producer();
        var maxBytes = shared.properties.batchBytes().toBytes();
        taken.addAll(lane.take(rowsAtOnce, maxBytes));
        if (!taken.isEmpty()) {
            kafka.beginTransaction();
            send(kafka, taken, verdict);
            kafka.commitTransaction();
        }
        connection.commit();
        shared.sent.add(taken.size());
        var full = taken.size() == rowsAtOnce || taken.stream().mapToLong(Row::payloadBytes).sum() >= maxBytes;
        rowsAtOnce = Math.min(2 * rowsAtOnce, shared.properties.batchRows());
        return full;
    }

    private static void send(Producer<String, byte @Nullable []> kafka, List<Row> rows,
            AtomicReference<@Nullable Exception> verdict) {
        var partitions = new HashMap<String, Integer>();
        for (var row : rows) {
            var message = row.message();
            if (message.partition() != null && message.partition() >= partitions.computeIfAbsent(message.topic(),
                    topic -> kafka.partitionsFor(topic).size())) {
                var failure = new InvalidRecordException(
                        "%s has no partition %d".formatted(message.topic(), message.partition()));
                verdict.set(failure);
                throw failure;
            }
            kafka.send(message, (_, failure) -> {
                if (failure != null && canNeverBeSent(failure))
                    verdict.compareAndSet(null, failure);
            });
        }
    }

    private static boolean canNeverBeSent(Exception failure) {
        return failure instanceof RecordTooLargeException || failure instanceof InvalidTopicException
                || failure instanceof InvalidRecordException || failure instanceof SerializationException;
    }

    /** Kafka tells the innocent records of a failed transaction the same as the guilty one: only a row sent alone is convicted. */
    private void narrowDown(Connection connection, List<Row> taken, Exception hopeless) throws SQLException {
        rowsAtOnce = Math.max(1, taken.size() / 2);
        if (taken.size() > 1)
            return;
        var row = taken.getFirst();
        new LaneRows(connection, number).moveAside(row.id(), hopeless.toString());
        connection.commit();
        shared.dead.increment();
        log.error("Event {} for key {} of {} can never be published and is now in outbox_dead: {}", row.id(),
                row.message().key(), row.message().topic(), hopeless.toString());
    }

    private Producer<String, byte @Nullable []> producer() {
        var current = producer;
        if (current == null) {
            current = shared.producers.apply(number);
            producer = current; // before it is initialised, so that a failure to do so discards it
            current.initTransactions();
        }
        return current;
    }

    /** A producer that has failed tells its records' fate while it aborts; it is not used again. */
    private void abort(Exception cause) {
        var failed = producer;
        if (failed == null)
            return;
        try {
            failed.abortTransaction();
        } catch (KafkaException | IllegalStateException failure) {
            cause.addSuppressed(failure);
        }
        discardProducer(Duration.ZERO);
    }

    private void discardProducer(Duration patience) {
        var discarded = producer;
        producer = null;
        if (discarded != null)
            discarded.close(patience);
    }

    private void pause() throws InterruptedException {
        wake();
        stopping.await(pauseMillis, TimeUnit.MILLISECONDS);
        pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException failure) {
            cause.addSuppressed(failure);
        }
    }
}
