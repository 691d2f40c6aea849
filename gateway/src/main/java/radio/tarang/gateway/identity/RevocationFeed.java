package radio.tarang.gateway.identity;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.SmartLifecycle;

import radio.tarang.gateway.Topics;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Takes in whose tokens end, from the {@code revokes} headers of {@code interaction.events}. Every replica assigns itself all
 * partitions, without a group, and begins twenty minutes ago: no token that is still valid was revoked before that. Apart
 * from the purge feed, which begins at the end and must not wait for this.
 */
final class RevocationFeed implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RevocationFeed.class);
    private static final Duration FIRST_POLL = Duration.ofMillis(500);
    private static final Duration POLL = Duration.ofSeconds(3);
    /** The broker answers at once when there is something; only silence takes this long. Below the time a request may take. */
    private static final int SILENCE_MILLIS = 3_000;
    private static final long RETRY_MILLIS = 1_000;

    private final RevokedTokens revoked;
    private final KafkaProperties kafka;
    private final Topics topics;
    private final Clock clock;
    private @Nullable Thread thread;
    private volatile boolean running;
    private volatile boolean positioned;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;

    RevocationFeed(RevokedTokens revoked, KafkaProperties kafka, Topics topics, Clock clock) {
        this.revoked = revoked;
        this.kafka = kafka;
        this.topics = topics;
        this.clock = clock;
    }

    /** False while revocations may be missed. */
    boolean positioned() {
        return positioned;
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("revocation-feed").daemon().start(this::run);
    }

    @Override
    public void stop() {
        running = false;
        KafkaConsumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
        Thread following = thread;
        if (following != null) {
            following.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        while (running) {
            try (KafkaConsumer<byte[], byte[]> reading = open()) {
                consumer = reading;
                position(reading);
                follow(reading);
            } catch (WakeupException | org.apache.kafka.common.errors.InterruptException stopping) {
                LOG.debug("Revocation feed stops");
            } catch (KafkaException | IllegalStateException e) {
                LOG.warn("Revocation feed lost its place, revocations are late until it has one: {}", e.toString());
            } finally {
                positioned = false;
                consumer = null;
            }
            pause();
        }
    }

    private KafkaConsumer<byte[], byte[]> open() {
        Map<String, Object> properties = kafka.buildConsumerProperties();
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // A lost offset must be noticed: see position().
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        properties.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, SILENCE_MILLIS);
        return new KafkaConsumer<>(properties);
    }

    private void position(KafkaConsumer<byte[], byte[]> reading) {
        List<PartitionInfo> partitions = reading.partitionsFor(topics.interactionEvents());
        if (partitions == null || partitions.isEmpty()) {
            throw new IllegalStateException("topic " + topics.interactionEvents() + " does not exist");
        }
        Map<TopicPartition, Long> since = new HashMap<>();
        long from = clock.instant().minus(RevokedTokens.KEPT).toEpochMilli();
        partitions.forEach(p -> since.put(new TopicPartition(p.topic(), p.partition()), from));
        reading.assign(since.keySet());
        Map<TopicPartition, Long> ends = reading.endOffsets(since.keySet());
        Map<TopicPartition, @Nullable OffsetAndTimestamp> first = new HashMap<>(reading.offsetsForTimes(since));
        ends.forEach((partition, end) -> {
            OffsetAndTimestamp young = first.get(partition);
            reading.seek(partition, young == null ? end : young.offset());
        });
        LOG.info("Revocation feed positioned on {} partitions", since.size());
    }

    private void follow(KafkaConsumer<byte[], byte[]> reading) {
        while (running) {
            try {
                for (ConsumerRecord<byte[], byte[]> record : reading.poll(positioned ? POLL : FIRST_POLL)) {
                    apply(record);
                }
            } catch (InvalidOffsetException e) {
                throw new IllegalStateException("offsets are gone", e);
            }
            positioned = true;
            revoked.forgetOld();
        }
    }

    private void apply(ConsumerRecord<byte[], byte[]> record) {
        String names = text(record, "revokes");
        if (names != null) {
            revoked.add(names, at(record));
        }
    }

    private static Instant at(ConsumerRecord<byte[], byte[]> record) {
        String said = text(record, "ce_time");
        try {
            return said == null ? Instant.ofEpochMilli(record.timestamp()) : Instant.parse(said);
        } catch (DateTimeException e) {
            return Instant.ofEpochMilli(record.timestamp());
        }
    }

    private static @Nullable String text(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    private void pause() {
        try {
            if (running) {
                Thread.sleep(RETRY_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
