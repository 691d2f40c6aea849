package radio.tarang.user;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a consumer of {@code interaction.events} gets: everything from the beginning, committed records only. */
public final class Records implements AutoCloseable {
    /** One record, as the contract describes it. */
    public record Record(int partition, long offset, @Nullable String key, Map<String, String> headers,
            @Nullable String value) {
        public String type() {
            return headers.getOrDefault("ce_type", "");
        }

        public long sequence() {
            return Long.parseLong(headers.getOrDefault("ce_sequence", "0"));
        }

        public JsonNode json() {
            return JSON.readTree(value == null ? "null" : value);
        }

        public boolean isTombstone() {
            return value == null;
        }
    }

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int PARTITIONS = 24;

    private final KafkaConsumer<String, String> consumer;
    private final List<Record> seen = new ArrayList<>();

    Records(String brokers, String topic) {
        consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers, ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new StringDeserializer(), new StringDeserializer());
        List<TopicPartition> all = IntStream.range(0, PARTITIONS).mapToObj(n -> new TopicPartition(topic, n)).toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    /** The records of one key, once there are at least so many. */
    public List<Record> awaitOf(String key, int atLeast) {
        return await(record -> key.equals(record.key()), atLeast);
    }

    public List<Record> await(Predicate<Record> wanted, int atLeast) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20)).until(() -> {
            poll();
            return seen.stream().filter(wanted).count() >= atLeast;
        });
        return seen.stream().filter(wanted).toList();
    }

    /** Everything that came so far. */
    public List<Record> all() {
        return List.copyOf(seen);
    }

    private void poll() {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(50))) {
            Map<String, String> headers = new LinkedHashMap<>();
            record.headers()
                    .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
            seen.add(new Record(record.partition(), record.offset(), record.key(), headers, record.value()));
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
