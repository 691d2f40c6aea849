package radio.tarang.local.topic;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;

/** Brings the topics of one broker to what the list says. */
public final class Topics {
    private static final int TIMEOUT_SECONDS = 30;
    private static final int LOOK_AGAIN_MILLIS = 20;

    private final Admin admin;

    public Topics(Admin admin) {
        this.admin = admin;
    }

    /**
     * Creates what is missing and corrects the settings of what is there. A differing number of partitions is refused: keys and cursors depend on
     * it.
     *
     * @param prefix put before every name
     */
    public void apply(List<Topic> topics, String prefix) throws IOException {
        try {
            Set<String> present = admin.listTopics().names().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            List<NewTopic> missing = new ArrayList<>();
            Map<ConfigResource, Collection<AlterConfigOp>> corrections = new HashMap<>();
            Map<String, Topic> existing = new HashMap<>();
            for (Topic topic : topics) {
                String name = prefix + topic.name();
                if (present.contains(name)) {
                    existing.put(name, topic);
                    corrections.put(new ConfigResource(ConfigResource.Type.TOPIC, name), settings(topic));
                } else {
                    missing.add(new NewTopic(name, topic.partitions(), (short) 1).configs(topic.config()));
                }
            }
            checkPartitions(existing);
            admin.createTopics(missing).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            awaitThem(missing.stream().map(NewTopic::name).toList());
            admin.incrementalAlterConfigs(corrections).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new IOException("Kafka refused the topics: " + failed.getCause(), failed);
        } catch (TimeoutException late) {
            throw new IOException("Kafka did not create the topics within " + TIMEOUT_SECONDS + " s", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while topics were created", interrupted);
        }
    }

    /** The controller has made them; the broker that is asked next hears of it a moment later. */
    private void awaitThem(List<String> names)
            throws InterruptedException, ExecutionException, TimeoutException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (!admin.listTopics().names().get(TIMEOUT_SECONDS, TimeUnit.SECONDS).containsAll(names)) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("topics that were made are not listed");
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    private void checkPartitions(Map<String, Topic> existing)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Map<String, TopicDescription> described = admin.describeTopics(existing.keySet())
                .allTopicNames()
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        for (TopicDescription description : described.values()) {
            int expected = java.util.Objects.requireNonNull(existing.get(description.name())).partitions();
            if (description.partitions().size() != expected) {
                throw new IOException("Topic %s has %d partitions, the list says %d".formatted(description.name(),
                        description.partitions().size(), expected));
            }
        }
    }

    private static List<AlterConfigOp> settings(Topic topic) {
        return topic.config()
                .entrySet()
                .stream()
                .map(setting -> new AlterConfigOp(new ConfigEntry(setting.getKey(), setting.getValue()),
                        AlterConfigOp.OpType.SET))
                .toList();
    }
}
