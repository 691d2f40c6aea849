package radio.tarang.program.radio;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

import radio.tarang.program.Given;
import radio.tarang.program.RunningService;
import radio.tarang.program.RunningService.Answer;
import radio.tarang.program.RunningService.Setup;
import radio.tarang.program.security.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;

/** The stream as listeners and hosts meet it, on two replicas. */
class RadioIT {
    private static final class Hand extends Clock {
        private volatile Instant now = Instant.parse("2026-04-01T18:00:00.123Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static final String STREAM = "/api/v1/radio/stream";
    private static final String NEXT = "/api/v1/radio/next";
    private static final String[] HOST = {"Authorization", "Bearer " + TestIssuer.shared().token("listener", "host")};
    private static final Hand CLOCK = new Hand();
    private static RunningService one;
    private static RunningService two;

    @BeforeAll
    static void start() {
        Setup setup = Setup.fresh().with(CLOCK);
        one = RunningService.start(setup);
        two = RunningService.start(setup);
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
    }

    @BeforeEach
    void empty() {
        JdbcClient jdbc = one.jdbc();
        jdbc.sql("DELETE FROM radio_rotation").update();
        jdbc.sql("DELETE FROM song").update();
    }

    private static List<String> songs(int count, String language) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Answer added = one.post("/api/v1/admin/songs", """
                    {"title": "%s %d", "artist": "Somebody", "duration": %d, "language": "%s"}""".formatted(language, i,
                    180 + 7 * i, language));
            assertThat(added.status()).as(added.raw().body()).isEqualTo(201);
            ids.add(added.text("id"));
        }
        return ids;
    }

    private static JsonNode stream(RunningService service, String query) {
        Answer answer = service.get(STREAM + query);
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
        return answer.json();
    }

    private static Instant endOf(JsonNode stream) {
        return Instant.parse(stream.at("/nowPlaying/endsAt").asString());
    }

    private static List<String> queue(JsonNode stream) {
        return stream.get("queue").findValuesAsString("id");
    }

