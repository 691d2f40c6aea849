package radio.tarang.program.intake;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer.HeaderNames.HeadersToAdd;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.stereotype.Component;
import org.springframework.util.backoff.ExponentialBackOff;

/** How {@code interaction.events} is read here: committed records only, poison put aside intact, anything else tried again until it works. */
@Component
public class Intake {
    private static final int DEAD_LETTER_BYTES = 2 * 1024 * 1024;
    private static final long FIRST_RETRY_MILLIS = 200;
    private static final long LAST_RETRY_MILLIS = 5_000;

    private final KafkaProperties kafka;
    private final String deadLettersOf;

    Intake(KafkaProperties kafka, @Value("${tarang.topics.interaction-events:interaction.events}") String topic,
            @Value("${spring.application.name}") String service) {
        this.kafka = kafka;
        this.deadLettersOf = topic + "." + service + "-";
    }

    /** @param feature whose own dead-letter topic, and no other, takes what it cannot read */
    public ConcurrentKafkaListenerContainerFactory<byte[], byte[]> containers(String feature) {
        Map<String, Object> config = kafka.buildConsumerProperties();
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        ConcurrentKafkaListenerContainerFactory<byte[], byte[]> containers = new ConcurrentKafkaListenerContainerFactory<>();
        containers.setConsumerFactory(
                new DefaultKafkaConsumerFactory<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
        DefaultErrorHandler errors = new DefaultErrorHandler(deadLetters(deadLettersOf + feature + ".dlt"),
                untilItWorks());
        errors.addNotRetryableExceptions(Poison.class);
        containers.setCommonErrorHandler(errors);
        return containers;
    }

    /** A database that is away convicts nobody: the record waits for it. */
    private static ExponentialBackOff untilItWorks() {
        ExponentialBackOff retries = new ExponentialBackOff(FIRST_RETRY_MILLIS, 2);
        retries.setMaxInterval(LAST_RETRY_MILLIS);
        return retries;
    }

    private DeadLetterPublishingRecoverer deadLetters(String deadLetters) {
        Map<String, Object> config = kafka.buildProducerProperties();
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, DEAD_LETTER_BYTES);
        KafkaTemplate<byte[], byte[]> template = new KafkaTemplate<>(
                new DefaultKafkaProducerFactory<>(config, new ByteArraySerializer(), new ByteArraySerializer()));
        DeadLetterPublishingRecoverer recoverer = new DeadLetterPublishingRecoverer(template,
                (_, _) -> new TopicPartition(deadLetters, 0));
        recoverer.setFailIfSendResultIsError(true);
        recoverer.excludeHeader(EnumSet.allOf(HeadersToAdd.class).toArray(HeadersToAdd[]::new));
        recoverer.setHeadersFunction(Intake::whereAndWhy);
        return recoverer;
    }

    private static Headers whereAndWhy(ConsumerRecord<?, ?> record, Exception failure) {
        Throwable reason = failure;
        while (!(reason instanceof Poison) && reason.getCause() != null) {
            reason = reason.getCause();
        }
        return new RecordHeaders().add("dlt-reason", bytes(String.valueOf(reason.getMessage())))
                .add("dlt-topic", bytes(record.topic())).add("dlt-partition", bytes(String.valueOf(record.partition())))
                .add("dlt-offset", bytes(String.valueOf(record.offset())));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
