package radio.tarang.program.catalogue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import radio.tarang.program.Records;
import radio.tarang.program.RunningService;
import radio.tarang.program.RunningService.Answer;
import radio.tarang.program.security.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;

/** A song from the editor who adds it to the listeners who find it. */
class SongsIT {
    private static final String ADMIN = "/api/v1/admin/songs";
    private static final String LISTENER = "Bearer " + TestIssuer.shared().token("listener");
    private final RunningService service = RunningService.shared();

    private String added(String title, String genre) {
        Answer answer = service.post(ADMIN, """
                {"title": "%s", "artist": "Somebody", "duration": 200, "genre": ["%s"]}""".formatted(title, genre));
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
        return answer.text("id");
    }

    @Test
    void isAddedChangedTakenAwayAndTold() {
        Answer added = service.post(ADMIN, """
                {"title": " बोहेमियन रैप्सोडी ", "artist": "Queen", "duration": 355, "genre": ["Rock", "Opera", "Rock"],
                 "language": "EN", "releaseYear": 1975, "albumArt": "https://images.example.org/night.jpg",
                 "videoUrl": "https://video.example.org/v", "audioUrl": "https://audio.example.org/a"}""");
        assertThat(added.status()).as(added.raw().body()).isEqualTo(201);
        String id = added.text("id");
        assertThat(added.header("Location")).isEqualTo("/api/v1/songs/" + id);

        Answer shown = service.get("/api/v1/songs/" + id);
        JsonNode song = shown.json();
        assertThat(song.get("title").asString()).isEqualTo("बोहेमियन रैप्सोडी");
        assertThat(song.get("genre").toString()).isEqualTo("[\"Rock\",\"Opera\"]");
        assertThat(song.get("duration").intValue()).isEqualTo(355);
        assertThat(song.get("durationEstimated").asBoolean()).isFalse();
        assertThat(song.get("language").asString()).isEqualTo("en");
        assertThat(song.get("isActive").asBoolean()).isTrue();
        assertThat(song.get("likes").intValue()).isZero();
        assertThat(song.get("plays").intValue()).isZero();
        String tag = String.valueOf(shown.header("ETag"));
        assertThat(tag).startsWith("\"v1-");

        Answer changed = service.put(ADMIN + "/" + id, "{\"title\": \"Bohemian Rhapsody\", \"artist\": \"Queen\"}",
                "If-Match", tag);
        assertThat(changed.status()).as(changed.raw().body()).isEqualTo(200);
        assertThat(changed.json().get("duration").intValue()).isEqualTo(240);
        assertThat(changed.json().get("durationEstimated").asBoolean()).isTrue();
        assertThat(changed.json().get("genre").toString()).isEqualTo("[]");
        assertThat(service.put(ADMIN + "/" + id, "{\"title\": \"x\", \"artist\": \"y\"}", "If-Match", tag).status())
                .isEqualTo(412);
        assertThat(service.delete(ADMIN + "/" + id, "If-Match", tag).status()).isEqualTo(412);
        assertThat(service.delete(ADMIN + "/" + id).status()).isEqualTo(204);
        for (String path : List.of("/api/v1/songs/" + id, ADMIN + "/" + id)) {
            assertThat(service.get(path).slug()).as(path).isEqualTo("unknown-song");
        }
        assertThat(service.delete(ADMIN + "/" + id).slug()).isEqualTo("unknown-song");
        try (Records records = service.records()) {
            List<Records.Record> told = records.awaitOf(id, 4);
            assertThat(told).extracting(Records.Record::type).containsExactly("song.updated", "song.updated",
                    "song.deleted", "song.deleted");
            assertThat(told).extracting(Records.Record::sequence).containsExactly(1L, 2L, 3L, 3L);
            assertThat(told).extracting(Records.Record::partition).containsOnly(0);
            assertThat(told.getLast().isTombstone()).isTrue();
        }
        assertThat(service.jdbc().sql("SELECT action FROM audit WHERE target_id = ? ORDER BY at, id")
                .param(UUID.fromString(id)).query(String.class).list())
                .containsExactly("song.create", "song.update", "song.delete");
    }

    @Test
    void sayingTheSameAgainChangesNothing() {
        String id = added("Once", "Pop");
        Answer again = service.put(ADMIN + "/" + id,
                "{\"title\": \"Once\", \"artist\": \"Somebody\", \"duration\": 200, \"genre\": [\"Pop\"]}");

        assertThat(again.json().get("version").intValue()).isEqualTo(1);
    }

