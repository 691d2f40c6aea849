package radio.tarang.program.catalogue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import radio.tarang.program.Records;
import radio.tarang.program.RunningService;
import radio.tarang.program.RunningService.Answer;
import radio.tarang.program.security.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;

/** Playlists, and what becomes of them when their songs go. */
class PlaylistsIT {
    private static final String ADMIN = "/api/v1/admin/playlists";
    private final RunningService service = RunningService.shared();

    private String song(String title) {
        Answer answer = service.post("/api/v1/admin/songs",
                "{\"title\": \"" + title + "\", \"artist\": \"Somebody\", \"duration\": 180}");
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
        return answer.text("id");
    }

    private static String body(String title, boolean featured, List<String> songs) {
        return """
                {"title": "%s", "description": "For the evening", "coverImage": "https://images.example.org/c.jpg",
                 "isFeatured": %s, "songs": [%s]}""".formatted(title, featured,
                String.join(", ", songs.stream().map(song -> '"' + song + '"').toList()));
    }

    private static List<String> songs(JsonNode playlist) {
        return playlist.get("songs").findValuesAsString("id");
    }

    @Test
    void isMadeShownInItsOrderChangedAndDeleted() {
        List<String> ids = List.of(song("A"), song("B"), song("C"));
        Answer made = service.post(ADMIN, body("Evening", true, List.of(ids.get(2), ids.get(0), ids.get(2))));
        assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
        String id = made.text("id");
        assertThat(made.header("Location")).isEqualTo("/api/v1/playlists/" + id);

        Answer shown = service.get("/api/v1/playlists/" + id);
        assertThat(songs(shown.json())).containsExactly(ids.get(2), ids.get(0), ids.get(2));
        assertThat(shown.json().at("/songs/0/isLikedByUser").asBoolean()).isFalse();
        assertThat(shown.json().get("likes").intValue()).isZero();
        assertThat(shown.json().get("views").intValue()).isZero();
        assertThat(shown.header("Cache-Tag")).isEqualTo("playlist:" + id + ",songs");
        Answer featured = service.get("/api/v1/playlists/featured?limit=100");
        Answer brief = service.get("/api/v1/playlists?limit=1&cursor=&fields=id,description,songCount", "Save-Data",
                "on");
        assertThat(brief.json().at("/playlists/0").toString()).isEqualTo("{\"id\":\"" + id + "\",\"songCount\":3}");
        service.post(ADMIN, "{\"title\": \"Newer\"}");
        String first = service.get("/api/v1/playlists?limit=1").text("nextCursor");
        assertThat(service.get("/api/v1/playlists?limit=1&cursor=" + first).json().at("/playlists/0/id").asString())
                .isEqualTo(id);
        assertThat(featured.json().get("playlists").findValuesAsString("id")).contains(id);
        assertThat(featured.header("Cache-Control")).contains("s-maxage=600");

        Answer changed = service.put(ADMIN + "/" + id, body("Evening", false, ids), "If-Match",
                String.valueOf(shown.header("ETag")));
        assertThat(songs(changed.json())).isEqualTo(ids);
        assertThat(service.put(ADMIN + "/" + id, body("Late", false, ids), "If-Match",
                String.valueOf(shown.header("ETag"))).status()).isEqualTo(412);
        assertThat(service.get("/api/v1/playlists/featured?limit=100").json().get("playlists")
                .findValuesAsString("id")).doesNotContain(id);
        assertThat(service.delete(ADMIN + "/" + id).status()).isEqualTo(204);
        assertThat(service.get("/api/v1/playlists/" + id).slug()).isEqualTo("unknown-playlist");
        assertThat(service.delete(ADMIN + "/" + id).slug()).isEqualTo("unknown-playlist");
        try (Records records = service.records()) {
            List<Records.Record> told = records.awaitOf(id, 4);
            assertThat(told).extracting(Records.Record::type).containsExactly("playlist.updated", "playlist.updated",
                    "playlist.deleted", "playlist.deleted");
            assertThat(told.getFirst().json().get("songs").size()).isEqualTo(3);
            assertThat(told.getFirst().headers()).containsEntry("cache-tags", "playlist:" + id + ",playlists");
        }
        assertThat(service.jdbc().sql("SELECT action FROM audit WHERE target_id = ? ORDER BY at, id")
                .param(UUID.fromString(id)).query(String.class).list())
                .containsExactly("playlist.create", "playlist.update", "playlist.delete");
    }

