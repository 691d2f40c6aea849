package radio.tarang.program.counters;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

import radio.tarang.program.intake.Poison;

/** Hears of counts, in {@code interaction.events} and in the topic where dead letters come back. */
@Component
class CountersListener {
    /** Not the one of requests: what others add to an event is ignored, whatever it is called. */
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final CounterProjection projection;

    CountersListener(CounterProjection projection) {
        this.projection = projection;
    }

    @KafkaListener(id = "counters", idIsGroup = false, groupId = "${spring.application.name}-counters", topics = {
            "${tarang.topics.interaction-events:interaction.events}",
            "${tarang.topics.interaction-events:interaction.events}.${spring.application.name}-counters.retry"}, containerFactory = "countersContainers")
    void told(ConsumerRecord<byte[], byte[]> record) throws Poison {
        CountersUpdated counted = CountersUpdated.read(record, JSON);
        if (counted != null) {
            projection.take(counted);
        }
    }
}