    @Test
    void anInactiveOneIsForEditorsAlone() {
        String id = added("Not yet", "Hidden " + UUID.randomUUID());
        String genre = service.get(ADMIN + "/" + id).json().at("/genre/0").asString();
        service.put(ADMIN + "/" + id, """
                {"title": "Not yet", "artist": "Somebody", "genre": ["%s"], "isActive": false}""".formatted(genre));

        assertThat(service.get("/api/v1/songs/" + id).status()).isEqualTo(404);
        assertThat(service.get("/api/v1/songs?genre=" + genre.replace(" ", "%20")).json().get("total").intValue())
                .isZero();
        assertThat(service.get(ADMIN + "/" + id).json().get("isActive").asBoolean()).isFalse();
        assertThat(service.get(ADMIN + "?limit=100").json().get("songs").findValuesAsString("id")).contains(id);
    }

    @Test
    void areFoundByGenreInAnyCaseNewestFirstByPageAndByCursor() {
        String genre = "Baul " + UUID.randomUUID();
        List<String> ids = List.of(added("One", genre), added("Two", genre), added("Three", genre));
        String list = "/api/v1/songs?limit=2&genre=" + genre.toUpperCase(java.util.Locale.ROOT).replace(" ", "%20");

        JsonNode first = service.get(list).json();
        assertThat(first.get("total").intValue()).isEqualTo(3);
        assertThat(first.get("hasMore").asBoolean()).isTrue();
        assertThat(first.get("songs").findValuesAsString("id")).containsExactly(ids.get(2), ids.get(1));
        JsonNode second = service.get(list + "&page=2").json();
        assertThat(second.get("songs").findValuesAsString("id")).containsExactly(ids.get(0));
        assertThat(second.get("hasMore").asBoolean()).isFalse();

        Answer started = service.get(list + "&cursor=");
        assertThat(started.json().get("songs")).isEqualTo(first.get("songs"));
        assertThat(started.header("Link")).contains("rel=\"next\"").contains("cursor=" + started.text("nextCursor"));
        Answer rest = service.get(list + "&cursor=" + started.text("nextCursor"));
        assertThat(rest.json().get("songs").findValuesAsString("id")).containsExactly(ids.get(0));
        assertThat(rest.json().has("nextCursor")).isFalse();
        assertThat(rest.json().has("page")).isFalse();
        assertThat(service.get(list + "&fields=title,plays").json().at("/songs/0").toString())
                .isEqualTo("{\"title\":\"Three\",\"plays\":0}");
    }

    @Test
    void thePopularAndTheRecentOnesHaveListsOfTheirOwn() {
        String id = added("Just now", "Pop");

        Answer recent = service.get("/api/v1/songs/recent?limit=5");
        assertThat(recent.json().get("songs").findValuesAsString("id")).contains(id);
        Answer popular = service.get("/api/v1/songs/popular");
        assertThat(popular.json().get("songs").size()).isBetween(1, 50);
        assertThat(popular.header("Cache-Control")).contains("s-maxage=300");
        assertThat(popular.header("Cache-Tag")).isEqualTo("songs");
        assertThat(service.get("/api/v1/songs/popular?fields=id").json().at("/songs/0").toString())
                .matches("\\{\"id\":\"[0-9a-f-]{36}\"}");
        assertThat(recent.header("Cache-Control")).contains("s-maxage=60");
        assertThat(service.get("/api/v1/songs/recent?limit=1&fields=title&cursor=" + service
                .get("/api/v1/songs/recent?limit=1").text("nextCursor")).json().at("/songs/0").propertyNames())
                .containsExactly("title");
        assertThat(service.get("/api/v1/songs/" + id).header("Cache-Control")).contains("s-maxage=3600");
        assertThat(service.get("/api/v1/songs/" + id).header("Cache-Tag")).isEqualTo("song:" + id);
    }

