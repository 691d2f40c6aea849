package radio.tarang.outbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import radio.tarang.local.test.TestServers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class OutboxIT {

    private TestOutbox service;
    private TestTopic topic;

    @BeforeEach
    void setUp() {
        var brokers = TestServers.kafka().bootstrapServers();
        service = new TestOutbox(brokers);
        topic = new TestTopic(brokers, 3, Map.of("max.message.bytes", "4000"));
    }

    @AfterEach
    void tearDown() {
        service.close();
        topic.close();
    }

    @Test
    void publishesWhatWasCommittedAndNothingThatWasRolledBack() {
        var outbox = service.outbox(service.startRelay());

        service.transactions.executeWithoutResult(transaction -> {
            outbox.append(List.of(TestOutbox.event(topic.name, "undone", 1, "never happened")));
            transaction.setRollbackOnly();
        });
        service.append(outbox, TestOutbox.event(topic.name, "done", 1, "happened"));

        topic.awaitRecords(1);
        assertThat(topic.lookFor(Duration.ofMillis(1_200))).extracting(TestTopic.Seen::key).containsExactly("done");
        assertThat(outbox.depth()).isZero();
    }

    @Test
    void refusesToAppendOutsideOfATransaction() {
        var outbox = service.outbox();
        assertThatThrownBy(() -> outbox.append(List.of(TestOutbox.event(topic.name, "key", 1, "value"))))
                .isInstanceOf(IllegalStateException.class);
        assertThat(service.rows()).isZero();
    }

    @Test
    void refusesAnEventOverHalfAMebibyteAndAppendsNothingOfItsBatch() {
        var outbox = service.outbox();
        var limit = OutboxEvent.MAX_BYTES - TestOutbox.event(topic.name, "key", 1, null).sizeBytes();
        var fits = TestOutbox.event(topic.name, "key", 1, "x".repeat(limit));
        var tooLarge = TestOutbox.event(topic.name, "key", 1, "x".repeat(limit + 1));

        assertThatThrownBy(() -> service.append(outbox, fits, tooLarge)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("524289 bytes");
        assertThat(service.rows()).isZero();
        service.append(outbox, fits);
        assertThat(service.rows()).isOne();
    }

    @Test
    void keepsPartitionHeadersAndTombstones() {
        var trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var relay = service.startRelay();
        var outbox = new Outbox(service.dataSource, 8, relay::wake, () -> trace);
        var headers = Map.of("ce_type", "a: b, ü", "tombstone", "deleted");

        service.append(outbox,
                new OutboxEvent(topic.name, 2, "key", headers, "{\"ü\":1}".getBytes(StandardCharsets.UTF_8)),
                new OutboxEvent(topic.name, 2, "key", headers, null));

        var seen = topic.awaitRecords(2);
        assertThat(seen).extracting(TestTopic.Seen::partition).containsExactly(2, 2);
        assertThat(seen.getFirst().value()).asString(StandardCharsets.UTF_8).isEqualTo("{\"ü\":1}");
        assertThat(seen.getLast().value()).isNull();
        assertThat(seen).extracting(TestTopic.Seen::headers).containsOnly(
                Map.of("ce_type", "a: b, ü", "tombstone", "deleted", "traceparent", trace));
    }

    @Test
    void movesAsideWhatKafkaCanNeverTakeAndGoesOn() {
        var relay = service.startRelay();
        var outbox = service.outbox(relay);
        var key = "one key, so one lane";
        var events = new ArrayList<OutboxEvent>();
        for (int sequence = 1; sequence <= 100; sequence++)
            events.add(TestOutbox.event(topic.name, key, sequence, "good"));
        events.set(20, TestOutbox.event(topic.name, key, 21, "x".repeat(8_000))); // the broker refuses it
        events.set(21, new OutboxEvent(topic.name, 7, key, Map.of("ce_sequence", "22"), null)); // there is no such partition
        events.set(70, new OutboxEvent("no/topic", null, key, Map.of("ce_sequence", "71"), null));
        service.append(outbox, events.toArray(OutboxEvent[]::new));

        topic.awaitRecords(97);
        assertThat(topic.lookFor(Duration.ofMillis(500))).extracting(TestTopic.Seen::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 100).filter(n -> n != 21 && n != 22 && n != 71).boxed().toList());
        await().untilAsserted(() -> assertThat(service.rows()).isZero());
        assertThat(service.jdbc.sql("SELECT reason FROM outbox_dead ORDER BY id").query(String.class).list())
                .satisfiesExactly(size -> assertThat(size).contains("RecordTooLarge"),
                        partition -> assertThat(partition).contains("has no partition 7"),
                        name -> assertThat(name).contains("InvalidTopic"));
        assertThat(relay.dead()).isEqualTo(3);
        assertThat(relay.sent()).isEqualTo(97);
    }

    @Test
    void sendsLargeBacklogsInBoundedBatches() {
        var outbox = service.outbox();
        var large = "x".repeat(3_000);
        for (int i = 1; i <= 1_500; i++)
            service.append(outbox, TestOutbox.event(topic.name, "key", i, large));
        assertThat(outbox.depth()).isEqualTo(1_500);

        service.startRelay();

        var seen = topic.awaitRecords(1_500);
        assertThat(seen).extracting(TestTopic.Seen::sequence).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void migratesTwiceWithoutHarm() {
        service.append(service.outbox(), TestOutbox.event(topic.name, "key", 1, "kept"));
        service.migrate();
        assertThat(service.rows()).isOne();
    }
}
