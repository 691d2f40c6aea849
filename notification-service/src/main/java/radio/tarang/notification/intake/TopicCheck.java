package radio.tarang.notification.intake;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.springframework.stereotype.Component;

import radio.tarang.notification.States;

/** The topics are created by others: this looks whether they are there and as agreed. */
@Component
final class TopicCheck {
    private final Topics topics;
    private final States states;

    /** The topics are not as agreed. */
    static final class Disagreement extends Exception {
        private static final long serialVersionUID = 1;

        Disagreement(String reason) {
            super(reason);
        }
    }

    TopicCheck(Topics topics, States states) {
        this.topics = topics;
        this.states = states;
    }

    /** What offsets of the topic depend on: its id, new with each creation, and the version of the partition map. */
    String epoch(Admin admin) throws Disagreement, InterruptedException {
        try {
            Map<String, TopicDescription> found = admin
                    .describeTopics(List.of(topics.programEvents(), topics.deadLetters(), topics.retry()))
                    .allTopicNames().get();
            TopicDescription events = found.get(topics.programEvents());
            if (events == null || events.partitions().size() != states.partitions()) {
                throw new Disagreement(
                        topics.programEvents() + " has not the agreed " + states.partitions() + " partitions");
            }
            return events.topicId() + "/" + states.version();
        } catch (ExecutionException failure) {
            throw new Disagreement(topics.programEvents()
                    + " and its dead-letter and retry topics cannot be looked at: " + failure.getCause());
        }
    }
}