    @Test
    void whetherItsReaderLikesItIsNeverSharedBetweenReaders() {
        String id = added("Liked?", "Pop");
        for (String path : List.of("/api/v1/songs/" + id, "/api/v1/songs/recent?limit=100", "/api/v1/songs/popular")) {
            Answer nobody = service.get(path);
            assertThat(nobody.raw().body()).as(path).contains("\"isLikedByUser\":false")
                    .doesNotContain("\"isLikedByUser\":null");
            assertThat(nobody.header("Cache-Control")).startsWith("public");
            Answer user = service.get(path, "Authorization", LISTENER);
            Answer session = service.get(path, "X-Session-Id", TestIssuer.session());
            for (Answer known : List.of(user, session)) {
                assertThat(known.raw().body()).as(path).contains("\"isLikedByUser\":null")
                        .doesNotContain("\"isLikedByUser\":false");
                assertThat(known.header("Cache-Control")).isEqualTo("private, no-cache");
            }
            assertThat(vary(nobody)).as(path).isEqualTo(vary(user)).contains("authorization", "x-session-id");
        }
    }

    private static Set<String> vary(Answer answer) {
        Set<String> names = new TreeSet<>();
        answer.raw().headers().allValues("Vary").forEach(value -> List.of(value.toLowerCase(java.util.Locale.ROOT)
                .split(",\\s*")).forEach(names::add));
        return names;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{\"artist\": \"A\"}|title", "{\"title\": \"  \", \"artist\": \"A\"}|title",
            "{\"title\": \"T\"}|artist", "{\"title\": \"T\", \"artist\": \"A\", \"duration\": 0}|duration",
            "{\"title\": \"T\", \"artist\": \"A\", \"duration\": 14401}|duration",
            "{\"title\": \"T\", \"artist\": \"A\", \"duration\": \"long\"}|duration",
            "{\"title\": \"T\", \"artist\": \"A\", \"releaseYear\": 99}|releaseYear",
            "{\"title\": \"T\", \"artist\": \"A\", \"genre\": [\"\"]}|genre",
            "{\"title\": \"T\", \"artist\": \"A\", \"language\": \"not one\"}|language",
            "{\"title\": \"T\", \"artist\": \"A\", \"albumArt\": \"ftp://x/y\"}|albumArt",
            "{\"title\": \"T\", \"artist\": \"A\", \"videoUrl\": \"javascript:alert(1)\"}|videoUrl",
            "{\"title\": \"T\", \"artist\": \"A\", \"audioUrl\": \"/relative\"}|audioUrl",
            "{\"title\": \"T\", \"artist\": \"A\", \"likes\": 5}|likes",
            "{\"title\": \"T\", \"artist\": \"A\", \"plays\": 5}|plays"})
    void whatIsWrongIsNamed(String body, String field) {
        Answer refused = service.post(ADMIN, body);

        assertThat(refused.status()).as(refused.raw().body()).isEqualTo(400);
        assertThat(refused.slug()).isEqualTo("validation-failed");
        assertThat(refused.json().get("errors").findValuesAsString("field")).containsExactly(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sort=best", "limit=0", "limit=101", "page=0", "cursor=x", "page=1&cursor=",
            "sort=likes&cursor=cmVjZW50LjAuMC4wMTlhNGM0MC0wMDAwLTcwMDAtOWIyMS03ZDFmMmMzYjllMTE", "fields=nothing",
            "page=200&limit=100"})
    void aListThatCannotBeMeantIsRefused(String query) {
        assertThat(service.get("/api/v1/songs?" + query).status()).isEqualTo(400);
    }

    @Test
    void anEditorWhoIsConfinedToAStateIsNoEditorOfSongs() {
        String[] who = {"Authorization",
                "Bearer " + TestIssuer.shared().token(UUID.randomUUID(), List.of("MH"), "listener", "host", "editor")};
        String id = added("Everybody's", "Pop");
        String body = "{\"title\": \"T\", \"artist\": \"A\"}";

        assertThat(service.post(ADMIN, body, who).slug()).isEqualTo("forbidden");
        assertThat(service.put(ADMIN + "/" + id, body, who).slug()).isEqualTo("forbidden");
        assertThat(service.delete(ADMIN + "/" + id, who).slug()).isEqualTo("forbidden");
        assertThat(service.post(ADMIN, body, "Authorization", LISTENER).status()).isEqualTo(403);
    }

    @Test
    void sentTwiceWithOneKeyItIsOneSong() {
        String key = UUID.randomUUID().toString();
        String body = "{\"title\": \"Only one\", \"artist\": \"A\"}";

        assertThat(service.post(ADMIN, body, "Idempotency-Key", key).text("id"))
                .isEqualTo(service.post(ADMIN, body, "Idempotency-Key", key).text("id"));
    }
}
