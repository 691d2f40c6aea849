package radio.tarang.outbox;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.DoubleAccumulator;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import radio.tarang.local.test.PrivateKafka;
import radio.tarang.local.test.TestServers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Kafka goes away in the ways it can. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokerFaultsIT {

    private PrivateKafka kafka;

    @BeforeAll
    void setUp() {
        kafka = TestServers.privateKafka();
    }

    @AfterAll
    void tearDown() {
        kafka.close();
    }

    @Test
    void publishesEverythingInOrderAfterTheBrokerWasDown() {
        try (var service = new TestOutbox(kafka.bootstrapServers());
                var topic = new TestTopic(kafka.bootstrapServers(), 1, Map.of())) {
            var outbox = service.outbox(service.startRelay());
            for (int i = 0; i < 50; i++)
                service.change(outbox, topic.name, "subject");
            kafka.kill();
            for (int i = 0; i < 50; i++)
                service.change(outbox, topic.name, "subject");
            assertThat(outbox.depth()).isGreaterThanOrEqualTo(50);

            kafka.start();

            topic.awaitUntil(seen -> !seen.isEmpty() && seen.getLast().sequence() == 100);
            await().until(() -> service.rows() == 0);
            RelayFaultsIT.assertNeverOlderAfterNewer(topic.lookFor(Duration.ofMillis(300)), 100);
        }
    }

    @Test
    void repeatsInOrderWhenItsConnectionIsCutWithRecordsInFlight() {
        try (var service = new TestOutbox(kafka.bootstrapServers());
                var topic = new TestTopic(kafka.bootstrapServers(), 1, Map.of())) {
            var outbox = service.outbox(service.startRelay());
            service.change(outbox, topic.name, "subject");
            topic.awaitRecords(1);
            await().until(() -> service.rows() == 0);
            kafka.pause();
            try {
                service.change(outbox, topic.name, "subject");
                await().until(() -> service.terminateRelaySessions("state = 'idle in transaction'") == 1);
                service.change(outbox, topic.name, "subject");
            } finally {
                kafka.resume();
            }

            topic.awaitUntil(seen -> seen.getLast().sequence() == 3);
            await().until(() -> service.rows() == 0);
            RelayFaultsIT.assertNeverOlderAfterNewer(topic.lookFor(Duration.ofMillis(300)), 3);
        }
    }

    @Test
    void letsGoOfPostgresWhileTheBrokerIsFrozenAndPublishesAfterwards() {
        try (var service = new TestOutbox(kafka.bootstrapServers());
                var topic = new TestTopic(kafka.bootstrapServers(), 1, Map.of())) {
            var outbox = service.outbox(service.startRelay());
            service.change(outbox, topic.name, "subject");
            topic.awaitRecords(1);
            var longest = new DoubleAccumulator(Math::max, 0);
            kafka.pause();
            try {
                var frozenAt = System.nanoTime();
                service.change(outbox, topic.name, "subject");
                await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(100)).until(() -> {
                    longest.accumulate(service.oldestTransactionSeconds());
                    return System.nanoTime() - frozenAt > 8_000_000_000L;
                });
            } finally {
                kafka.resume();
            }
            service.change(outbox, topic.name, "subject");

            topic.awaitUntil(seen -> seen.getLast().sequence() == 3);
            await().until(() -> service.rows() == 0);
            RelayFaultsIT.assertNeverOlderAfterNewer(topic.lookFor(Duration.ofMillis(300)), 3);
            assertThat(longest.get()).as("seconds a transaction stood open, of 8").isBetween(1.0, 6.5);
        }
    }
}
