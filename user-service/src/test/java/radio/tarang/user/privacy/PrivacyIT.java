package radio.tarang.user.privacy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import radio.tarang.local.test.TestRealm;
import radio.tarang.local.test.TestServers;
import radio.tarang.user.Records;
import radio.tarang.user.RunningService;
import radio.tarang.user.RunningService.Answer;
import radio.tarang.user.RunningService.Setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What is held about a person: shown whole, and gone when they go. */
class PrivacyIT {
    private static final TestRealm REALM = TestServers.keycloak().realm();
    private static FakeHolder program;
    private static FakeHolder comment;
    private static Setup setup;
    private static RunningService service;

    private final String name = "leaver." + UUID.randomUUID().toString().substring(0, 8);
    private final String id = REALM.createUser(name, Set.of(), Set.of());
    private final String bearer = "Bearer " + REALM.tokens(name).accessToken();

    @BeforeAll
    static void start() throws IOException {
        program = new FakeHolder("{\"held\": \"by program-service\"}");
        comment = new FakeHolder("{\"held\": \"by comment-service\"}");
        Setup fresh = Setup.fresh();
        // Two play all the others.
        for (String other : List.of("program", "counter", "search")) {
            fresh = fresh.with("tarang.privacy.services." + other, program.url());
        }
        for (String other : List.of("comment", "notification")) {
            fresh = fresh.with("tarang.privacy.services." + other, comment.url());
        }
        setup = fresh.with("tarang.privacy.retell-after", "3s");
        service = RunningService.start(setup);
    }

    @AfterAll
    static void stop() {
        service.close();
        program.close();
        comment.close();
    }

    private Answer get(String path) {
        return service.get(path, "Authorization", bearer);
    }

    private Answer exported() {
        await().atMost(Duration.ofSeconds(20)).until(() -> get("/api/v1/user/export").status() == 200);
        return get("/api/v1/user/export");
    }

    @Test
    void anExportIsPutTogetherFromEverybody() {
        service.put("/api/v1/user/preferences", "{\"statePreference\": \"MH\", \"languages\": [\"mr\"]}",
                "Authorization", bearer);
        Answer first = get("/api/v1/user/export");
        assertThat(first.status()).isEqualTo(202);
        assertThat(first.header("Retry-After")).isEqualTo("2");

        Answer whole = exported();
        assertThat(whole.header("Content-Disposition")).contains("attachment", id);
        assertThat(whole.header("Cache-Control")).isEqualTo("no-store");
        assertThat(whole.text("userId")).isEqualTo(id);
        var services = whole.json().path("services");
        assertThat(services.propertyNames()).containsExactlyInAnyOrder("program-service", "comment-service",
                "counter-service", "notification-service", "search-service", "user-service");
        assertThat(services.path("program-service").path("held").asString()).isEqualTo("by program-service");
        assertThat(services.path("user-service").path("account").get(0).path("state_preference").asString())
                .isEqualTo("MH");
        assertThat(services.path("user-service").path("keycloak").path("email").asString())
                .isEqualTo(name + "@example.org");
        assertThat(program.tokens).allMatch(token -> token.startsWith("Bearer ") && !token.equals(bearer));
    }

    @Test
    void aServiceThatIsAwayDelaysItAndIsNeverLeftOut() {
        comment.away = true;
        try {
            int asked = comment.tokens.size();
            get("/api/v1/user/export");
            await().atMost(Duration.ofSeconds(20)).until(() -> comment.tokens.size() >= asked + 2);
            assertThat(get("/api/v1/user/export").status()).isEqualTo(202);
        } finally {
            comment.away = false;
        }
        assertThat(exported().json().path("services").path("comment-service").path("held").asString())
                .isEqualTo("by comment-service");
    }

    @Test
    void whatIsKeptOfAnExportIsSealed() {
        exported();
        byte[] kept = service.jdbc().sql("SELECT document FROM export WHERE user_id = ?::uuid").param(id)
                .query((row, _) -> row.getBytes(1)).single();
        assertThat(new String(kept, StandardCharsets.ISO_8859_1)).doesNotContain(id, name, "services");
    }

    @Test
    void whoLeavesIsGoneEverywhereAndNobodyComesBack() {
        String friend = "friend." + UUID.randomUUID().toString().substring(0, 8);
        String friendId = REALM.createUser(friend, Set.of(), Set.of());
        String friendBearer = "Bearer " + REALM.tokens(friend).accessToken();
        service.get("/api/v1/user/preferences", "Authorization", friendBearer);
        get("/api/v1/user/preferences");
        service.post("/api/v1/users/" + id + "/follow", "", "Authorization", friendBearer);
        service.post("/api/v1/users/" + friendId + "/follow", "", "Authorization", bearer);
        assertThat(service.get("/api/v1/users/" + friendId).json().path("followers").asInt()).isOne();

        assertThat(service.delete("/api/v1/user", "Authorization", bearer).status()).isEqualTo(202);

        assertThat(service.get("/api/v1/users/" + id).status()).isEqualTo(404);
        assertThat(service.get("/api/v1/users/" + friendId).json().path("followers").asInt()).isZero();
        assertThat(service.get("/api/v1/users/" + friendId).json().path("following").asInt()).isZero();
        await("the token counts no more").atMost(Duration.ofSeconds(10))
                .until(() -> get("/api/v1/user/preferences").status() == 401);
        await("Keycloak has forgotten").atMost(Duration.ofSeconds(10)).until(() -> service
                .post("/api/v1/auth/login", "{\"username\": \"" + name + "\", \"password\": \"tarang\"}")
                .status() == 401);
        try (Records records = service.records()) {
            Records.Record deleted = records
                    .await(record -> id.equals(record.key()) && record.type().equals("user.deleted"), 1).getFirst();
            assertThat(deleted.headers()).containsEntry("revokes", "sub:" + id).containsEntry("cache-evict", "true");
            assertThat(deleted.value()).doesNotContain(name);
        }
    }

    @Test
    void itIsToldAgainUntilEverybodyHasConfirmed() {
        get("/api/v1/user/preferences");
        service.delete("/api/v1/user", "Authorization", bearer);
        try (Records records = service.records()) {
            List<Records.Record> told = records
                    .await(record -> id.equals(record.key()) && record.type().equals("user.deleted"), 2);
            assertThat(told.stream().map(Records.Record::sequence).distinct()).hasSize(1);
            records.await(record -> id.equals(record.key()) && record.type().equals("user.erased"), 1);
        }
        assertThat(open()).isTrue();
        for (String other : List.of("program", "comment", "counter", "notification", "search")) {
            confirm(other + "-service");
        }
        await("complete, and the id is gone").atMost(Duration.ofSeconds(15)).until(() -> !open());
    }

    private boolean open() {
        return service.jdbc().sql("SELECT count(*) FROM erasure WHERE user_id = ?::uuid").param(id).query(Long.class)
                .single() == 1;
    }

    private void confirm(String from) {
        ProducerRecord<String, String> record = new ProducerRecord<>(setup.topic(), id,
                "{\"id\":\"" + id + "\",\"service\":\"" + from + "\"}");
        Map.of("ce_specversion", "1.0", "ce_id", UUID.randomUUID().toString(), "ce_type", "user.erased", "ce_source",
                "/services/" + from, "ce_subject", "users/" + id, "ce_time", "2026-01-01T00:00:00Z", "ce_sequence", "2")
                .forEach((header, value) -> record.headers().add(header, value.getBytes(StandardCharsets.UTF_8)));
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", setup.brokers()), new StringSerializer(), new StringSerializer())) {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
