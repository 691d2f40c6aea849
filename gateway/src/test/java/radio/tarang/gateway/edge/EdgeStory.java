package radio.tarang.gateway.edge;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;

import radio.tarang.gateway.GatewayStory;
import radio.tarang.local.test.TestServers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

/** The edge cache through the real server, while the feed that purges it is current. */
abstract class EdgeStory extends GatewayStory {
    @Autowired
    EdgeCache cache;

    @BeforeEach
    void feedIsCurrent() {
        await().atMost(Duration.ofSeconds(20)).until(cache::feedCurrent);
    }

    static boolean hit(HttpResponse<?> response) {
        return header(response, "Cache-Status").startsWith("Tarang; hit");
    }

    static void publish(String topic, String tags, String... headers) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", TestServers.kafka().bootstrapServers()), new StringSerializer(),
                new StringSerializer())) {
            ProducerRecord<String, String> event = new ProducerRecord<>(PREFIX + topic, 0, "key", "{}");
            event.headers().add("cache-tags", tags.getBytes(UTF_8));
            for (int i = 0; i < headers.length; i += 2) {
                event.headers().add(headers[i], headers[i + 1].getBytes(UTF_8));
            }
            producer.send(event);
            producer.flush();
        }
    }
}
