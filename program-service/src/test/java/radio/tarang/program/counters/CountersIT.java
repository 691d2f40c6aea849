package radio.tarang.program.counters;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import radio.tarang.program.RunningService;

import static org.assertj.core.api.Assertions.assertThat;

/** What counter-service says of songs and playlists, as lists show it. */
class CountersIT {
    private final RunningService service = RunningService.shared();
    private final KafkaProducer<String, String> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", service.brokers()), new StringSerializer(), new StringSerializer());

    @AfterEach
    void close() {
        producer.close();
    }

    private String song(String title, String genre) {
        return service.post("/api/v1/admin/songs",
                "{\"title\": \"" + title + "\", \"artist\": \"A\", \"genre\": [\"" + genre + "\"]}").text("id");
    }

    private void tell(String target, long sequence, long likes, long plays, long views) {
        tell(service.interactionTopic(), target, Long.toString(sequence),
                "{\"target\": \"%s\", \"likes\": %d, \"plays\": %d, \"views\": %d, \"shares\": 9}".formatted(target,
                        likes, plays, views));
    }

    private void tell(String topic, String target, String sequence, String value) {
        Map<String, String> headers = new HashMap<>(
                Map.of("ce_specversion", "1.0", "ce_id", UUID.randomUUID().toString(), "ce_type", "counters.updated",
                        "ce_source", "/services/counter-service", "ce_subject", "counters/" + target, "ce_time",
                        "2026-01-01T00:00:00Z", "ce_sequence", sequence));
        ProducerRecord<String, String> record = new ProducerRecord<>(topic,
                target.substring(target.indexOf(':') + 1), value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private JsonNode await(String path, String member, long value) {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50))
                .until(() -> service.get(path).json(), json -> json.get(member).longValue() == value);
    }

    @Test
    void countsAreAbsoluteAndAnOlderOneNeverReplacesANewer() {
        String id = song("Counted", "x");
        tell("song:" + id, 5, 50, 500, 0);
        tell("song:" + id, 4, 4, 4, 0);
        tell("song:" + id, 5, 5, 5, 0);
        tell("song:" + id, 7, 70, 700, 0);
        tell("song:" + id, 6, 6, 6, 0);
        String after = song("After", "x");
        // the same key, so the same partition: what came before it has been read
        tell(service.interactionTopic(), "song:" + id, "1",
                "{\"target\": \"song:%s\", \"likes\": 1, \"plays\": 2, \"views\": 0}"
                        .formatted(after));

        await("/api/v1/songs/" + after, "plays", 2);
        JsonNode counted = service.get("/api/v1/songs/" + id).json();
        assertThat(counted.get("likes").intValue()).isEqualTo(70);
        assertThat(counted.get("plays").intValue()).isEqualTo(700);
    }

    @Test
    void listsAreSortedByWhatWasCounted() {
        String genre = "Counted " + UUID.randomUUID();
        String quiet = song("Quiet", genre);
        String played = song("Played", genre);
        String liked = song("Liked", genre);
        String newest = song("Newest", genre);
        tell("song:" + played, 1, 1, 900_000, 0);
        tell("song:" + liked, 1, 800, 3, 0);
        await("/api/v1/songs/" + played, "plays", 900_000);
        await("/api/v1/songs/" + liked, "likes", 800);

        String list = "/api/v1/songs?genre=" + genre.replace(" ", "%20");
        assertThat(service.get(list + "&sort=popular").json().get("songs").findValuesAsString("id"))
                .containsExactly(played, liked, newest, quiet);
        assertThat(service.get(list + "&sort=likes").json().get("songs").findValuesAsString("id"))
                .containsExactly(liked, played, newest, quiet);
        service.put("/api/v1/admin/songs/" + quiet, "{\"title\": \"Quiet\", \"artist\": \"A\", \"isActive\": false}");
        assertThat(service.get("/api/v1/songs?sort=popular&limit=100").json().get("songs").findValuesAsString("id"))
                .contains(played, newest).doesNotContain(quiet);
        service.put("/api/v1/admin/songs/" + quiet,
                "{\"title\": \"Quiet\", \"artist\": \"A\", \"genre\": [\"" + genre + "\"]}");
        for (String sort : List.of("popular", "likes", "recent")) {
            List<String> whole = service.get(list + "&sort=" + sort).json().get("songs").findValuesAsString("id");
            List<String> oneByOne = new ArrayList<>();
            String cursor = "";
            for (int i = 0; i < 4; i++) {
                JsonNode part = service.get(list + "&limit=1&sort=" + sort + "&cursor=" + cursor).json();
                assertThat(part.get("total").intValue()).isEqualTo(4);
                oneByOne.addAll(part.get("songs").findValuesAsString("id"));
                cursor = part.path("nextCursor").asString("");
            }
            assertThat(oneByOne).as(sort).isEqualTo(whole);
            assertThat(cursor).as("nothing follows the last").isEmpty();
        }
        assertThat(service.get("/api/v1/songs/popular").json().at("/songs/0/id").asString()).isEqualTo(played);
    }

    @Test
    void playlistsShowTheirLikesAndViews() {
        String id = service.post("/api/v1/admin/playlists", "{\"title\": \"Viewed\"}").text("id");
        tell("playlist:" + id, 3, 7, 0, 70);

        assertThat(await("/api/v1/playlists/" + id, "views", 70).get("likes").intValue()).isEqualTo(7);
    }

    @Test
    void poisonIsPutAsideIntactOthersAreIgnoredAndWhatComesBackIsRead() {
        String id = song("After the poison", "x");
        String dead = service.interactionTopic() + ".program-service-counters.dlt";
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", service.brokers()), new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(dead, 0);
            consumer.assign(List.of(partition));
            consumer.seekToEnd(List.of(partition));
            consumer.position(partition);
            List<String> poison = List.of("no JSON", "{\"target\": \"song:" + id + "\", \"likes\": -1, \"plays\": 1, "
                    + "\"views\": 1}", "{\"target\": \"nothing\", \"likes\": 1, \"plays\": 1, \"views\": 1}");
            poison.forEach(value -> tell(service.interactionTopic(), "song:" + id, "1", value));
            tell(service.interactionTopic(), "song:" + id, "soon",
                    "{\"target\": \"song:" + id + "\", \"likes\": 1, \"plays\": 1, \"views\": 1}");
            tell("comment:" + id, 1, 1, 1, 1);
            tell(service.interactionTopic() + ".program-service-counters.retry", "song:" + id, "2",
                    "{\"target\": \"song:" + id + "\", \"likes\": 2, \"plays\": 3, \"views\": 0}");

            await("/api/v1/songs/" + id, "plays", 3);
            List<ConsumerRecord<String, String>> seen = new ArrayList<>();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(100)).records(partition)
                        .forEach(record -> {
                            if (id.equals(record.key())) {
                                seen.add(record);
                            }
                        });
                return seen.size() >= 4;
            });
            assertThat(seen).extracting(ConsumerRecord::value).startsWith(poison.toArray(String[]::new)).hasSize(4);
            assertThat(new String(seen.getFirst().headers().lastHeader("dlt-reason").value(), StandardCharsets.UTF_8))
                    .contains("not the JSON");
        }
    }
}
