package radio.tarang.user.admin;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import radio.tarang.local.test.TestRealm;
import radio.tarang.local.test.TestServers;
import radio.tarang.user.Records;
import radio.tarang.user.RunningService;
import radio.tarang.user.RunningService.Answer;
import radio.tarang.user.Visit;
import radio.tarang.user.admin.AccessChanges.Change;
import radio.tarang.user.keycloak.People;

import static org.assertj.core.api.Assertions.assertThat;

/** What administrators do about people, at the real Keycloak. */
class UserAdminIT {
    private static final String USERS = "/api/v1/admin/users";

    private final RunningService service = RunningService.shared();
    private final TestRealm realm = TestServers.keycloak().realm();
    private final People people = service.bean(People.class);
    private final String admin = "Bearer " + realm.accessToken("admin");

    private Answer patch(String id, String body, String... headers) {
        return patchAs(admin, id, body, headers);
    }

    private Answer patchAs(String who, String id, String body, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Authorization";
        all[1] = who;
        return service.patch(USERS + "/" + id, body, all);
    }

    private Answer get(String path) {
        return service.get(USERS + path, "Authorization", admin);
    }

    private static List<String> words(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }

    @Test
    void peopleAreFoundByTheBeginningOfTheirNameOrAddress() {
        String name = Visit.freshName();
        String id = realm.createUser(name, Set.of("editor"), Set.of("MH", "KA"));
        Answer found = get("?q=" + name.substring(0, 12));

        assertThat(found.status()).as(found.raw().body()).isEqualTo(200);
        assertThat(found.json().get("total").asInt()).isEqualTo(1);
        JsonNode user = found.json().at("/users/0");
        assertThat(user.get("id").asString()).isEqualTo(id);
        assertThat(user.get("email").asString()).isEqualTo(name + "@example.org");
        assertThat(words(user.get("roles"))).containsExactly("editor", "host", "listener");
        assertThat(words(user.get("states"))).containsExactly("KA", "MH");
        assertThat(user.get("enabled").asBoolean()).isTrue();
        assertThat(get("?q=" + name + "@example.org").json().get("total").asInt()).isEqualTo(1);
        assertThat(get("?q=nobody" + name).json().get("total").asInt()).isZero();
        assertThat(found.header("Cache-Control")).contains("no-store");
    }

    @Test
    void longListsArePaged() {
        Answer first = get("?limit=2");

        assertThat(first.json().get("users").size()).isEqualTo(2);
        assertThat(first.json().get("total").asInt()).isGreaterThanOrEqualTo(5);
        assertThat(first.json().get("hasMore").asBoolean()).isTrue();
        assertThat(first.header("Link")).contains("page=2>; rel=\"next\"");
        assertThat(get("?limit=0").status()).isEqualTo(400);
    }

    @Test
    void newRightsAreAuditedAndEndTheTokensOfBefore() {
        String name = Visit.freshName();
        String id = realm.createUser(name, Set.of(), Set.of());
        Answer changed = patch(id, "{\"roles\": [\"editor\"], \"states\": [\"MH\", \"or\"]}", "X-Forwarded-For",
                "203.0.113.9");

        assertThat(changed.status()).as(changed.raw().body()).isEqualTo(200);
        assertThat(words(changed.json().get("roles"))).containsExactly("editor", "host", "listener");
        assertThat(words(changed.json().get("states"))).containsExactly("MH", "OD");
        assertThat(changed.header("ETag")).startsWith("\"v2-");
        assertThat(Visit.claim(realm.tokens(name).accessToken(), "preferred_username")).isEqualTo(name);
        assertThat(people.roles(UUID.fromString(id))).contains("editor");
        try (Records records = service.records()) {
            Records.Record told = records.awaitOf(id, 2).getLast();
            assertThat(told.type()).isEqualTo("user.updated");
            assertThat(told.headers()).containsEntry("revokes", "sub:" + id);
        }
        JsonNode entry = get("/audit?user=" + id).json().at("/entries/0");
        assertThat(entry.at("/actor/username").asString()).isEqualTo("admin");
        assertThat(entry.get("action").asString()).isEqualTo("user.access");
        assertThat(entry.get("targetId").asString()).isEqualTo(id);
        assertThat(entry.get("ip").asString()).isEqualTo("203.0.113.9");
        assertThat(entry.get("before").toString())
                .isEqualTo("{\"roles\":[\"listener\"],\"states\":[],\"enabled\":true}");
        assertThat(words(entry.at("/after/states"))).containsExactly("MH", "OD");
    }

