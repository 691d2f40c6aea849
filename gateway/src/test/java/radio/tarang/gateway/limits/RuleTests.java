package radio.tarang.gateway.limits;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RuleTests {

    @ParameterizedTest
    @CsvSource({"POST, /songs/1/like, LIKE", "POST, /playlists/1/like, LIKE", "POST, /programs/1/like, LIKE",
            "POST, /comments/1/like, LIKE", "DELETE, /songs/1/like, UNLIKE", "DELETE, /comments/1/like, UNLIKE",
            "POST, /programs/1/comments, COMMENT", "POST, /songs/1/comments, COMMENT",
            "POST, /playlists/1/comments, COMMENT", "POST, /comments/1/replies, COMMENT", "POST, /songs/1/play, PLAY",
            "POST, /auth/login, LOGIN", "POST, /auth/register, REGISTER", "POST, /auth/refresh, CALL",
            "POST, /auth/logout, CALL", "POST, /auth/code, CALL", "POST, /interactions/batch, CALL",
            "GET, /songs/1/comments, CALL", "GET, /comments/1/replies, CALL", "POST, /programs/1/view, CALL",
            "POST, /stations/1/listen, CALL", "POST, /songs/1/share, CALL", "PUT, /comments/1, CALL",
            "DELETE, /comments/1, CALL", "POST, /comments/1/report, CALL", "POST, /programs/1/end, CALL",
            "GET, /programs/state/MH, CALL", "PUT, /user/preferences, CALL", "GET, /openapi.json, CALL",
            "POST, /users/1/follow, CALL", "POST, /nothing/of/this/kind, CALL", "GET, '', CALL"})
    void theApiByTheDocument(String method, String path, Rule expected) {
        assertThat(Rule.of(method, "/api/v1" + path)).isEqualTo(expected);
        assertThat(Rule.of(method, "/api" + path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"GET, /ws, CALL", "POST, /identity/realms/tarang/login-actions/authenticate, LOGIN_PAGE",
            "GET, /identity/resources/x.css, PAGE_OF_PROVIDER", "GET, /, NOTHING", "GET, /app.js, NOTHING",
            "GET, /health, NOTHING", "GET, /apis/v1/songs, NOTHING", "GET, /vendor/hls.min.js, NOTHING",
            "GET, /docs, NOTHING", "GET, /identityX, NOTHING"})
    void whatStandsAtTheRoot(String method, String path, Rule expected) {
        assertThat(Rule.of(method, path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/songs/1/like/", "/api/v1//songs/1/like", "//api/v1/songs/1/like",
            "/api/v1/songs/1/%6Cike", "/%61pi/v1/songs/1/like", "/api/v1/songs/1/like;a=b", "/api/v1/songs;a=b/1/like",
            "/api/v1/songs/./1/like", "/API/V1/songs/1/LIKE", "/api/v1/songs/1%2flike", "/api/songs/1/like//",
            "/api/v1/songs/%31/like"})
    void noWayOfWritingAPathMakesItCheaper(String path) {
        assertThat(Rule.of("POST", path)).isEqualTo(Rule.LIKE);
    }

    @Test
    void everyVerbWithABucketOfItsOwnIsInTheRoutesOfTheGateway() throws Exception {
        String routes = Files.readString(Path.of(System.getProperty("tarang.root", ".."),
                "gateway/src/main/resources/application.yaml"));
        assertThat(routes).contains("/api/v1/{kind}/{id}/like", "/api/v1/{kind}/{id}/play",
                "/api/v1/{kind}/{id}/comments/**", "/api/v1/comments/**", "/api/v1/auth/**");
    }
}
