package radio.tarang.faults.stage;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** One topic, read from its beginning with what is committed, and written to by hand. */
public final class Topic {

    /** A committed record in the order of its partition; absent headers are empty. */
    public record Published(int partition, long offset, String key, byte @Nullable [] value,
            Map<String, String> headers) {

        public String type() {
            return header("ce_type");
        }

        public String eventId() {
            return header("ce_id");
        }

        public long sequence() {
            return header("ce_sequence").isEmpty() ? -1 : Long.parseLong(header("ce_sequence"));
        }

        public boolean isTombstone() {
            return value == null;
        }

        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    private final String bootstrap;
    private final String name;

    public Topic(String bootstrap, String name) {
        this.bootstrap = bootstrap;
        this.name = name;
    }

    /** Everything committed until now. */
    public List<Published> read() {
        List<Published> all = new ArrayList<>();
        read(all::add);
        return all;
    }

    /** The same, for who keeps less of it than there is. */
    public void read(Consumer<Published> reader) {
        Properties settings = new Properties();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(name).stream()
                    .map(info -> new TopicPartition(name, info.partition())).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> reader.accept(published(record)));
            }
        }
    }

    private static Published published(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new java.util.HashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        return new Published(record.partition(), record.offset(), key, record.value(), headers);
    }

    /** Writes past the outbox, as somebody with a broken producer would. Returns false if the broker refused the record. */
    public boolean write(int partition, @Nullable String key, Map<String, String> headers, byte @Nullable [] value) {
        Properties settings = new Properties();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 16 * 1024 * 1024);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            var record = new ProducerRecord<>(name, partition,
                    key == null ? null : key.getBytes(StandardCharsets.UTF_8), value);
            headers.forEach((header, text) -> record.headers().add(header, text.getBytes(StandardCharsets.UTF_8)));
            producer.send(record).get();
            return true;
        } catch (ExecutionException refused) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
