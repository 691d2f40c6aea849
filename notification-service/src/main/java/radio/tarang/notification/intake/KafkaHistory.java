package radio.tarang.notification.intake;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

import radio.tarang.notification.FeedEvent;
import radio.tarang.notification.FeedSettings;
import radio.tarang.notification.History;

/** Reads back what the topic still holds. Consumers are costly to make and are kept for the next reader. */
@Component
final class KafkaHistory implements History, DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaHistory.class);
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final Duration POLL = Duration.ofMillis(500);

    private final Clients clients;
    private final Topics topics;
    private final EventReader reader;
    private final FeedSettings settings;
    private final Clock clock;
    private final ConcurrentLinkedDeque<KafkaConsumer<byte[], byte[]>> idle = new ConcurrentLinkedDeque<>();
    private final AtomicInteger made = new AtomicInteger();

    KafkaHistory(Clients clients, Topics topics, EventReader reader, FeedSettings settings, Clock clock) {
        this.clients = clients;
        this.topics = topics;
        this.reader = reader;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Optional<List<FeedEvent>> read(int partition, long from, long to) {
        if (from >= to) {
            return Optional.of(List.of());
        }
        return Optional.ofNullable(this
                .<@Nullable List<FeedEvent>>withConsumer(consumer -> readBack(consumer, partition, from, to), null));
    }

    @Override
    public long end(int partition) {
        TopicPartition place = new TopicPartition(topics.programEvents(), partition);
        return this.<Long>withConsumer(consumer -> consumer.endOffsets(List.of(place), LIMIT).getOrDefault(place, -1L),
                -1L);
    }

    /** A consumer that failed is not used again; the reader is told that it cannot be served, and gets a snapshot. */
    private <T extends @Nullable Object> T withConsumer(Function<KafkaConsumer<byte[], byte[]>, T> work, T failed) {
        KafkaConsumer<byte[], byte[]> reused = idle.pollFirst();
        KafkaConsumer<byte[], byte[]> consumer = reused == null
                ? clients.consumer("history-" + made.incrementAndGet())
                : reused;
        try {
            T result = work.apply(consumer);
            idle.addFirst(consumer);
            return result;
        } catch (KafkaException failure) {
            LOG.warn("The topic cannot be read back", failure);
            consumer.close();
            return failed;
        }
    }

    private @Nullable List<FeedEvent> readBack(KafkaConsumer<byte[], byte[]> consumer, int partition, long from,
            long to) {
        TopicPartition place = new TopicPartition(topics.programEvents(), partition);
        consumer.assign(List.of(place));
        long young = clock.instant().minus(settings.replayAge()).toEpochMilli();
        OffsetAndTimestamp first = consumer.offsetsForTimes(Map.of(place, young), LIMIT).get(place);
        // Below the first young offset compaction may have dropped events in between; nothing young at all means everything is below.
        if (first == null || from < first.offset() || to - from > settings.replayCount()) {
            return null;
        }
        consumer.seek(place, from);
        List<FeedEvent> events = new ArrayList<>();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (consumer.position(place, LIMIT) < to) {
            if (System.nanoTime() > deadline) {
                return null;
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                FeedEvent event = record.offset() < to ? readable(record) : null;
                if (event != null) {
                    events.add(event);
                }
            }
        }
        return events;
    }

    private @Nullable FeedEvent readable(ConsumerRecord<byte[], byte[]> record) {
        try {
            return reader.read(record);
        } catch (Poison alreadyPutAside) {
            return null;
        }
    }

    @Override
    public void destroy() {
        idle.forEach(KafkaConsumer::close);
    }
}
