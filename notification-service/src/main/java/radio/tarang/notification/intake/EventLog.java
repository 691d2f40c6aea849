package radio.tarang.notification.intake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import radio.tarang.notification.Feed;
import radio.tarang.notification.FeedEvent;
import radio.tarang.notification.FeedSettings;
import radio.tarang.notification.States;
import radio.tarang.notification.intake.SavedFeeds.Saved;

/** One reading of {@code program.events} from where the feed was saved to the end, and on from there until the topic is another. */
@Component
final class EventLog {
    private static final Duration POLL = Duration.ofMillis(500);

    private final Topics topics;
    private final States states;
    private final EventReader reader;
    private final DeadLetters deadLetters;
    private final Feed feed;
    private final FeedSettings settings;
    private final Clock clock;
    private final RecordTraces traces;
    private volatile long retryPosition;

    EventLog(Topics topics, States states, EventReader reader, DeadLetters deadLetters, Feed feed,
            FeedSettings settings, Clock clock, RecordTraces traces) {
        this.topics = topics;
        this.states = states;
        this.reader = reader;
        this.deadLetters = deadLetters;
        this.feed = feed;
        this.settings = settings;
        this.clock = clock;
        this.traces = traces;
    }

    private List<TopicPartition> partitions() {
        return Stream.concat(
                IntStream.range(0, states.partitions())
                        .mapToObj(partition -> new TopicPartition(topics.programEvents(), partition)),
                Stream.of(retry())).toList();
    }

    private TopicPartition retry() {
        return new TopicPartition(topics.retry(), 0);
    }

    /** Positions as they are saved. */
    Map<String, Long> keyed(long[] next) {
        Map<String, Long> keyed = new HashMap<>();
        for (int partition = 0; partition < next.length; partition++) {
            keyed.put(String.valueOf(partition), next[partition]);
        }
        keyed.put("retry", retryPosition);
        return keyed;
    }

    /** Reads to the end without announcing anything, then opens the feed. */
    void catchUp(KafkaConsumer<byte[], byte[]> consumer, String epoch, Saved saved) throws InterruptedException {
        consumer.assign(partitions());
        consumer.seekToBeginning(partitions());
        saved.positions().forEach((key, next) -> consumer.seek(
                key.equals("retry") ? retry() : new TopicPartition(topics.programEvents(), Integer.parseInt(key)),
                next));
        feed.begin(epoch, saved.subjects());
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions());
        while (!ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
            feed.apply(read(consumer.poll(POLL), consumer, epoch), positions(consumer));
        }
        long[] next = positions(consumer);
        long[] from = recent(consumer, next);
        List<FeedEvent> history = readBack(consumer, from, next);
        feed.open(next, from, history);
    }

    void follow(KafkaConsumer<byte[], byte[]> consumer, String epoch) throws InterruptedException {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        Instant begun = clock.instant();
        feed.apply(read(records, consumer, epoch), positions(consumer));
        records.forEach(record -> traces.taken(record, begun, clock.instant()));
    }

    private List<FeedEvent> read(ConsumerRecords<byte[], byte[]> records, KafkaConsumer<byte[], byte[]> consumer,
            String epoch) throws InterruptedException {
        List<FeedEvent> events = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                FeedEvent event = reader.read(record);
                if (event != null) {
                    events.add(event);
                }
            } catch (Poison poison) {
                deadLetters.put(epoch, record, poison);
            }
        }
        retryPosition = consumer.position(retry());
        return events;
    }

    private long[] positions(KafkaConsumer<byte[], byte[]> consumer) {
        return IntStream.range(0, states.partitions())
                .mapToLong(partition -> consumer.position(new TopicPartition(topics.programEvents(), partition)))
                .toArray();
    }

    /** Where the last minutes begin, per partition. */
    private long[] recent(KafkaConsumer<byte[], byte[]> consumer, long[] next) {
        long since = clock.instant().minus(settings.warmUp()).toEpochMilli();
        Map<TopicPartition, Long> times = new HashMap<>();
        IntStream.range(0, next.length)
                .forEach(partition -> times.put(new TopicPartition(topics.programEvents(), partition), since));
        Map<TopicPartition, @Nullable OffsetAndTimestamp> found = new HashMap<>(consumer.offsetsForTimes(times));
        long[] from = next.clone();
        found.forEach((partition, first) -> from[partition.partition()] = first == null
                ? next[partition.partition()]
                : Math.min(first.offset(), next[partition.partition()]));
        return from;
    }

    private List<FeedEvent> readBack(KafkaConsumer<byte[], byte[]> consumer, long[] from, long[] to) {
        List<FeedEvent> events = new ArrayList<>();
        for (int partition = 0; partition < from.length; partition++) {
            consumer.seek(new TopicPartition(topics.programEvents(), partition), from[partition]);
        }
        while (!IntStream.range(0, to.length)
                .allMatch(partition -> consumer
                        .position(new TopicPartition(topics.programEvents(), partition)) >= to[partition])) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                FeedEvent event = record.topic().equals(topics.programEvents())
                        && record.offset() < to[record.partition()] ? readable(record) : null;
                if (event != null) {
                    events.add(event);
                }
            }
        }
        // Where reading goes on, whatever arrived meanwhile.
        for (int partition = 0; partition < to.length; partition++) {
            consumer.seek(new TopicPartition(topics.programEvents(), partition), to[partition]);
        }
        consumer.seek(retry(), retryPosition);
        return events;
    }

    private @Nullable FeedEvent readable(ConsumerRecord<byte[], byte[]> record) {
        try {
            return reader.read(record);
        } catch (Poison alreadyPutAside) {
            return null;
        }
    }
}
