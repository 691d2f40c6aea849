package radio.tarang.program.privacy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/** {@code interaction.events} as user-service writes it and reads it, with the dead letters of one consumer. */
final class Interactions implements AutoCloseable {
    private static final int PARTITIONS = 24;

    private final String topic;
    private final KafkaProducer<String, String> producer;
    private final KafkaConsumer<String, String> consumer;
    private final List<ConsumerRecord<String, String>> seen = new ArrayList<>();

    Interactions(String brokers, String topic, String deadLetters) {
        this.topic = topic;
        producer = new KafkaProducer<>(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers),
                new StringSerializer(), new StringSerializer());
        consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers, ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new StringDeserializer(), new StringDeserializer());
        List<TopicPartition> all = Stream
                .concat(IntStream.range(0, PARTITIONS).mapToObj(n -> new TopicPartition(topic, n)),
                        Stream.of(new TopicPartition(deadLetters, 0)))
                .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    void tellDeleted(UUID user) {
        tell(user.toString(), "users/" + user);
    }

    void tell(String key, String subject) {
        ProducerRecord<String, String> record = new ProducerRecord<>(topic, key,
                "{\"id\":\"" + key + "\",\"version\":7}");
        Map.of("ce_specversion", "1.0", "ce_id", UUID.randomUUID().toString(), "ce_type", "user.deleted", "ce_source",
                "/services/user-service", "ce_subject", subject, "ce_time", "2026-01-01T00:00:00Z", "ce_sequence", "7")
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The records of that key with that type, once there are so many. */
    List<ConsumerRecord<String, String>> await(String key, String type, int atLeast) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20)).until(() -> {
            consumer.poll(Duration.ofMillis(50)).forEach(seen::add);
            return of(key, type).size() >= atLeast;
        });
        return of(key, type);
    }

    private List<ConsumerRecord<String, String>> of(String key, String type) {
        return seen.stream().filter(record -> key.equals(record.key()) && type.equals(header(record, "ce_type")))
                .toList();
    }

    static String header(ConsumerRecord<String, String> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
