package radio.tarang.gateway.edge;

import java.util.List;

import org.junit.jupiter.api.Test;

import radio.tarang.gateway.FakeService.Reply;
import radio.tarang.gateway.identity.Listeners;

import static org.assertj.core.api.Assertions.assertThat;

/** What is kept: in which form, under which key and for whom. */
class EdgeKeepsIT extends EdgeStory {
    @Test
    void whatIsEverybodysIsServedFromMemoryToSignedInCallersTooAndFilledAsNobody() {
        String path = path();
        PROGRAM.on(path, s -> Reply.listing(s.headers().contains("Authorization") ? "mine" : "everybody's", 60, "t"));
        String token = "Bearer " + ISSUER.token("listener");
        assertThat(get(path, "Authorization", token).body()).isEqualTo("everybody's");
        long hits = cache.hits.sum();
        assertThat(hit(get(path, "Authorization", token))).isTrue();
        assertThat(cache.hits.sum()).as("by the handler: the verdict is known").isEqualTo(hits + 1);
        assertThat(get(path).body()).isEqualTo("everybody's");
        assertThat(get(path, "Authorization", token + "x").statusCode()).as("a bad token is refused, cached or not")
                .isEqualTo(401);
        assertThat(PROGRAM.seen(path)).hasSize(1);
    }

    @Test
    void anAnswerThatDependsOnTheCallerIsKeptForCallersWithNeitherTokenNorSession() {
        String path = path();
        PROGRAM.on(path, s -> Reply.listing(s.headers().contains("X-Session-Id") ? "mine" : "nobody's", 60, "t")
                .with("Vary", "Authorization, X-Session-Id, Accept-Encoding"));
        String session = Listeners.fresh();
        assertThat(get(path, "X-Session-Id", session).body()).isEqualTo("mine");
        assertThat(get(path).body()).isEqualTo("nobody's");
        assertThat(hit(get(path))).isTrue();
        assertThat(get(path, "Cookie", "tarang-session=" + session).body()).isEqualTo("mine");
        assertThat(hit(get(path, "X-Session-Id", "forged"))).as("a forged session is nobody").isTrue();
        assertThat(PROGRAM.seen(path).stream().filter(s -> s.headers().contains("X-Session-Id"))).hasSize(2);
        String token = "Bearer " + ISSUER.token("listener");
        for (int i = 0; i < 2; i++) {
            assertThat(hit(get(path, "Authorization", token))).as("a signed-in caller is somebody").isFalse();
        }
        assertThat(hit(get(path))).isTrue();
    }

    @Test
    void privateCookieSettingAndOtherwiseVaryingAnswersAreNotKept() {
        for (Reply reply : List.of(Reply.of(200, "p").with("Cache-Control", "private, max-age=60"),
                Reply.listing("c", 60, "t").with("Set-Cookie", "a=b"),
                Reply.listing("v", 60, "t").with("Vary", "Accept-Language"),
                Reply.of(200, "none"), Reply.of(404, "{}"))) {
            String path = path();
            PROGRAM.on(path, reply);
            get(path);
            get(path);
            assertThat(hit(get(path))).isFalse();
            assertThat(get(path).body()).isEqualTo(reply.body());
        }
    }

    @Test
    void anAnswerInSeveralFormsIsKeptInTheOneForEverybodyAndAskedForInTheOthers() {
        String path = path();
        PROGRAM.on(path,
                s -> Reply.listing(s.headers().get("Accept"), 60, "t").with("Vary", "Accept, Accept-Encoding"));
        for (int i = 0; i < 2; i++) {
            assertThat(get(path).body()).isEqualTo("*/*");
            assertThat(get(path, "Accept", "text/calendar").body()).isEqualTo("text/calendar");
            assertThat(get(path, "Accept", "application/json").body()).isEqualTo("*/*");
        }
        assertThat(hit(get(path))).isTrue();
        assertThat(hit(get(path, "Accept", "text/calendar"))).isFalse();
        for (String weighed : List.of("text/calendar, */*;q=0.1", "application/json;q=0.1, text/*",
                "application/json;q=0")) {
            assertThat(get(path, "Accept", weighed).body()).isEqualTo(weighed);
        }
        assertThat(get(path).headers().firstValue("Vary"))
                .hasValueSatisfying(vary -> assertThat(vary).contains("Accept"));
        assertThat(PROGRAM.seen(path).stream().filter(s -> "*/*".equals(s.headers().get("Accept")))).hasSize(1);
    }

    @Test
    void saveDataAndFieldsAreKeysOfTheirOwn() {
        String path = path();
        PROGRAM.on(path, s -> Reply.listing(s.headers().get("Save-Data", "off") + s.uri().contains("fields"), 60, "t"));
        for (int i = 0; i < 2; i++) {
            assertThat(get(path).body()).isEqualTo("offfalse");
            assertThat(get(path, "Save-Data", "on").body()).isEqualTo("onfalse");
            assertThat(get(path + "?fields=id").body()).isEqualTo("offtrue");
        }
        assertThat(PROGRAM.seen(path)).hasSize(3);
    }

    @Test
    void whatIsNotCanonicalFallsThroughToTheService() {
        String path = path();
        PROGRAM.on(path, Reply.listing("{}", 60, "t"));
        get(path);
        for (String odd : List.of("?unknown=1", "?page=1&page=2", "?page=%31")) {
            assertThat(header(get(path + odd), "Cache-Status")).isEmpty();
        }
        assertThat(header(get(path, "Range", "bytes=0-1"), "Cache-Status")).isEmpty();
        assertThat(PROGRAM.seen(path)).hasSize(5);
    }

    @Test
    void aTooLargeAnswerIsPassedOnWhole() {
        String path = path();
        PROGRAM.on(path, Reply.listing("y".repeat(1_500_000), 60, "t"));
        assertThat(get(path).body()).hasSize(1_500_000);
        assertThat(get(path).body()).hasSize(1_500_000);
        assertThat(hit(get(path))).isFalse();
    }
}
