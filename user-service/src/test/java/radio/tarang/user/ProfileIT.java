package radio.tarang.user;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import radio.tarang.user.RunningService.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** What everybody sees of a person, and who may change it. */
class ProfileIT {
    private final RunningService service = Crowd.service();

    private static String profile(Somebody somebody) {
        return "/api/v1/users/" + somebody.id();
    }

    @Test
    void everybodySeesTheHandleAndNothingOfKeycloaks() {
        Somebody asha = Somebody.known(service, "listener");
        Answer seen = service.get(profile(asha));

        assertThat(seen.status()).isEqualTo(200);
        assertThat(seen.json().propertyNames()).containsExactlyInAnyOrder("id", "username", "createdAt", "followers",
                "following");
        assertThat(seen.text("username")).isEqualTo(asha.username());
        assertThat(seen.header("Cache-Control")).contains("s-maxage=60");
        assertThat(seen.header("Cache-Tag")).isEqualTo("user:" + asha.id());
        assertThat(service.get(profile(asha), "If-None-Match", String.valueOf(seen.header("ETag"))).status())
                .isEqualTo(304);
    }

    @Test
    void nobodyIsA404() {
        assertThat(service.get("/api/v1/users/5f0c6a52-6d0e-4f0b-9a58-0c3f6f1f7a99").slug()).isEqualTo("unknown-user");
        assertThat(service.get("/api/v1/users/me").slug()).isEqualTo("unknown-user");
    }

    @Test
    void itsOwnerChangesItAndCachesLearnOfIt() {
        Somebody asha = Somebody.known(service, "listener");
        Answer changed = asha.put(profile(asha), """
                {"displayName": " Ashā\\u0000 \\uD83D\\uDC69\\u200D\\uD83C\\uDFA4 ", "bio": "One\\r\\nTwo",
                 "avatarUrl": "https://example.org/a.png", "favouriteColour": "blue"}""");

        assertThat(changed.status()).as(changed.raw().body()).isEqualTo(200);
        assertThat(changed.text("displayName")).isEqualTo("Ashā 👩‍🎤");
        assertThat(changed.text("bio")).isEqualTo("One\nTwo");
        assertThat(service.get(profile(asha)).json()).isEqualTo(changed.json());
        try (Records records = service.records()) {
            Records.Record told = records.awaitOf(asha.id().toString(), 2).getLast();
            assertThat(told.type()).isEqualTo("user.updated");
            assertThat(told.headers()).containsEntry("cache-tags", "user:" + asha.id());
            assertThat(told.value()).doesNotContain("👩‍🎤");
        }
        assertThat(asha.put(profile(asha), "{}").json().has("bio")).isFalse();
    }

    @Test
    void limitsCountCodePointsAfterNormalisation() {
        Somebody asha = Somebody.known(service, "listener");

        assertThat(asha.put(profile(asha), "{\"displayName\": \"" + "😀".repeat(60) + "\"}").status()).isEqualTo(200);
        assertThat(asha.put(profile(asha), "{\"displayName\": \"" + "é".repeat(60) + "\"}").status())
                .isEqualTo(200);
        Answer refused = asha.put(profile(asha), "{\"displayName\": \"" + "😀".repeat(61) + "\", \"bio\": \""
                + "x".repeat(501) + "\", \"avatarUrl\": \"javascript:alert(1)\"}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().get("errors").size()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"role", "roles", "status", "email", "username", "id", "followers", "enabled"})
    void whatIsNotTheirsToSetIsRefused(String member) {
        Somebody asha = Somebody.known(service, "listener");
        Answer refused = asha.put(profile(asha), "{\"displayName\": \"Asha\", \"" + member + "\": \"x\"}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/errors/0/field").asString()).isEqualTo(member);
    }

    @Test
    void nobodyElseMayWhateverTheySend() {
        Somebody asha = Somebody.known(service, "listener");
        Somebody admin = Somebody.known(service, "admin", "editor", "moderator", "host", "listener");

        assertThat(admin.put(profile(asha), "{not json").status()).isEqualTo(403);
        assertThat(admin.put("/api/v1/users/nobody", "{}").slug()).isEqualTo("forbidden");
        assertThat(service.put(profile(asha), "{}").status()).isEqualTo(401);
        assertThat(asha.put(profile(asha), "{not json").status()).isEqualTo(400);
    }

    @Test
    void aChangeMadeOnAnOldVersionIsRefused() {
        Somebody asha = Somebody.known(service, "listener");
        String tag = String.valueOf(service.get(profile(asha)).header("ETag"));

        assertThat(asha.put(profile(asha), "{\"bio\": \"first\"}", "If-Match", tag).status()).isEqualTo(200);
        assertThat(asha.put(profile(asha), "{\"bio\": \"second\"}", "If-Match", tag).slug())
                .isEqualTo("precondition-failed");
        assertThat(service.get(profile(asha)).text("bio")).isEqualTo("first");
    }
}
