package radio.tarang.outbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

import static org.awaitility.Awaitility.await;

/** A topic of one test's own and everything a consumer of committed records has seen of it. */
final class TestTopic implements AutoCloseable {

    /** A record as far as the tests care, and when it was seen. */
    @SuppressWarnings("ArrayRecordComponent")
    record Seen(String key, int partition, Map<String, String> headers, byte @Nullable [] value, long nanos) {
        long sequence() {
            return Long.parseLong(Objects.requireNonNull(headers.get("ce_sequence")));
        }
    }

    final String name = "outbox-it-" + UUID.randomUUID();
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<Seen> seen = new ArrayList<>();

    TestTopic(String bootstrapServers, int partitions, Map<String, String> config) {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(config)))
                    .all()
                    .toCompletionStage().toCompletableFuture().join();
        }
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed", "auto.offset.reset",
                        "earliest", "reconnect.backoff.max.ms", "200"),
                new StringDeserializer(), new ByteArrayDeserializer());
        var all = new ArrayList<TopicPartition>();
        for (int partition = 0; partition < partitions; partition++)
            all.add(new TopicPartition(name, partition));
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    /** Everything up to the moment when the condition holds. */
    List<Seen> awaitUntil(Predicate<List<Seen>> condition) {
        await().pollInSameThread().atMost(Duration.ofSeconds(40)).pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1)).until(() -> {
                    look(Duration.ofMillis(50));
                    return condition.test(seen);
                });
        return List.copyOf(seen);
    }

    List<Seen> awaitRecords(int records) {
        return awaitUntil(all -> all.size() >= records);
    }

    /** Everything after looking for another while: for what must not come. */
    List<Seen> lookFor(Duration while_) {
        var end = System.nanoTime() + while_.toNanos();
        while (System.nanoTime() < end)
            look(Duration.ofMillis(50));
        return List.copyOf(seen);
    }

    static Map<String, List<Long>> sequencesByKey(List<Seen> records) {
        var sequences = new HashMap<String, List<Long>>();
        records.forEach(
                record -> sequences.computeIfAbsent(record.key(), _ -> new ArrayList<>()).add(record.sequence()));
        return sequences;
    }

    static Map<String, Long> newestByKey(List<Seen> records) {
        var newest = new HashMap<String, Long>();
        records.forEach(record -> newest.merge(record.key(), record.sequence(), Math::max));
        return newest;
    }

    private void look(Duration atMost) {
        for (var record : consumer.poll(atMost))
            seen.add(new Seen(record.key(), record.partition(), headers(record), record.value(), System.nanoTime()));
    }

    private static Map<String, String> headers(ConsumerRecord<?, ?> record) {
        var headers = new HashMap<String, String>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
