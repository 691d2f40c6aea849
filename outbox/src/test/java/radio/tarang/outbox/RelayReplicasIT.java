package radio.tarang.outbox;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import radio.tarang.local.test.TestServers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Sixteen writers change 200 subjects; one relay or several publish the changes. */
class RelayReplicasIT {

    private static final Logger log = LoggerFactory.getLogger(RelayReplicasIT.class);

    private TestOutbox service;
    private TestTopic topic;

    @BeforeEach
    void setUp() {
        var brokers = TestServers.kafka().bootstrapServers();
        service = new TestOutbox(brokers);
        topic = new TestTopic(brokers, 12, Map.of());
    }

    @AfterEach
    void tearDown() {
        service.close();
        topic.close();
    }

    @Test
    void keepsTheOrderOfEachSubjectUnderSixteenWriters() {
        var outbox = service.outbox(service.startRelay());
        var start = System.nanoTime();
        writeConcurrently(List.of(outbox), 250);
        var seen = topic.awaitRecords(4_000);
        log.info("4000 changes published {} ms after the first was written", (System.nanoTime() - start) / 1_000_000);
        assertEachVersionOnceInOrder(seen);
    }

    @Test
    void twoReplicasShareTheLanesAndPublishEachChangeOnce() {
        var first = service.startRelay();
        await().until(() -> first.lanesOwned() == 8);
        var second = service.startRelay();
        await().until(() -> first.lanesOwned() == 4 && second.lanesOwned() == 4);

        writeConcurrently(List.of(service.outbox(first), service.outbox(second)), 125);

        topic.awaitRecords(2_000);
        assertEachVersionOnceInOrder(topic.lookFor(Duration.ofMillis(300)));
        assertThat(first.sent()).isPositive();
        assertThat(second.sent()).isPositive();
        assertThat(first.sent() + second.sent()).isEqualTo(2_000);
    }

    @Test
    void keepsTheOrderWhileReplicasComeAndGo() {
        var stays = service.startRelay();
        var writers = Thread.ofVirtual().start(() -> writeConcurrently(List.of(service.outbox(stays)), 150));
        for (int i = 0; i < 3; i++) {
            var comes = service.startRelay();
            await().until(() -> comes.lanesOwned() == 4);
            comes.stop();
            await().until(() -> stays.lanesOwned() == 8);
        }
        await().until(() -> !writers.isAlive());

        topic.awaitRecords(2_400);
        assertEachVersionOnceInOrder(topic.lookFor(Duration.ofMillis(300)));
    }

    @Test
    void wakesTheReplicaThatOwnsTheLane() {
        var slowPoll = service.properties(8, Duration.ofSeconds(5));
        var first = service.startRelay(slowPoll);
        await().until(() -> first.lanesOwned() == 8);
        var second = service.startRelay(slowPoll);
        await().atMost(Duration.ofSeconds(15)).until(() -> first.lanesOwned() == 4 && second.lanesOwned() == 4);
        var outbox = service.outbox(first);
        for (int key = 0; key < 20; key++) // both replicas' producers are warm
            service.change(outbox, topic.name, "key-" + key);
        topic.awaitRecords(20);

        var latencies = IntStream.range(20, 70).mapToLong(i -> {
            service.change(outbox, topic.name, "key-" + i % 20);
            var committed = System.nanoTime();
            return (topic.awaitRecords(i + 1).getLast().nanos() - committed) / 1_000;
        }).sorted().toArray();

        log.info("Commit to consumer in µs, half of it through NOTIFY: p50 {} p90 {} max {}", latencies[25],
                latencies[45],
                latencies[49]);
        assertThat(latencies[45]).as("far below the poll of 5 s").isLessThan(500_000);
        assertThat(second.sent()).isPositive();
    }

    private void writeConcurrently(List<Outbox> outboxes, int changesEach) {
        var writers = IntStream.range(0, 16).mapToObj(writer -> Thread.ofPlatform().start(() -> {
            for (int i = 0; i < changesEach; i++)
                service.change(outboxes.get(writer % outboxes.size()), topic.name,
                        "subject-" + ThreadLocalRandom.current().nextInt(200));
        })).toArray(Thread[]::new);
        await().atMost(Duration.ofSeconds(40)).until(() -> Arrays.stream(writers).noneMatch(Thread::isAlive));
    }

    private static void assertEachVersionOnceInOrder(List<TestTopic.Seen> seen) {
        TestTopic.sequencesByKey(seen).forEach((key, sequences) -> assertThat(sequences).as(key)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, sequences.size()).boxed().toList()));
    }
}
