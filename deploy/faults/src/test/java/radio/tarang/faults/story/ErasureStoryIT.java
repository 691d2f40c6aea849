package radio.tarang.faults.story;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import radio.tarang.faults.stage.Answer;
import radio.tarang.faults.stage.Api;
import radio.tarang.faults.stage.Topic;
import radio.tarang.faults.stage.Topic.Published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Somebody joins, is shown all that is held about them, and leaves: from then on nobody knows them, on the whole platform. */
@ExtendWith(RunningPlatform.class)
class ErasureStoryIT {
    private static final String PASSWORD = "a long enough secret";
    private static final String PREFERENCES = "/api/v1/user/preferences";
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration ONCE_BACK = Duration.ofSeconds(60);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** @param api as this person */
    private record Person(String name, String id, String refreshToken, Api api) {
    }

    private final RunningPlatform.Platform platform;
    private final Topic interactions;

    ErasureStoryIT(RunningPlatform.Platform platform) {
        this.platform = platform;
        this.interactions = new Topic(platform.stage().bootstrapServers(), "interaction.events");
    }

    private Person joins(String who) {
        String name = who + "-" + Long.toString(System.nanoTime(), 36).toLowerCase(Locale.ROOT);
        Answer joined = platform.api().as("").ask("POST", "/api/v1/auth/register",
                "{\"username\":\"%s\",\"email\":\"%s@example.org\",\"password\":\"%s\"}".formatted(name, name,
                        PASSWORD));
        assertThat(joined.status()).as(joined.toString()).isEqualTo(201);
        String token = joined.text("accessToken");
        String id = JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1])).path("sub").asString();
        return new Person(name, id, joined.text("refreshToken"), platform.api().as(token));
    }

    private Answer logsIn(Person person) {
        return platform.api().as("").ask("POST", "/api/v1/auth/login",
                "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(person.name(), PASSWORD));
    }

    @Test
    void whoLeavesIsShownEverythingFirstAndKnownToNobodyAfterwards() throws SQLException {
        Person leaver = joins("leaver");
        Person friend = joins("friend");
        String station = platform.api().createStation("Farewell " + leaver.name(), "MH").text("id");
        leaver.api().ask("PUT", PREFERENCES, "{\"statePreference\":\"GA\",\"languages\":[\"kn\"]}");
        await("the station is known to who keeps follows").atMost(SOON).until(() -> leaver.api()
                .ask("POST", "/api/v1/stations/" + station + "/follow", "").status() == 200);
        assertThat(friend.api().ask("POST", "/api/v1/users/" + leaver.id() + "/follow", "").status()).isEqualTo(200);
        assertThat(logsIn(leaver).status()).isEqualTo(200);
        showsEverything(leaver, friend, station);

        assertThat(leaver.api().ask("DELETE", "/api/v1/user", "").status()).isEqualTo(202);

        await("the token counts nowhere").atMost(SOON).untilAsserted(() -> {
            assertThat(leaver.api().get(PREFERENCES).status()).isEqualTo(401);
            assertThat(leaver.api().get("/api/v1/user/export").status()).isEqualTo(401);
            assertThat(leaver.api().get("/api/v1/states").status()).isEqualTo(401);
        });
        await("nobody signs in").atMost(SOON).until(() -> logsIn(leaver).status() == 401);
        assertThat(platform.api().as("").ask("POST", "/api/v1/auth/refresh",
                "{\"refreshToken\":\"" + leaver.refreshToken() + "\"}").status()).isEqualTo(401);
        await("nobody is shown").atMost(SOON)
                .until(() -> platform.api().get("/api/v1/users/" + leaver.id()).status() == 404);
        assertThat(friend.api().get("/api/v1/users/" + friend.id()).json().path("following").asInt()).isZero();
        await("everybody has confirmed").atMost(SOON).until(() -> complete(leaver));
        List<Published> told = told(leaver);
        isOnceAndWithoutAWord(told, leaver);
        nobodyComesBack(leaver, told.size());
    }

    private static void showsEverything(Person leaver, Person friend, String station) {
        await("the export is put together").atMost(SOON)
                .until(() -> leaver.api().get("/api/v1/user/export").status() == 200);
        Answer export = leaver.api().get("/api/v1/user/export");
        JsonNode services = export.json().path("services");
        assertThat(export.text("userId")).isEqualTo(leaver.id());
        assertThat(services.propertyNames()).contains("user-service", "program-service");
        JsonNode user = services.path("user-service");
        assertThat(user.path("account").get(0).path("state_preference").asString()).isEqualTo("GA");
        assertThat(user.path("keycloak").path("email").asString()).isEqualTo(leaver.name() + "@example.org");
        assertThat(user.toString()).contains(station, friend.id(), "\"kn\"");
        assertThat(services.path("program-service").path("erased").asBoolean(true)).isFalse();
    }

    private void isOnceAndWithoutAWord(List<Published> told, Person leaver) {
        assertThat(told).filteredOn(event -> event.type().equals("user.deleted")).hasSize(1).first()
                .satisfies(event -> assertThat(event.header("revokes")).isEqualTo("sub:" + leaver.id()));
        assertThat(told).filteredOn(event -> event.type().equals("user.erased"))
                .extracting(event -> event.header("ce_source"))
                .containsExactlyInAnyOrder("/services/user-service", "/services/program-service");
        assertThat(told).noneMatch(event -> event.value() != null
                && new String(event.value(), StandardCharsets.UTF_8).contains(leaver.name() + "@"));
    }

    /** Not even with a token that was issued afterwards, however that came about. */
    private void nobodyComesBack(Person leaver, int told) throws SQLException {
        Api ghost = platform.api().as(platform.signer().token(leaver.id(), leaver.name(), List.of("listener"),
                Instant.now().plusSeconds(5)));
        assertThat(ghost.get("/api/v1/states").status()).as("the token itself counts").isEqualTo(200);
        for (Answer refused : List.of(ghost.get(PREFERENCES),
                ghost.ask("PUT", PREFERENCES, "{\"statePreference\":\"KL\",\"languages\":[\"ml\"]}"),
                ghost.ask("PUT", "/api/v1/users/" + leaver.id(), "{\"displayName\":\"I am back\"}"),
                ghost.get("/api/v1/user/export"))) {
            assertThat(refused.status()).as(refused.toString()).isIn(401, 404);
        }
        assertThat(count("users", "account WHERE id = ?::uuid", leaver)).isZero();
        assertThat(count("users", "export WHERE user_id = ?::uuid", leaver)).isZero();
        assertThat(told(leaver)).as("nothing more is told about them").hasSize(told);
    }

    @Test
    void aServiceThatIsKilledBeforeItForgetsForgetsWhenItIsBackOnceAndForAll() throws IOException, SQLException {
        Person leaver = joins("outlived");
        platform.program().pause();
        try {
            assertThat(leaver.api().ask("DELETE", "/api/v1/user", "").status()).isEqualTo(202);
            await("it is told").atMost(SOON).until(() -> told(leaver).stream()
                    .anyMatch(event -> event.type().equals("user.deleted")));
        } finally {
            platform.program().kill(); // while it stands still: it never got to hear of it
        }
        await("user-service has confirmed").atMost(SOON).until(() -> told(leaver).stream()
                .anyMatch(event -> event.type().equals("user.erased")));
        assertThat(logsIn(leaver).status()).as("whoever else is away").isEqualTo(401);
        await("it stays open").during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(5))
                .until(() -> !complete(leaver));

        platform.program().start();

        await("complete").atMost(ONCE_BACK).until(() -> complete(leaver));
        isOnceAndWithoutAWord(told(leaver), leaver);
        assertThat(count("program", "erased_subject WHERE hash = sha256(convert_to(?, 'UTF8'))", leaver)).isOne();
        await("program-service is open again").atMost(Duration.ofSeconds(60))
                .until(() -> platform.api().get("/api/v1/programs?status=scheduled").status() == 200);
    }

    private List<Published> told(Person person) {
        return interactions.read().stream().filter(event -> event.key().equals(person.id())).toList();
    }

    private boolean complete(Person person) throws SQLException {
        return count("users", "erasure WHERE hash = sha256(convert_to(?, 'UTF8')) AND completed_at IS NOT NULL"
                + " AND user_id IS NULL AND keycloak_gone", person) == 1;
    }

    private long count(String database, String what, Person person) throws SQLException {
        try (Connection connection = platform.stage().connect(database);
                PreparedStatement select = connection.prepareStatement("SELECT count(*) FROM " + what)) {
            select.setString(1, person.id());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
