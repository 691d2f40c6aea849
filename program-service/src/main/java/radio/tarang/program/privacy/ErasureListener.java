package radio.tarang.program.privacy;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

import radio.tarang.program.intake.Poison;

/** Hears of people who leave, in {@code interaction.events} and in the topic where dead letters come back. */
@Component
class ErasureListener {
    private final Erasures erasures;

    ErasureListener(Erasures erasures) {
        this.erasures = erasures;
    }

    @KafkaListener(id = "privacy", idIsGroup = false, groupId = "${spring.application.name}.privacy", topics = {
            "${tarang.topics.interaction-events:interaction.events}",
            "${tarang.topics.interaction-events:interaction.events}.${spring.application.name}-privacy.retry"}, containerFactory = "privacyContainers")
    void told(ConsumerRecord<byte[], byte[]> record) throws Poison {
        UserDeleted deleted = UserDeleted.read(record);
        if (deleted != null) {
            erasures.erase(deleted);
        }
    }
}