    @Test
    void aTokenOfBeforeIsRefusedWithinSecondsAndANewOneCarriesTheNewRights() {
        String name = Visit.freshName();
        String id = realm.createUser(name, Set.of("admin"), Set.of());
        String before = "Bearer " + realm.tokens(name).accessToken();
        assertThat(service.get(USERS, "Authorization", before).status()).isEqualTo(200);

        assertThat(patch(id, "{\"roles\": [\"moderator\"]}").status()).isEqualTo(200);

        Awaitility.await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(service.get(USERS, "Authorization", before).status()).isEqualTo(401));
        Awaitility.await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            String after = "Bearer " + realm.tokens(name).accessToken();
            assertThat(service.get("/api/v1/user/preferences", "Authorization", after).status()).isEqualTo(200);
            assertThat(service.get(USERS, "Authorization", after).status()).isEqualTo(403);
        });
    }

    @Test
    void whoIsDisabledGetsNoNewTokenAndWhoIsEnabledAgainDoes() {
        String name = Visit.freshName();
        String id = realm.createUser(name, Set.of(), Set.of());
        assertThat(patch(id, "{\"enabled\": false}").json().get("enabled").asBoolean()).isFalse();
        assertThat(new Visit(service).login(name, "tarang").slug()).isEqualTo("invalid-credentials");

        assertThat(patch(id, "{\"enabled\": true}").json().get("enabled").asBoolean()).isTrue();
        assertThat(new Visit(service).login(name, "tarang").status()).isEqualTo(200);
        assertThat(get("/audit?user=" + id).json().get("total").asInt()).isEqualTo(2);
    }

    @Test
    void whatChangesNothingIsNeitherAuditedNorTold() {
        String id = realm.createUser(Visit.freshName(), Set.of("host"), Set.of("MH"));

        assertThat(patch(id, "{\"roles\": [\"host\"], \"states\": [\"MH\"], \"enabled\": true}").status())
                .isEqualTo(200);
        assertThat(patch(id, "{}").header("ETag")).startsWith("\"v1-");
        assertThat(get("/audit?user=" + id).json().get("total").asInt()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"roles[0] | {\"roles\": [\"emperor\"]}",
            "states[1] | {\"states\": [\"MH\", \"XX\"]}",
            "enabled | {\"enabled\": \"yes\"}", "roles | {\"roles\": \"admin\"}", "email | {\"email\": \"a@b.c\"}"})
    void whatIsWrongIsNamed(String field, String body) {
        Answer refused = patch(realm.createUser(Visit.freshName(), Set.of(), Set.of()), body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/errors/0/field").asString()).isEqualTo(field);
    }

    @Test
    void nobodyIsA404() {
        assertThat(patch(UUID.randomUUID().toString(), "{\"enabled\": true}").slug()).isEqualTo("unknown-user");
        assertThat(patch("asha", "{\"enabled\": true}").slug()).isEqualTo("unknown-user");
    }

    @ParameterizedTest
    @ValueSource(strings = {"listener", "host", "editor", "moderator"})
    void nobodyElseMay(String role) {
        String token = "Bearer " + realm.accessToken(role);

        assertThat(service.get(USERS, "Authorization", token).status()).isEqualTo(403);
        assertThat(service.get(USERS + "/audit", "Authorization", token).status()).isEqualTo(403);
        assertThat(patchAs(token, "asha", "{not json").status()).isEqualTo(403);
        assertThat(service.get(USERS).status()).isEqualTo(401);
    }

    @Test
    void nobodyTakesTheRoleOrTheSignInFromThemselves() {
        String name = Visit.freshName();
        String id = realm.createUser(name, Set.of("admin"), Set.of());
        String self = "Bearer " + realm.tokens(name).accessToken();

        assertThat(patchAs(self, id, "{\"roles\": [\"editor\"]}").slug()).isEqualTo("admin-lockout");
        assertThat(patchAs(self, id, "{\"enabled\": false}").slug()).isEqualTo("admin-lockout");
        assertThat(patchAs(self, id, "{\"states\": [\"MH\"]}").status()).isEqualTo(200);
        assertThat(people.roles(UUID.fromString(id))).contains("admin");
        assertThat(patch(id, "{\"roles\": []}").status()).isEqualTo(200); // another one may
        assertThat(people.roles(UUID.fromString(id))).containsExactly("listener");
    }

    @Test
    void aChangeMadeOnOldRightsIsRefusedAndOfManyAtOnceOneWins() throws Exception {
        String id = realm.createUser(Visit.freshName(), Set.of(), Set.of());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> many = IntStream.range(0, 4).<Callable<Integer>>mapToObj(n -> () -> patch(id,
                    "{\"states\": [\"" + List.of("MH", "KA", "KL", "TN").get(n) + "\"]}", "If-Match", "\"v1\"")
                    .status()).toList();
            List<Integer> answers = threads.invokeAll(many).stream().map(done -> done.resultNow()).toList();

            assertThat(answers).containsOnly(200, 412).containsOnlyOnce(200);
        }
        assertThat(get("/audit?user=" + id).json().get("total").asInt()).isEqualTo(1);
    }

    @Test
    void aChangeWhoseWorkerDiedIsAuditedAndToldAllTheSame() {
        String name = Visit.freshName();
        UUID id = UUID.fromString(realm.createUser(name, Set.of(), Set.of()));
        AccessChanges changes = service.bean(AccessChanges.class);
        changes.begin(new Change(id, new Actor(UUID.randomUUID(), "gone", "203.0.113.7"),
                new Access(Set.of("listener"), Set.of(), true), false), 1);
        people.setRoles(id, Set.of("moderator")); // and then the process died
        assertThat(patch(id.toString(), "{\"enabled\": false}").status()).isEqualTo(412);

        service.bean(AccessEditor.class).finishWhatIsLeft(Duration.ZERO);

        JsonNode entry = get("/audit?user=" + id).json().at("/entries/0");
        assertThat(entry.at("/actor/username").asString()).isEqualTo("gone");
        assertThat(words(entry.at("/after/roles"))).containsExactly("listener", "moderator");
        try (Records records = service.records()) {
            assertThat(records.awaitOf(id.toString(), 2).getLast().headers()).containsEntry("revokes", "sub:" + id);
        }
        assertThat(patch(id.toString(), "{\"enabled\": false}").status()).isEqualTo(200);
    }

    @Test
    void whileOneAdministratorIsTakenOutNoOtherIs() {
        UUID one = UUID.fromString(realm.createUser(Visit.freshName(), Set.of("admin"), Set.of()));
        String other = realm.createUser(Visit.freshName(), Set.of("admin"), Set.of());
        AccessChanges changes = service.bean(AccessChanges.class);
        changes.begin(new Change(one, new Actor(UUID.randomUUID(), "elsewhere", "203.0.113.8"),
                new Access(people.roles(one), Set.of(), true), true), 1);

        assertThat(patch(other, "{\"roles\": []}").status()).isEqualTo(412);
        changes.forget(one);
        assertThat(patch(other, "{\"roles\": []}").status()).isEqualTo(200);
    }

    @Test
    void aHostIsFollowedAsOne() {
        String host = realm.createUser(Visit.freshName(), Set.of("host"), Set.of());
        Answer signedIn = new Visit(service).login(people.find(UUID.fromString(host)).orElseThrow().username(),
                "tarang");
        assertThat(signedIn.status()).isEqualTo(200);
        String listener = new Visit(service).newcomer(Visit.freshName()).text("accessToken");
        Answer followed = service.post("/api/v1/users/" + host + "/follow", "", "Authorization",
                "Bearer " + listener);

        assertThat(followed.text("targetType")).isEqualTo("host");
        assertThat(service.get("/api/v1/user/following?type=host", "Authorization", "Bearer " + listener).json()
                .get("total").asInt()).isEqualTo(1);
        assertThat(service.delete("/api/v1/users/" + host + "/follow", "Authorization", "Bearer " + listener)
                .status()).isEqualTo(204);
    }
}