    private static <T> List<T> atOnce(List<Callable<T>> work) throws Exception {
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<T> done : threads.invokeAll(work)) {
                results.add(done.get());
            }
        }
        return results;
    }

    @Test
    void everybodyHearsTheSameOnEveryReplicaAlsoWhoComesFirst() throws Exception {
        songs(12, "hi");
        for (int hour = 0; hour < 5; hour++) {
            List<Callable<String>> askers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                RunningService asked = i % 2 == 0 ? one : two;
                askers.add(() -> stream(asked, "").toString());
            }
            Set<String> answers = new HashSet<>(atOnce(askers));
            assertThat(answers).hasSize(1);
            CLOCK.now = CLOCK.now.plusSeconds(3_601);
        }
    }

    @Test
    void whatPlaysEndsWhenItsSongIsOverAndTheQueueIsWhatFollows() {
        songs(10, "hi");
        JsonNode first = stream(one, "");
        assertThat(first.get("queue").size()).isEqualTo(5);
        JsonNode playing = first.get("nowPlaying");
        assertThat(Instant.parse(playing.get("startedAt").asString()).plusSeconds(playing.get("duration").asLong()))
                .isEqualTo(endOf(first));
        assertThat(playing.get("likes").intValue()).isZero();
        assertThat(playing.get("plays").intValue()).isZero();

        CLOCK.now = endOf(first).minusMillis(1);
        assertThat(stream(two, "").get("nowPlaying")).isEqualTo(playing);
        Answer last = one.get(STREAM);
        assertThat(last.header("Cache-Control")).isEqualTo("public, max-age=0, s-maxage=1, stale-if-error=86400");
        assertThat(last.header("Cache-Tag")).isEqualTo("radio:platform,songs");
        CLOCK.now = endOf(first);
        assertThat(stream(two, "").get("nowPlaying")).isEqualTo(first.at("/queue/0"));
        assertThat(one.get(STREAM).header("Cache-Control")).contains("s-maxage=5");
    }

    @Test
    void aSongThatIsDeletedWhileItPlaysPlaysToItsEndAndNeverAgain() {
        List<String> ids = songs(8, "hi");
        JsonNode before = stream(one, "");
        String playing = before.at("/nowPlaying/id").asString();
        String waiting = before.at("/queue/1/id").asString();
        assertThat(one.delete("/api/v1/admin/songs/" + playing).status()).isEqualTo(204);
        assertThat(one.delete("/api/v1/admin/songs/" + waiting).status()).isEqualTo(204);

        JsonNode after = stream(two, "");
        assertThat(after.get("nowPlaying")).isEqualTo(before.get("nowPlaying"));
        assertThat(queue(after).subList(0, 2)).containsExactly(before.at("/queue/0/id").asString(),
                before.at("/queue/2/id").asString());
        Set<String> heard = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            CLOCK.now = endOf(stream(one, ""));
            heard.add(stream(one, "").at("/nowPlaying/id").asString());
        }
        assertThat(heard).hasSize(ids.size() - 2).doesNotContain(playing, waiting);
    }

    @Test
    void aStationPlaysItsLanguagesIfThereAreEnoughSongsOfThem() {
        List<String> hindi = songs(6, "hi");
        List<String> tamil = songs(5, "ta");
        String hindiStation = Given.station(one, "Hindi " + UUID.randomUUID());
        String tamilStation = Given.station(one, "Tamil " + UUID.randomUUID());
        one.put("/api/v1/admin/stations/" + tamilStation, "{\"name\": \"Tamil\", \"languages\": [\"ta\"]}");

        assertThat(played("?station=" + hindiStation, 30)).containsExactlyInAnyOrderElementsOf(hindi);
        List<String> all = new ArrayList<>(hindi);
        all.addAll(tamil);
        assertThat(played("?station=" + tamilStation, 40)).containsExactlyInAnyOrderElementsOf(all);
        assertThat(one.get(STREAM + "?station=" + UUID.randomUUID()).slug()).isEqualTo("unknown-station");
        assertThat(one.get(STREAM + "?station=x").slug()).isEqualTo("unknown-station");
    }

    private static Set<String> played(String query, int songs) {
        Set<String> played = new HashSet<>();
        for (int i = 0; i < songs; i++) {
            JsonNode stream = stream(one, query);
            played.add(stream.at("/nowPlaying/id").asString());
            CLOCK.now = endOf(stream);
        }
        return played;
    }

    @Test
    void anEmptyCatalogueIsSilent() {
        JsonNode silent = stream(one, "");
        assertThat(silent.toString()).isEqualTo("{\"nowPlaying\":null,\"queue\":[]}");
        assertThat(one.post(NEXT, "", HOST).json()).isEqualTo(silent);
    }

    @Test
    void aHostSkipsAndEverybodyHearsIt() {
        songs(10, "hi");
        JsonNode before = stream(one, "");
        CLOCK.now = CLOCK.now.plusMillis(777);

        Answer skipped = two.post(NEXT, "", HOST);
        assertThat(skipped.status()).as(skipped.raw().body()).isEqualTo(200);
        assertThat(skipped.json().at("/nowPlaying/id").asString()).isEqualTo(before.at("/queue/0/id").asString());
        assertThat(Instant.parse(skipped.json().at("/nowPlaying/startedAt").asString())).isEqualTo(CLOCK.now);
        assertThat(stream(one, "")).isEqualTo(skipped.json());
        assertThat(queue(skipped.json()).subList(0, 4)).isEqualTo(queue(before).subList(1, 5));
        assertThat(one.jdbc().sql(
                "SELECT before->>'songId' FROM audit WHERE action = 'radio.next' ORDER BY at DESC, id DESC LIMIT 1")
                .query(String.class).single()).isEqualTo(before.at("/nowPlaying/id").asString());
    }

    @Test
    void twoSkipsAtOnceSkipTwoSongsUnlessTheySayWhichOneTheyMean() throws Exception {
        songs(12, "hi");
        JsonNode first = stream(one, "");
        atOnce(List.of(() -> one.post(NEXT, "", HOST), () -> two.post(NEXT, "", HOST)));
        assertThat(stream(one, "").at("/nowPlaying/id").asString()).isEqualTo(first.at("/queue/1/id").asString());
        one.jdbc().sql("DELETE FROM audit WHERE action = 'radio.next'").update();
        List<Callable<Answer>> hosts = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            RunningService asked = i % 2 == 0 ? one : two;
            hosts.add(() -> asked.post(NEXT, "", HOST));
        }
        atOnce(hosts);
        assertThat(one.jdbc().sql("SELECT count(DISTINCT before->>'songId') FROM audit WHERE action = 'radio.next'")
                .query(Integer.class).single()).as("ten at once skip ten songs").isEqualTo(10);
        JsonNode second = stream(one, "");

        String named = "{\"songId\": \"" + second.at("/nowPlaying/id").asString() + "\"}";
        atOnce(List.of(() -> one.post(NEXT, named, HOST), () -> two.post(NEXT, named, HOST),
                () -> one.post(NEXT, named, HOST)));
        assertThat(stream(two, "").at("/nowPlaying/id").asString()).isEqualTo(second.at("/queue/0/id").asString());
        assertThat(one.post(NEXT, "{\"songId\": \"no id\"}", HOST).status()).isEqualTo(400);
    }

    @Test
    void aHostPutsSongsInFront() {
        List<String> ids = songs(12, "hi");
        JsonNode before = stream(one, "");
        List<String> shown = new ArrayList<>(queue(before));
        shown.add(before.at("/nowPlaying/id").asString());
        String wanted = ids.stream().filter(id -> !shown.contains(id)).findFirst().orElseThrow();

        Answer queued = two.post("/api/v1/radio/queue", "{\"songId\": \"" + wanted + "\"}", HOST);
        assertThat(queued.status()).as(queued.raw().body()).isEqualTo(200);
        assertThat(queued.json().get("nowPlaying")).isEqualTo(before.get("nowPlaying"));
        assertThat(queue(queued.json()).getFirst()).isEqualTo(wanted);
        assertThat(queue(queued.json()).subList(1, 5)).isEqualTo(queue(before).subList(0, 4));
        assertThat(stream(one, "")).isEqualTo(queued.json());
        for (String body : List.of("{}", "{\"songId\": \"" + UUID.randomUUID() + "\"}", "{\"songId\": \"x\"}")) {
            assertThat(one.post("/api/v1/radio/queue", body, HOST).json().get("errors").findValuesAsString("field"))
                    .containsExactly("songId");
        }
        for (String id : ids) {
            one.post("/api/v1/radio/queue", "{\"songId\": \"" + id + "\"}", HOST);
        }
        songs(9, "mr").forEach(id -> one.post("/api/v1/radio/queue", "{\"songId\": \"" + id + "\"}", HOST));
        assertThat(one.post("/api/v1/radio/queue", "{\"songId\": \"" + songs(1, "bn").getFirst() + "\"}", HOST).slug())
                .isEqualTo("queue-full");
    }

    @Test
    void whoIsNoHostOrConfinedToAnotherStateChangesNothing() {
        String song = songs(8, "hi").getFirst();
        String station = Given.station(one, "Elsewhere " + UUID.randomUUID(), "KL");
        String own = Given.station(one, "Own " + UUID.randomUUID(), "MH");
        JsonNode before = stream(one, "?station=" + station);
        String[] maharashtra = {"Authorization",
                "Bearer " + TestIssuer.shared().token(UUID.randomUUID(), List.of("MH"), "listener", "host", "editor")};

        assertThat(one.post(NEXT, "").status()).isEqualTo(401);
        assertThat(one.post(NEXT, "", "Authorization", "Bearer " + TestIssuer.shared().token("listener")).status())
                .isEqualTo(403);
        assertThat(one.post(NEXT + "?station=" + station, "", maharashtra).slug()).isEqualTo("forbidden");
        assertThat(one.post(NEXT, "", maharashtra).slug()).isEqualTo("forbidden");
        for (String named : List.of(song, "x")) {
            for (String path : List.of(NEXT, "/api/v1/radio/queue")) {
                assertThat(one.post(path + "?station=" + station, "{\"songId\": \"" + named + "\"}", maharashtra)
                        .slug()).as(path + " " + named).isEqualTo("forbidden");
            }
        }
        assertThat(stream(one, "?station=" + station)).isEqualTo(before);
        assertThat(one.post(NEXT + "?station=" + own, "", maharashtra).status()).isEqualTo(200);
        assertThat(one.delete("/api/v1/admin/stations/" + own).status()).isEqualTo(204);
        assertThat(one.get(STREAM + "?station=" + own).status()).isEqualTo(404);
    }
}
