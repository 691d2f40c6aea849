package radio.tarang.bench.outbox;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

import radio.tarang.outbox.OutboxEvent;

/** One idempotent producer that sends the same records as fast as it can, each acknowledged by all. */
final class RawProducer implements AutoCloseable {

    private final KafkaProducer<String, byte[]> producer;

    RawProducer(String bootstrap) {
        Properties settings = new Properties();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        producer.partitionsFor(Events.TOPIC);
    }

    void run(long events) {
        for (long i = 0; i < events; i++) {
            OutboxEvent event = Events.number(i);
            var record = new ProducerRecord<>(event.topic(), event.partition(), event.key(),
                    Objects.requireNonNull(event.payload()));
            event.headers()
                    .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
            producer.send(record);
        }
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }
}
