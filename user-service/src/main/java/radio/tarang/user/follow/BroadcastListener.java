package radio.tarang.user.follow;

import java.util.ArrayList;
import java.util.List;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.stereotype.Component;

/** Feeds {@link Broadcasts} from {@code program.events} and from the topic where dead letters come back. */
@Component
class BroadcastListener {
    private final Broadcasts broadcasts;

    BroadcastListener(Broadcasts broadcasts) {
        this.broadcasts = broadcasts;
    }

    /** Offsets are committed after the rows are, so a crash between the two repeats records, which changes nothing. */
    @KafkaListener(id = "follow", idIsGroup = false, groupId = "${tarang.follow.group:user-service.follow}", topics = {
            "${tarang.topics.program-events:program.events}",
            "${tarang.topics.program-events:program.events}.user-follow.retry"}, containerFactory = "broadcastContainers")
    void told(List<ConsumerRecord<byte[], byte[]>> records) {
        List<BroadcastChange> changes = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                BroadcastChange change = BroadcastReader.read(record);
                if (change != null) {
                    changes.add(change);
                }
            } catch (Poison poison) {
                apply(changes, records);
                throw new BatchListenerFailedException(String.valueOf(poison.getMessage()), poison, record);
            }
        }
        apply(changes, records);
    }

    /** A value that the database refuses is convicted only when it fails alone. */
    private void apply(List<BroadcastChange> changes, List<ConsumerRecord<byte[], byte[]>> records) {
        if (changes.isEmpty()) {
            return;
        }
        try {
            broadcasts.apply(changes);
        } catch (DataIntegrityViolationException refused) {
            oneByOne(records);
        }
    }

    private void oneByOne(List<ConsumerRecord<byte[], byte[]>> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                BroadcastChange change = BroadcastReader.read(record);
                if (change != null) {
                    broadcasts.apply(List.of(change));
                }
            } catch (Poison | DataIntegrityViolationException convicted) {
                Poison poison = new Poison(String.valueOf(convicted.getMessage()));
                throw new BatchListenerFailedException(String.valueOf(poison.getMessage()), poison, record);
            }
        }
    }
}
