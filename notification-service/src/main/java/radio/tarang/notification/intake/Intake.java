package radio.tarang.notification.intake;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

import radio.tarang.notification.Feed;
import radio.tarang.notification.intake.SavedFeeds.Saved;
import radio.tarang.notification.intake.TopicCheck.Disagreement;

/** Keeps the feed fed: reads on through outages, and starts over when the topic turns out to be another. */
@Component
final class Intake implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration STOPPING = Duration.ofSeconds(2);
    private static final Duration LOOK_AT_TOPIC = Duration.ofSeconds(2);

    private final Clients clients;
    private final TopicCheck topicCheck;
    private final SavedFeeds savedFeeds;
    private final EventLog log;
    private final Feed feed;
    private final MeterRegistry meters;
    private volatile Thread watcher = Thread.currentThread();
    private volatile Thread reader = Thread.currentThread();
    private volatile @Nullable KafkaConsumer<byte[], byte[]> polling;
    private volatile boolean running;
    private volatile String trouble = "starting";
    private volatile String current = "";

    Intake(Clients clients, TopicCheck topicCheck, SavedFeeds savedFeeds, EventLog log, Feed feed,
            MeterRegistry meters) {
        this.clients = clients;
        this.topicCheck = topicCheck;
        this.savedFeeds = savedFeeds;
        this.log = log;
        this.feed = feed;
        this.meters = meters;
    }

    /** Why the feed is not open or not being fed; empty when all is well. */
    String trouble() {
        return trouble;
    }

    @Override
    public void start() {
        running = true;
        reader = Thread.ofVirtual().name("feed-intake").start(this::run);
        watcher = Thread.ofVirtual().name("feed-topic").start(this::watch);
    }

    private void run() {
        while (running) {
            String epoch = current;
            if (!epoch.isEmpty()) {
                try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer("feed");
                        KafkaClientMetrics metrics = new KafkaClientMetrics(consumer)) {
                    polling = consumer;
                    metrics.bindTo(meters);
                    log.catchUp(consumer, epoch, saved(epoch));
                    LOG.info("The feed is open, {} subjects known", feed.size());
                    trouble = "";
                    while (running && epoch.equals(current)) {
                        log.follow(consumer, epoch);
                    }
                } catch (WakeupException | InterruptException | InterruptedException stopping) {
                    return;
                } catch (KafkaException failure) {
                    LOG.warn("The topic cannot be read, starting over in {}", RETRY, failure);
                    trouble = String.valueOf(failure.getMessage());
                } catch (RuntimeException unexpected) {
                    // Whatever it is, a feed that silently stands still would be worse than one that starts over.
                    LOG.error("Reading the topic failed, starting over in {}", RETRY, unexpected);
                    trouble = String.valueOf(unexpected.getMessage());
                }
            }
            pause(epoch.isEmpty() ? SOON : RETRY);
        }
    }

    private Saved saved(String epoch) {
        try {
            savedFeeds.migrate();
            return savedFeeds.load(epoch);
        } catch (DataAccessException | TransactionException | CallNotPermittedException
                | FlywayException databaseAway) {
            LOG.warn("Nothing saved can be read, the topic is read from its beginning: {}", databaseAway.getMessage());
            return new Saved(List.of(), Map.of());
        }
    }

    /** A consumer does not notice that its topic was deleted and created again; its offsets would silently mean something else. */
    private void watch() {
        try (Admin admin = clients.admin()) {
            while (running) {
                try {
                    String found = topicCheck.epoch(admin);
                    if (!found.equals(current)) {
                        LOG.info("Reading epoch {}", found);
                        current = found;
                    }
                } catch (Disagreement disagreement) {
                    LOG.warn("{}", disagreement.getMessage());
                    if (!feed.isOpen()) {
                        trouble = String.valueOf(disagreement.getMessage());
                    }
                }
                Thread.sleep(current.isEmpty() ? RETRY : LOOK_AT_TOPIC);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        running = false;
        watcher.interrupt();
        // Not interrupted, but woken: an interrupted consumer cannot say goodbye to the broker.
        KafkaConsumer<byte[], byte[]> consumer = polling;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            reader.join(STOPPING);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