    @Test
    void aSongThatIsDeletedLeavesItsPlaylistsAndThatIsTold() {
        String stays = song("Stays");
        String goes = song("Goes");
        String id = service.post(ADMIN, body("Shrinking", false, List.of(goes, stays, goes))).text("id");
        String other = service.post(ADMIN, body("Emptied", false, List.of(goes))).text("id");

        assertThat(service.delete("/api/v1/admin/songs/" + goes).status()).isEqualTo(204);

        JsonNode shown = service.get("/api/v1/playlists/" + id).json();
        assertThat(songs(shown)).containsExactly(stays);
        assertThat(shown.get("version").intValue()).isEqualTo(2);
        try (Records records = service.records()) {
            Records.Record told = records.awaitOf(id, 2).getLast();
            assertThat(told.type()).isEqualTo("playlist.updated");
            assertThat(told.json().get("songs").toString()).isEqualTo("[\"" + stays + "\"]");
            Records.Record cause = records.awaitOf(goes, 3).get(1);
            assertThat(cause.type()).isEqualTo("song.deleted");
            assertThat(List.of(told, records.awaitOf(other, 2).getLast()))
                    .allSatisfy(record -> assertThat(record.headers()).containsEntry("ce_causationid",
                            cause.headers().get("ce_id")));
        }
        assertThat(service.put(ADMIN + "/" + id, body("Shrinking", false, List.of(stays, goes))).json()
                .get("errors").findValuesAsString("field")).containsExactly("songs[1]");
    }

    @Test
    void songsThatAreInactiveStayAndAreNotShown() {
        String hidden = song("Hidden");
        String id = service.post(ADMIN, body("Partly", false, List.of(hidden))).text("id");
        service.put("/api/v1/admin/songs/" + hidden,
                "{\"title\": \"Hidden\", \"artist\": \"Somebody\", \"isActive\": false}");

        assertThat(service.get("/api/v1/playlists/" + id).json().get("songCount").intValue()).isZero();
        service.put("/api/v1/admin/songs/" + hidden, "{\"title\": \"Hidden\", \"artist\": \"Somebody\"}");
        assertThat(songs(service.get("/api/v1/playlists/" + id).json())).containsExactly(hidden);
    }

    @Test
    void inactiveOnesAreForEditorsAlone() {
        String id = service.post(ADMIN, "{\"title\": \"Draft\", \"isActive\": false, \"isFeatured\": true}").text("id");

        assertThat(service.get("/api/v1/playlists/" + id).status()).isEqualTo(404);
        for (String list : List.of("/api/v1/playlists?limit=100", "/api/v1/playlists/featured?limit=100")) {
            assertThat(service.get(list).json().get("playlists").findValuesAsString("id")).doesNotContain(id);
        }
        assertThat(service.get(ADMIN + "/" + id).status()).isEqualTo(200);
        assertThat(service.get(ADMIN + "?limit=100").json().get("playlists").findValuesAsString("id")).contains(id);
    }

    @Test
    void whatIsWrongIsNamed() {
        Answer refused = service.post(ADMIN, """
                {"description": "x", "coverImage": "data:text/html,x", "songs": ["%s", "nonsense", null, "%s"]}"""
                .formatted(song("There"), UUID.randomUUID()));
        assertThat(refused.json().get("errors").findValuesAsString("field")).containsExactly("title", "coverImage",
                "songs[1]", "songs[2]", "songs[3]");
        assertThat(service.post(ADMIN, body("Too many", false, Collections.nCopies(501, song("Often")))).json()
                .get("errors").findValuesAsString("field")).containsExactly("songs");
        assertThat(service.post(ADMIN, "{\"title\": \"x\", \"views\": 3}").status()).isEqualTo(400);
        String[] who = {"Authorization",
                "Bearer " + TestIssuer.shared().token(UUID.randomUUID(), List.of("MH"), "listener", "host", "editor")};
        assertThat(service.post(ADMIN, "{\"title\": \"x\"}", who).slug()).isEqualTo("forbidden");
    }

    @Test
    void ofSongsThatGoAndPlaylistsThatWantThemAtOnceNoneIsLeftBehind() throws Exception {
        List<String> songs = List.of(song("S1"), song("S2"), song("S3"), song("S4"), song("S5"), song("S6"));
        String id = service.post(ADMIN, body("Contended", false, songs)).text("id");
        List<Callable<Integer>> work = new ArrayList<>();
        songs.subList(0, 5).forEach(song -> work.add(() -> service.delete("/api/v1/admin/songs/" + song).status()));
        for (int i = 0; i < 5; i++) {
            work.add(() -> service.put(ADMIN + "/" + id, body("Contended", true, songs)).status());
        }
        Collections.shuffle(work);
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> done : threads.invokeAll(work)) {
                statuses.add(done.get());
            }
        }

        assertThat(statuses).allMatch(status -> status == 204 || status == 200 || status == 400);
        assertThat(statuses).filteredOn(status -> status == 204).hasSize(5);
        assertThat(songs(service.get("/api/v1/playlists/" + id).json())).containsExactly(songs.get(5));
        assertThat(service.jdbc().sql("""
                SELECT count(*) FROM playlist_song p JOIN song s ON s.id = p.song_id WHERE s.deleted
                """).query(Integer.class).single()).isZero();
    }
}
