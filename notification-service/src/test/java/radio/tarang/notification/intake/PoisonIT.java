package radio.tarang.notification.intake;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import radio.tarang.notification.Broadcaster;
import radio.tarang.notification.Broadcaster.Show;
import radio.tarang.notification.Listener;
import radio.tarang.notification.Pair;
import radio.tarang.notification.Replica;

import static org.assertj.core.api.Assertions.assertThat;

/** Records that break the contract are put aside intact, once for all replicas, and hold nobody up. */
class PoisonIT {
    private static final int BIHAR = 6;

    private final Replica.World world = Pair.INSTANCE.world;
    private final Broadcaster broadcaster = Pair.INSTANCE.broadcaster;

    @Test
    void putsPoisonAsideIntactAndGoesOn() {
        String marker = UUID.randomUUID().toString();
        List<ProducerRecord<byte[], byte[]>> poison = List.of(
                record(marker, "{\"id\":"),
                record(marker, "[1]"),
                record(marker, "{\"id\":\"" + marker + "\",\"status\":\"live\",\"stateId\":7}"),
                record(marker, "{\"id\":\"" + marker
                        + "\",\"stateId\":\"BR\",\"stationId\":\"s\",\"status\":\"dreaming\",\"scheduledStart\":\"2026-01-01T00:00:00Z\","
                        + "\"scheduledEnd\":\"2026-01-01T01:00:00Z\"}"),
                // The broker refuses records without a key on the compacted topic; the retry topic takes them.
                new ProducerRecord<>(world.topic() + ".notification-feed.retry", 0, null, bytes(marker)),
                new ProducerRecord<>(world.topic(), BIHAR, bytes(marker), bytes(marker)),
                without("ce_sequence", record(marker, "{}")),
                new ProducerRecord<>(world.topic(), BIHAR, bytes(marker), new byte[900_000]),
                // A programme of another state than the partition's would be missed by whoever resumes there.
                new ProducerRecord<>(world.topic(), BIHAR, null, bytes(marker), bytes("{}"),
                        broadcaster.show("KL", marker).record("program.started", 1).headers()));
        try (Listener listener = Pair.INSTANCE.one.listener()) {
            listener.subscribe("BR").await("SNAPSHOT");
            broadcaster.sendAll(poison);
            // Not poison: a type that is not known yet.
            broadcaster.send(broadcaster.record(BIHAR, "songs/" + marker, marker, "song.updated", 1, bytes("{}")));
            Show good = broadcaster.show("BR", "After the poison");
            long sent = System.nanoTime();
            good.started(2);
            listener.awaitTold("PROGRAM_STARTED", good.id);
            assertThat(Duration.ofNanos(System.nanoTime() - sent)).isLessThan(Duration.ofSeconds(1));
        }
        // Nobody adds a second copy, though both replicas have met all of it.
        List<ConsumerRecord<byte[], byte[]>> aside = aside(marker, poison.size());
        for (ProducerRecord<byte[], byte[]> original : poison) {
            assertThat(aside).anySatisfy(copy -> {
                assertThat(copy.key()).isEqualTo(original.key());
                assertThat(copy.value()).isEqualTo(original.value());
                assertThat(header(copy, "dlt-reason")).isNotEmpty();
                assertThat(header(copy, "dlt-topic")).isEqualTo(original.topic());
            });
        }
        assertThat(aside.stream().map(copy -> header(copy, "dlt-topic") + header(copy, "dlt-offset")))
                .doesNotHaveDuplicates()
                .hasSize(poison.size());
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(Objects.requireNonNull(record.headers().lastHeader(name)).value(), StandardCharsets.UTF_8);
    }

    @Test
    void whatComesBackOnTheRetryTopicIsTold() {
        Show mended = broadcaster.show("LA", "Mended");
        ProducerRecord<byte[], byte[]> record = mended.with("status", "live").record("program.started", 2);
        try (Listener listener = Pair.INSTANCE.other.listener()) {
            listener.subscribe("LA").await("SNAPSHOT");
            broadcaster.send(new ProducerRecord<>(world.topic() + ".notification-feed.retry", 0, record.key(),
                    record.value(), record.headers()));
            listener.awaitTold("PROGRAM_STARTED", mended.id);
        }
    }

    private ProducerRecord<byte[], byte[]> record(String id, String value) {
        return broadcaster.record(BIHAR, "programs/" + id, id, "program.started", 1, bytes(value));
    }

    private static ProducerRecord<byte[], byte[]> without(String header, ProducerRecord<byte[], byte[]> record) {
        record.headers().remove(header);
        return record;
    }

    private List<ConsumerRecord<byte[], byte[]>> aside(String marker, int count) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        TopicPartition place = new TopicPartition(world.topic() + ".notification-feed.dlt", 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", world.bootstrapServers()), new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(place));
            consumer.seekToBeginning(List.of(place));
            Awaitility.await().atMost(Duration.ofSeconds(15)).during(Duration.ofSeconds(1)).until(() -> {
                consumer.poll(Duration.ofMillis(50)).forEach(record -> {
                    if (is(marker, record.key()) || is(marker, record.value())) {
                        found.add(record);
                    }
                });
                return found.size() == count;
            });
        }
        return found;
    }

    private static boolean is(String marker, byte @Nullable [] bytes) {
        return bytes != null && new String(bytes, StandardCharsets.UTF_8).equals(marker);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
