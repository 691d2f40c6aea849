package radio.tarang.outbox;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import radio.tarang.local.test.TestServers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** PostgreSQL connections are cut, relays die or freeze. */
class RelayFaultsIT {

    private String brokers;
    private TestOutbox service;
    private TestTopic topic;

    @BeforeEach
    void setUp() {
        brokers = TestServers.kafka().bootstrapServers();
        service = new TestOutbox(brokers);
        topic = new TestTopic(brokers, 1, Map.of());
    }

    @AfterEach
    void tearDown() {
        service.close();
        topic.close();
    }

    @Test
    void repeatsInOrderWhenItFailsBetweenKafkasCommitAndTheDeletion() {
        service.failCommitOfDeletions();
        var outbox = service.outbox(service.startRelay());
        for (int i = 0; i < 3; i++)
            service.change(outbox, topic.name, "subject");
        topic.awaitUntil(seen -> seen.stream().filter(record -> record.sequence() == 3).count() >= 2);
        service.change(outbox, topic.name, "subject");
        topic.awaitUntil(seen -> seen.getLast().sequence() == 4);
        assertThat(service.rows()).isEqualTo(4);

        service.letDeletionsCommit();

        await().untilAsserted(() -> assertThat(service.rows()).isZero());
        var seen = topic.lookFor(Duration.ofMillis(500));
        assertThat(seen).hasSizeGreaterThan(8);
        assertNeverOlderAfterNewer(seen, 4);
    }

    @Test
    void comesBackWhenAllItsConnectionsAreCut() {
        var relay = service.startRelay();
        var outbox = service.outbox(relay);
        for (int i = 1; i <= 3; i++) {
            service.change(outbox, topic.name, "subject");
            topic.awaitRecords(i);
            await().until(() -> service.terminateRelaySessions("true") > 0);
        }
        service.change(outbox, topic.name, "subject");
        topic.awaitRecords(4);
        await().until(() -> relay.lanesOwned() == 8 && service.rows() == 0);
        assertNeverOlderAfterNewer(topic.lookFor(Duration.ofMillis(300)), 4);
    }

    @Test
    void fencesAFormerOwnerWithRecordsInFlight() throws Exception {
        service.append(service.outbox(), TestOutbox.event(topic.name, "subject", 1, "old"));
        int lane = service.jdbc.sql("SELECT lane FROM outbox").query(Integer.class).single();
        try (var former = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", brokers, "transactional.id",
                        service.name + "-outbox-" + lane),
                new StringSerializer(), new ByteArraySerializer())) {
            former.initTransactions();
            former.beginTransaction();
            var old = new ProducerRecord<>(topic.name, "subject", new byte[1]);
            old.headers().add("ce_sequence", new byte[]{'1'});
            former.send(old).get();

            service.append(service.outbox(), TestOutbox.event(topic.name, "subject", 2, "new"));
            service.startRelay();
            topic.awaitRecords(2);

            assertThatThrownBy(former::commitTransaction).isInstanceOf(ProducerFencedException.class);
        }
        assertNeverOlderAfterNewer(topic.lookFor(Duration.ofMillis(500)), 2);
    }

    @Test
    void anotherReplicaGoesOnWhenOneIsKilledOrFrozen() {
        try (var frozen = new RelayProcess(service, brokers); var killed = new RelayProcess(service, brokers)) {
            await().atMost(Duration.ofSeconds(20)).until(() -> replicas() == 2);
            var relay = service.startRelay();
            await().atMost(Duration.ofSeconds(20)).until(() -> relay.lanesOwned() >= 2 && relay.lanesOwned() <= 3);
            var outbox = service.outbox(relay);
            var writes = new AtomicLong();
            try (var writer = Executors.newSingleThreadScheduledExecutor()) {
                var writing = writer.scheduleAtFixedRate(
                        () -> service.change(outbox, topic.name, "subject-" + writes.getAndIncrement() % 40), 0, 2,
                        TimeUnit.MILLISECONDS);
                topic.awaitRecords(300);

                frozen.freeze();
                killed.kill();
                service.terminateRelaySessions("true"); // as PostgreSQL does to a frozen one after 15 s
                await().atMost(Duration.ofSeconds(20)).until(() -> relay.lanesOwned() == 8);
                var before = topic.awaitRecords(0).size();
                topic.awaitRecords(before + 300);
                frozen.thaw(); // and what it had in flight must not land
                await().atMost(Duration.ofSeconds(20)).until(() -> relay.lanesOwned() == 4);
                writing.cancel(false);
            }

            await().atMost(Duration.ofSeconds(20)).until(() -> service.rows() == 0);
            var versions = service.versions();
            assertThat(versions.values().stream().mapToLong(version -> version).sum()).isEqualTo(writes.get());
            var seen = topic.awaitUntil(all -> TestTopic.newestByKey(all).equals(versions));
            versions.forEach((subject, newest) -> assertNeverOlderAfterNewer(
                    seen.stream().filter(record -> record.key().equals(subject)).toList(), newest));
        }
    }

    /** Each record is the next version or begins a repeat of versions seen before, and the last one is the newest. */
    static void assertNeverOlderAfterNewer(List<TestTopic.Seen> seen, long newest) {
        var sequences = seen.stream().map(TestTopic.Seen::sequence).toList();
        for (int i = 1; i < sequences.size(); i++)
            assertThat(sequences.get(i)).as("after %s", sequences.subList(0, i))
                    .isLessThanOrEqualTo(sequences.get(i - 1) + 1);
        assertThat(sequences).containsAll(LongStream.rangeClosed(1, newest).boxed().toList());
        assertThat(sequences.getLast()).as("the last of %s", sequences).isEqualTo(newest)
                .isEqualTo(Collections.max(sequences));
    }

    private long replicas() {
        return service.jdbc.sql("""
                SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
                WHERE datname = current_database() AND locktype = 'advisory' AND mode = 'ShareLock'
                """).query(Long.class).single();
    }
}
