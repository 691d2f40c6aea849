package radio.tarang.user.topic;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import radio.tarang.user.Topics;

/** Health component {@code topics}, part of readiness. */
@Component
class TopicsHealthIndicator implements HealthIndicator {
    private static final Logger LOG = LoggerFactory.getLogger(TopicsHealthIndicator.class);
    private static final int TIMEOUT_MILLIS = 5_000;

    private final KafkaAdmin kafka;
    private final Map<String, Integer> agreed;
    private volatile Health seen = Health.unknown().withDetail("reason", "not looked at yet").build();
    private volatile boolean right;

    TopicsHealthIndicator(KafkaAdmin kafka, Topics topics) {
        this.kafka = kafka;
        this.agreed = topics.agreed();
    }

    @Override
    public Health health() {
        return seen;
    }

    @Scheduled(initialDelay = 0, fixedDelay = 5, timeUnit = TimeUnit.SECONDS)
    void look() throws InterruptedException {
        if (right) {
            return;
        }
        Map<String, Object> settings = new HashMap<>(kafka.getConfigurationProperties());
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        try (Admin admin = Admin.create(settings)) {
            judge(admin.describeTopics(agreed.keySet()).allTopicNames().get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                wrong("one of the topics " + agreed.keySet() + " does not exist");
            } else {
                away(String.valueOf(e.getCause()));
            }
        } catch (TimeoutException | RuntimeException e) {
            away(e.toString());
        }
    }

    private void judge(Map<String, TopicDescription> found) {
        Health.Builder all = Health.up();
        for (Map.Entry<String, Integer> topic : agreed.entrySet()) {
            int partitions = Objects.requireNonNull(found.get(topic.getKey()), "asked for").partitions().size();
            if (partitions != topic.getValue()) {
                wrong("topic " + topic.getKey() + " has " + partitions + " partitions instead of " + topic.getValue());
                return;
            }
            all.withDetail(topic.getKey(), partitions + " partitions");
        }
        right = true;
        seen = all.build();
    }

    private void wrong(String reason) {
        LOG.error("Not ready: {}. Topics are created from docs/contracts/topics.yaml, never by this service", reason);
        seen = Health.down().withDetail("reason", reason).build();
    }

    private void away(String reason) {
        LOG.warn("Kafka cannot be asked for the topics {}: {}", agreed.keySet(), reason);
        seen = Health.unknown().withDetail("reason", "Kafka does not answer").build();
    }
}
