package radio.tarang.bench.boundary;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

import radio.tarang.bench.Country;

/** A consumer of committed records that counts the starts and ends of a boundary as they come, by the state their cache tags name. */
final class Arrivals implements AutoCloseable {

    private static final String TOPIC = "program.events";

    private final int perState;
    private final int wanted;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<String, Long> sequences = new HashMap<>();
    private final Map<String, Integer> steps = new HashMap<>();
    private final Thread reading;
    private volatile int seen;
    private volatile int repeated;
    private volatile int disordered;
    private volatile @Nullable Instant firstState;
    private volatile @Nullable Instant last;

    /** @param each how many end, and how many start */
    Arrivals(String bootstrap, int each) {
        this.perState = 2 * each / Country.STATES;
        this.wanted = 2 * each;
        this.consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap, ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed", ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2000),
                new StringDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
                .map(info -> new TopicPartition(TOPIC, info.partition())).toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        this.reading = Thread.ofPlatform().daemon().name("arrivals").start(this::read);
    }

    private void read() {
        try {
            while (true) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    String type = header(record, "ce_type");
                    if (type.equals("program.started") || type.equals("program.ended")) {
                        arrived(record.key(), Long.parseLong(header(record, "ce_sequence")),
                                header(record, "cache-tags").replaceFirst(".*,", ""));
                    }
                }
            }
        } catch (WakeupException closing) {
            consumer.close();
        }
    }

    private void arrived(String id, long sequence, String area) {
        Long known = sequences.put(id, sequence);
        if (known != null) {
            repeated += known == sequence ? 1 : 0;
            disordered += known > sequence ? 1 : 0;
            return;
        }
        Instant now = Instant.now();
        if (firstState == null && steps.merge(area, 1, Integer::sum) == perState) {
            firstState = now;
        }
        last = now;
        seen++;
    }

    boolean complete() {
        return seen >= wanted;
    }

    int repeated() {
        return repeated;
    }

    int disordered() {
        return disordered;
    }

    @Nullable
    Instant firstState() {
        return firstState;
    }

    @Nullable
    Instant last() {
        return last;
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            reading.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
