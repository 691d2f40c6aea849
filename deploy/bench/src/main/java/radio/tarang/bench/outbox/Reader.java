package radio.tarang.bench.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

import radio.tarang.faults.stage.Pace;

/** A consumer of the whole topic from its end, on a thread of its own, that sees only what is committed. */
final class Reader implements AutoCloseable {

    private final AtomicLong seen = new AtomicLong();
    private final CountDownLatch positioned = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean closed;

    Reader(String bootstrap, Consumer<ConsumerRecord<String, byte[]>> witness) throws InterruptedException {
        Properties settings = new Properties();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        thread = Thread.ofPlatform().name("reader").start(() -> read(settings, witness));
        positioned.await();
    }

    private void read(Properties settings, Consumer<ConsumerRecord<String, byte[]>> witness) {
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Events.TOPIC).stream()
                    .map(info -> new TopicPartition(Events.TOPIC, info.partition())).toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            positioned.countDown();
            while (!closed) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    witness.accept(record);
                    seen.incrementAndGet();
                });
            }
        }
    }

    void awaitSeen(long count) {
        if (!Pace.until(Duration.ofSeconds(120), () -> seen.get() >= count)) {
            throw new IllegalStateException("the consumer saw only %d of %d events".formatted(seen.get(), count));
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
    }
}
