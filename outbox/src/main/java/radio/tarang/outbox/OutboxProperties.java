package radio.tarang.outbox;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code tarang.outbox.*}
 *
 * @param name        prefix of the transactional ids {@code <name>-outbox-<lane>}, {@code spring.application.name} unless set.
 *                    Two databases never share a name on one Kafka: their relays would fence each other for ever
 * @param relay       whether this process publishes; appending works without
 * @param lanes       1 to 64; changed only while the outbox is empty and nobody appends, or a key could be in two lanes
 * @param batchRows   rows of one Kafka transaction, at most
 * @param batchBytes  payload bytes after which a batch takes no further row
 * @param connections PostgreSQL connections of this relay beside the one that listens, at most; opened on demand
 * @param poll        how often to look for rows of which no hint arrived, and for lanes without an owner
 * @param producer    settings of the Kafka producers beyond the library's own, such as {@code security.protocol}
 */
@ConfigurationProperties("tarang.outbox")
public record OutboxProperties(@Nullable String name, @DefaultValue("true") boolean relay, @DefaultValue("8") int lanes,
        @DefaultValue("500") int batchRows, @DefaultValue("2MB") DataSize batchBytes,
        @DefaultValue("8") int connections,
        @DefaultValue("1s") Duration poll, @DefaultValue Map<String, String> producer) {

    public OutboxProperties {
        if (lanes < 1 || lanes > 64)
            throw new IllegalArgumentException("tarang.outbox.lanes must be 1 to 64, not " + lanes);
        if (batchRows < 1 || connections < 1 || batchBytes.toBytes() < 1)
            throw new IllegalArgumentException(
                    "tarang.outbox: batch-rows, batch-bytes and connections must be positive");
        if (poll.toMillis() < 1 || poll.toSeconds() > 5)
            throw new IllegalArgumentException("tarang.outbox.poll must be 1 ms to 5 s, not " + poll);
        producer = Map.copyOf(producer);
    }

    OutboxProperties withNameAndProducer(String newName, Map<String, String> newProducer) {
        return new OutboxProperties(newName, relay, lanes, batchRows, batchBytes, connections, poll, newProducer);
    }

    /** All but the transactional id. What the guarantees rest on cannot be overridden. */
    Map<String, Object> producerConfig(String bootstrapServers) {
        var config = new HashMap<String, Object>(producer);
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // Within one transaction of PostgreSQL we wait for Kafka at most three times: 12 s, under the 15 s it may be idle.
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 4_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 4_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 15_000);
        config.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 5); // the commit at the end of each batch flushes at once
        config.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        config.putIfAbsent(ProducerConfig.BUFFER_MEMORY_CONFIG, 8 * 1024 * 1024);
        config.putIfAbsent(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        config.putIfAbsent(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        return config;
    }

    /** The defaults under a name, for programs without Spring's configuration. */
    public static OutboxProperties named(String name) {
        return new OutboxProperties(name, true, 8, 500, DataSize.ofMegabytes(2), 8, Duration.ofSeconds(1), Map.of());
    }
}
