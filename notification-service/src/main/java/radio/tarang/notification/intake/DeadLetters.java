package radio.tarang.notification.intake;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Puts what cannot be read aside, bytes intact, with headers that say where it was and why. On a thread of its own: the partition goes on at once.
 * Bounded: with that many waiting Kafka is away, and the reader may wait as well.
 */
@Component
final class DeadLetters implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final int MAX_WAITING = 64;
    private static final long SEND_TIMEOUT_SECONDS = 10;
    private static final long RETRY_MILLIS = 1000;

    private final Topics topics;
    private final Clients clients;
    private final SavedFeeds saved;
    private final MeterRegistry meters;
    private final BlockingQueue<Letter> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final AtomicInteger unsent = new AtomicInteger();
    private volatile Thread writer = Thread.currentThread();
    private volatile boolean running;

    private record Letter(String epoch, ConsumerRecord<byte[], byte[]> record, String reason) {
        String place() {
            return record.topic() + "-" + record.partition() + "@" + record.offset();
        }
    }

    DeadLetters(Topics topics, Clients clients, SavedFeeds saved, MeterRegistry meters) {
        this.topics = topics;
        this.clients = clients;
        this.saved = saved;
        this.meters = meters;
    }

    void put(String epoch, ConsumerRecord<byte[], byte[]> record, Poison poison) throws InterruptedException {
        Letter letter = new Letter(epoch, record, String.valueOf(poison.getMessage()));
        LOG.warn("{} is put aside: {}", letter.place(), letter.reason());
        meters.counter("feed.dead.letters").increment();
        unsent.incrementAndGet();
        waiting.put(letter);
    }

    /** Whether everything put aside so far is in the dead-letter topic. */
    boolean allSent() {
        return unsent.get() == 0;
    }

    @Override
    public void start() {
        running = true;
        writer = Thread.ofVirtual().name("feed-dead-letters").start(this::write);
    }

    private void write() {
        try (KafkaProducer<byte[], byte[]> producer = clients.producer()) {
            while (running) {
                Letter letter = waiting.take();
                while (!sent(producer, letter)) {
                    Thread.sleep(RETRY_MILLIS);
                }
                unsent.decrementAndGet();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean sent(KafkaProducer<byte[], byte[]> producer, Letter letter) {
        try {
            saved.migrate();
            saved.sendOnce(letter.epoch(), letter.place(), () -> send(producer, letter));
            return true;
        } catch (DataAccessException | TransactionException | CallNotPermittedException
                | FlywayException databaseAway) {
            // Twice in the dead-letter topic is better than not at all.
            return send(producer, letter);
        } catch (IllegalStateException brokerAway) {
            LOG.warn("{}", brokerAway.getMessage());
            return false;
        } catch (RuntimeException unexpected) {
            LOG.error("{} could not be put aside, trying again", letter.place(), unexpected);
            return false;
        }
    }

    private boolean send(KafkaProducer<byte[], byte[]> producer, Letter letter) {
        ConsumerRecord<byte[], byte[]> record = letter.record();
        ProducerRecord<byte[], byte[]> copy = new ProducerRecord<>(topics.deadLetters(), null, record.key(),
                record.value(), record.headers());
        copy.headers().add("dlt-reason", bytes(letter.reason())).add("dlt-topic", bytes(record.topic()))
                .add("dlt-partition", bytes(String.valueOf(record.partition())))
                .add("dlt-offset", bytes(String.valueOf(record.offset())));
        try {
            producer.send(copy).get(SEND_TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException failure) {
            LOG.warn("{} could not be put aside yet", letter.place(), failure);
            return false;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void stop() {
        running = false;
        writer.interrupt();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
