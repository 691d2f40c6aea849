package radio.tarang.notification.security;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.stereotype.Component;

/**
 * Reads what ends tokens early: the header {@code revokes} of the records of {@code interaction.events}, from twenty minutes ago on, every partition, without
 * a group, and nothing but headers. As health component {@code revocations} it keeps this replica from being ready until it has seen all there was; when
 * Kafka goes away later, what is known goes on to count.
 */
@Component
class Revocations implements HealthIndicator {
    private static final Logger LOG = LoggerFactory.getLogger(Revocations.class);
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int FETCH_BYTES = 1024 * 1024;
    /** The broker answers at once when there is something; only silence takes this long, and costs less the longer it is. */
    private static final int SILENCE_MILLIS = 5_000;

    private final Map<String, Object> config;
    private final String topic;
    private final RevokedTokens revoked;
    private final Clock clock;
    private volatile boolean caughtUp;
    private volatile boolean stopped;
    private volatile @Nullable KafkaConsumer<Void, Void> consumer;

    Revocations(KafkaProperties kafka, @Value("${tarang.topics.interaction-events:interaction.events}") String topic,
            RevokedTokens revoked, Clock clock) {
        this.config = config(kafka);
        this.topic = topic;
        this.revoked = revoked;
        this.clock = clock;
    }

    private static Map<String, Object> config(KafkaProperties kafka) {
        Map<String, Object> config = new HashMap<>(kafka.buildConsumerProperties());
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "revocations");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"); // rather once too often than a gap
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, SILENCE_MILLIS);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        return config;
    }

    @PostConstruct
    void start() {
        Thread.ofVirtual().name("revocations").start(this::readOn);
    }

    @PreDestroy
    void stop() {
        stopped = true;
        KafkaConsumer<Void, Void> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
    }

    @Override
    public Health health() {
        return caughtUp
                ? Health.up().build()
                : Health.down().withDetail("reason", "the revocations of " + topic + " are not read yet").build();
    }

    private void readOn() {
        while (!stopped) {
            try (KafkaConsumer<Void, Void> reading = new KafkaConsumer<>(config, new Nothing(), new Nothing())) {
                consumer = reading;
                follow(reading);
            } catch (WakeupException e) {
                return; // stopped
            } catch (KafkaException e) {
                LOG.warn("Revocations cannot be read from {} now: {}", topic, e.toString());
                if (!pause()) {
                    return;
                }
            }
        }
    }

    private void follow(KafkaConsumer<Void, Void> reading) {
        List<TopicPartition> partitions = reading.partitionsFor(topic, ANSWER).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
        if (partitions.isEmpty()) {
            throw new KafkaException("there is no such topic");
        }
        reading.assign(partitions);
        Map<TopicPartition, Long> ends = reading.endOffsets(partitions, ANSWER);
        long from = clock.instant().minus(RevokedTokens.KEPT).toEpochMilli();
        Map<TopicPartition, Long> since = new HashMap<>();
        partitions.forEach(partition -> since.put(partition, from));
        Map<TopicPartition, OffsetAndTimestamp> begins = reading.offsetsForTimes(since, ANSWER);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp begin = begins.get(partition);
            reading.seek(partition, begin == null ? ends.getOrDefault(partition, 0L) : begin.offset());
        }
        while (!stopped) {
            if (!caughtUp && partitions.stream()
                    .allMatch(partition -> reading.position(partition) >= ends.getOrDefault(partition, 0L))) {
                caughtUp = true;
            }
            reading.poll(POLL).forEach(this::take);
        }
    }

    private void take(ConsumerRecord<Void, Void> record) {
        Header revokes = record.headers().lastHeader("revokes");
        if (revokes != null && revokes.value() != null) {
            revoked.add(new String(revokes.value(), StandardCharsets.UTF_8), at(record));
        }
    }

    private static Instant at(ConsumerRecord<Void, Void> record) {
        Header time = record.headers().lastHeader("ce_time");
        try {
            return time == null
                    ? Instant.ofEpochMilli(record.timestamp())
                    : Instant.parse(new String(time.value(), StandardCharsets.UTF_8));
        } catch (DateTimeException e) {
            return Instant.ofEpochMilli(record.timestamp());
        }
    }

    private boolean pause() {
        try {
            Thread.sleep(PAUSE);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Keys and values are not even copied. */
    private static final class Nothing implements Deserializer<Void> {
        @Override
        public @Nullable Void deserialize(String topic, byte[] data) {
            return null;
        }

        @Override
        public @Nullable Void deserialize(String topic, Headers headers, ByteBuffer data) {
            return null;
        }
    }
}
