package radio.tarang.gateway.edge;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
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
import org.springframework.stereotype.Component;

import radio.tarang.gateway.Topics;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Purges by the {@code cache-tags} of events. Every replica assigns itself all partitions from the end, without a group,
 * so all see all. While it is not positioned or cannot show that it has caught up, the cache caps its freshness; whenever
 * it had to be positioned anew, everything kept before is stale, for nobody knows what was missed.
 */
@Component
class PurgeFeed implements SmartLifecycle {

    /** How lately a slot was used, as it was when asked: it goes on being used while others are sorted. */
    private record Wanted(Slot slot, long usedAtMillis) {
    }

    private static final Logger LOG = LoggerFactory.getLogger(PurgeFeed.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration BROKER_LIMIT = Duration.ofSeconds(1);
    private static final long RETRY_MILLIS = 1_000;
    private static final long END_CHECK_NANOS = 500_000_000;
    private static final Comparator<Wanted> MOST_WANTED_FIRST = Comparator
            .comparing((Wanted wanted) -> !wanted.slot.pinned)
            .thenComparing(Comparator.comparingLong(Wanted::usedAtMillis).reversed());
    /**
     * How many keys one event has refilled at once: the first pages of all states, and some more. The others are filled when somebody asks. Otherwise
     * whoever asked for a list in a thousand ways would have every event in it ask the service a thousand times.
     */
    private static final int MOST_REFILLED = 128;

    private final EdgeCache cache;
    private final Refill refill;
    private final KafkaProperties kafka;
    private final Topics topics;
    private @Nullable Thread thread;
    private volatile boolean running;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;

    PurgeFeed(EdgeCache cache, Refill refill, KafkaProperties kafka, Topics topics) {
        this.cache = cache;
        this.refill = refill;
        this.kafka = kafka;
        this.topics = topics;
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("purge-feed").daemon().start(this::run);
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
                follow(reading, position(reading));
            } catch (WakeupException | org.apache.kafka.common.errors.InterruptException stopping) {
                LOG.debug("Purge feed stops");
            } catch (KafkaException | IllegalStateException e) {
                LOG.warn("Purge feed lost its place, freshness is capped until it has one: {}", e.toString());
            } finally {
                cache.feedCurrent(false);
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
        // A lost offset must be noticed, not silently replaced: see position().
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        return new KafkaConsumer<>(properties);
    }

    private Set<TopicPartition> position(KafkaConsumer<byte[], byte[]> reading) {
        Set<TopicPartition> all = new HashSet<>();
        for (String topic : List.of(topics.programEvents(), topics.interactionEvents())) {
            List<PartitionInfo> partitions = reading.partitionsFor(topic);
            if (partitions == null || partitions.isEmpty()) {
                throw new IllegalStateException("topic " + topic + " does not exist");
            }
            partitions.forEach(p -> all.add(new TopicPartition(p.topic(), p.partition())));
        }
        reading.assign(all);
        reading.endOffsets(all).forEach(reading::seek);
        cache.purgeEverything();
        LOG.info("Purge feed positioned at the end of {} partitions", all.size());
        return all;
    }

    private void follow(KafkaConsumer<byte[], byte[]> reading, Set<TopicPartition> all) {
        long caughtUpAt = System.nanoTime();
        long askedAt = caughtUpAt;
        Map<TopicPartition, Long> ends = Map.of();
        while (running) {
            try {
                for (ConsumerRecord<byte[], byte[]> record : reading.poll(POLL)) {
                    apply(record);
                }
                if (ends.isEmpty() && System.nanoTime() - askedAt > END_CHECK_NANOS) {
                    askedAt = System.nanoTime();
                    ends = endsWithin(reading, all);
                }
                if (!ends.isEmpty() && reached(reading, ends)) {
                    caughtUpAt = askedAt;
                    ends = Map.of();
                }
            } catch (InvalidOffsetException e) {
                throw new IllegalStateException("offsets are gone", e);
            }
            cache.feedCurrent(System.nanoTime() - caughtUpAt < cache.settings().maxLag().toNanos());
        }
    }

    /** @return empty where the broker does not answer: then we have not shown that we are at the end */
    private static Map<TopicPartition, Long> endsWithin(KafkaConsumer<byte[], byte[]> reading,
            Set<TopicPartition> all) {
        try {
            return reading.endOffsets(all, BROKER_LIMIT);
        } catch (org.apache.kafka.common.errors.TimeoutException e) {
            return Map.of();
        }
    }

    private static boolean reached(KafkaConsumer<byte[], byte[]> reading, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> reading.position(end.getKey(), BROKER_LIMIT) >= end.getValue());
    }

    private void apply(ConsumerRecord<byte[], byte[]> record) {
        String tags = text(record, "cache-tags");
        if (tags == null || text(record, "republished") != null) {
            return;
        }
        Collection<Slot> stale = cache.purge(Refill.list(List.of(tags), false),
                "true".equals(text(record, "cache-evict")));
        List.copyOf(stale).stream().filter(refill::hot)
                .map(slot -> new Wanted(slot, slot.usedAtMillis)).sorted(MOST_WANTED_FIRST).limit(MOST_REFILLED)
                .forEach(wanted -> refill.soon(wanted.slot));
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
