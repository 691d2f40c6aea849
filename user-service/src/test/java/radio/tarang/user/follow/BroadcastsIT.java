package radio.tarang.user.follow;

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
import org.junit.jupiter.api.Test;

import radio.tarang.user.Broadcaster;
import radio.tarang.user.Crowd;
import radio.tarang.user.RunningService;
import radio.tarang.user.Somebody;

import static org.assertj.core.api.Assertions.assertThat;

/** What the service learns of stations and programmes, and what it does with what nobody can learn anything from. */
class BroadcastsIT {
    private final RunningService service = Crowd.service();
    private final Somebody asha = Somebody.known(service, "listener");

    @Test
    void whatIsGoneCannotBeFollowedAndIsShownToNobodyWhoFollowedIt() {
        try (Broadcaster broadcaster = new Broadcaster(service)) {
            UUID station = broadcaster.station("Short-lived FM");
            UUID program = broadcaster.program("Long ago");
            asha.post("/api/v1/stations/" + station + "/follow", "");
            asha.post("/api/v1/programs/" + program + "/follow", "");
            broadcaster.send(broadcaster.station(station, "station.deleted", 2, "Short-lived FM"));
            // forgotten by the topic 90 days after its end: a tombstone with the sequence of the last state
            broadcaster.send(broadcaster.record("programs/", program, "program.updated", 1, null));

            Awaitility.await().untilAsserted(
                    () -> assertThat(asha.get("/api/v1/user/following").json().get("total").asInt()).isZero());
            assertThat(Somebody.at(service, "listener").post("/api/v1/stations/" + station + "/follow", "").slug())
                    .isEqualTo("unknown-station");
            assertThat(Somebody.at(service, "listener").post("/api/v1/programs/" + program + "/follow", "").slug())
                    .isEqualTo("unknown-program");
            assertThat(asha.delete("/api/v1/stations/" + station + "/follow").status()).isEqualTo(204);
        }
    }

    @Test
    void repeatsAndOlderRecordsChangeNothing() {
        try (Broadcaster broadcaster = new Broadcaster(service)) {
            UUID station = UUID.randomUUID();
            broadcaster.send(broadcaster.station(station, "station.updated", 10, "Tenth"));
            broadcaster.send(broadcaster.station(station, "station.updated", 9, "Ninth"));
            broadcaster.send(broadcaster.station(station, "station.updated", 10, "Tenth again"));
            broadcaster.station("Behind them");

            assertThat(name(station)).isEqualTo("Tenth");
            broadcaster.send(broadcaster.station(station, "station.deleted", 11, "Tenth"));
            broadcaster.send(broadcaster.record("stations/", station, "station.deleted", 11, null));
            broadcaster.send(broadcaster.station(station, "station.updated", 10, "Tenth"));
            broadcaster.station("Behind those");
            assertThat(asha.post("/api/v1/stations/" + station + "/follow", "").slug()).isEqualTo("unknown-station");
        }
    }

    @Test
    void poisonIsPutAsideIntactAndThePartitionGoesOn() {
        try (Broadcaster broadcaster = new Broadcaster(service)) {
            List<ProducerRecord<byte[], byte[]>> poison = new ArrayList<>();
            UUID id = UUID.randomUUID();
            poison.add(broadcaster.record("stations/", id, "station.updated", 1, "{\"id\":"));
            poison.add(broadcaster.record("stations/", id, "station.updated", 2, "[1]"));
            poison.add(broadcaster.record("stations/", id, "station.updated", 3, "{\"id\":\"" + id + "\"}"));
            poison.add(broadcaster.record("programs/", id, "station.updated", 4, "{\"id\":\"" + id + "\"}"));
            poison.add(broadcaster.station(id, "station.updated", -5, "Negative"));
            // well-formed, and yet nothing PostgreSQL can keep
            poison.add(broadcaster.station(id, "station.updated", 6, "Nul\\u0000"));
            ProducerRecord<byte[], byte[]> headless = broadcaster.station(id, "station.updated", 7, "Headless");
            headless.headers().remove("ce_sequence");
            poison.add(headless);

            UUID before = UUID.randomUUID();
            broadcaster.send(broadcaster.station(before, "station.updated", 1, "Before"));
            poison.forEach(broadcaster::send);
            broadcaster.send(broadcaster.record("songs/", id, "song.updated", 1, "{}")); // not ours, not poison
            broadcaster.station("After the poison");

            assertThat(name(before)).isEqualTo("Before");
            List<ConsumerRecord<byte[], byte[]>> aside = aside(broadcaster.topic() + ".user-follow.dlt", id,
                    poison.size());
            for (int n = 0; n < poison.size(); n++) {
                assertThat(aside.get(n).value()).isEqualTo(poison.get(n).value());
                assertThat(header(aside.get(n), "dlt-topic")).isEqualTo(broadcaster.topic());
                assertThat(header(aside.get(n), "dlt-partition")).isEqualTo("0");
                assertThat(header(aside.get(n), "dlt-reason")).isNotEmpty();
                assertThat(header(aside.get(n), "ce_type")).isEqualTo("station.updated");
            }
        }
    }

    @Test
    void whatComesBackOnTheRetryTopicIsLearned() {
        try (Broadcaster broadcaster = new Broadcaster(service)) {
            UUID station = UUID.randomUUID();
            ProducerRecord<byte[], byte[]> mended = broadcaster.station(station, "station.updated", 1, "Mended");
            broadcaster.send(new ProducerRecord<>(broadcaster.topic() + ".user-follow.retry", 0, mended.key(),
                    mended.value(), mended.headers()));

            broadcaster.awaitKnown(station, "Mended");
        }
    }

    private String name(UUID id) {
        return service.jdbc().sql("SELECT name FROM broadcast WHERE id = :id").param("id", id).query(String.class)
                .single();
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(Objects.requireNonNull(record.headers().lastHeader(name), name).value(),
                StandardCharsets.UTF_8);
    }

    private List<ConsumerRecord<byte[], byte[]>> aside(String topic, UUID key, int count) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        TopicPartition place = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", service.setup().brokers()), new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(place));
            consumer.seekToBeginning(List.of(place));
            Awaitility.await().atMost(Duration.ofSeconds(20)).during(Duration.ofSeconds(1)).until(() -> {
                consumer.poll(Duration.ofMillis(50)).forEach(record -> {
                    if (new String(record.key(), StandardCharsets.UTF_8).equals(key.toString())) {
                        found.add(record);
                    }
                });
                return found.size() == count;
            });
        }
        return found;
    }
}
