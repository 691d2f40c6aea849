package radio.tarang.local.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import radio.tarang.local.Checkout;

class KafkaIT {
    @TempDir
    Path folder;

    @Test
    void keepsItsRecordsOverKillAndStop() throws Exception {
        Kafka kafka = new Kafka("kafka", Checkout.classPath(Checkout.root()), Ports.free(), Ports.free(), List.of());
        Lives.survive(kafka, folder, new Records(kafka));
    }

    private record Records(Kafka kafka) implements Lives.Data {
        @Override
        public void write() throws Exception {
            try (Admin admin = kafka.admin()) {
                admin.createTopics(Set.of(new NewTopic("greetings", 1, (short) 1))).all().get();
            }
            try (var producer = new KafkaProducer<>(
                    Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all"),
                    new StringSerializer(), new StringSerializer())) {
                producer.send(new ProducerRecord<>("greetings", "key", "namaste")).get();
            }
        }

        @Override
        public boolean isThere() {
            TopicPartition partition = new TopicPartition("greetings", 0);
            try (var consumer = new KafkaConsumer<>(
                    Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()),
                    new StringDeserializer(), new StringDeserializer())) {
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(List.of(partition));
                var records = consumer.poll(Duration.ofSeconds(10)).records(partition);
                return records.size() == 1 && records.get(0).value().equals("namaste");
            }
        }
    }
}
