package radio.tarang.program.privacy;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import radio.tarang.program.Given;
import radio.tarang.program.RunningService;
import radio.tarang.program.RunningService.Answer;
import radio.tarang.program.security.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;

/** Somebody leaves: this service forgets them, says so, and goes on knowing that they left. */
class ErasureIT {
    private static final String SERVICE = "program-service";

    private final RunningService service = RunningService.shared();
    private final String topic = service.interactionTopic();
    private final Interactions interactions = new Interactions(service.brokers(), topic,
            topic + "." + SERVICE + "-privacy.dlt");
    private final UUID user = UUID.randomUUID();

    @AfterEach
    void close() {
        interactions.close();
    }

    @Test
    void whoIsDeletedIsForgottenAndTheAnswerSaysSo() {
        assertThat(export(user).json().path("erased").asBoolean()).isFalse();
        interactions.tellDeleted(user);

        ConsumerRecord<String, String> erased = interactions.await(user.toString(), "user.erased", 1).getFirst();
        assertThat(erased.value()).isEqualTo("{\"id\":\"" + user + "\",\"service\":\"" + SERVICE + "\"}");
        assertThat(Interactions.header(erased, "ce_subject")).isEqualTo("users/" + user);
        assertThat(Interactions.header(erased, "ce_sequence")).isEqualTo("7");
        assertThat(export(user).json().path("erased").asBoolean()).isTrue();
    }

    @Test
    void whatAnEditorDidRemainsButNotTheirNameNorWhereTheyWere() {
        String token = "Bearer " + TestIssuer.shared().named(user, "leaver", "listener", "host", "editor");
        String station = service.post("/api/v1/admin/stations",
                "{\"name\": \"Left behind\", \"languages\": [], \"stateId\": \"MH\"}", "Authorization", token,
                "X-Forwarded-For", "203.0.113.9").text("id");
        JsonNode held = export(user).json().path("audit").path(0);
        assertThat(held.path("action").asString()).isEqualTo("station.create");
        assertThat(held.path("ip").asString()).isEqualTo("203.0.113.9");
        assertThat(audited().at("/actor/username").asString()).isEqualTo("leaver");

        Instant tomorrow = Instant.now().plus(1, ChronoUnit.DAYS);
        String made = "/api/v1/programs/" + service.post("/api/v1/admin/programs",
                Given.body(station, "Theirs", tomorrow, tomorrow.plusSeconds(60)), "Authorization", token).text("id");
        assertThat(service.get(made).text("createdBy")).isEqualTo(user.toString());

        interactions.tellDeleted(user);
        interactions.await(user.toString(), "user.erased", 1);

        assertThat(service.get(made).json().has("createdBy")).isFalse();
        JsonNode kept = service.get("/api/v1/admin/audit?targetId=" + station).json().path("entries").path(0);
        assertThat(kept.at("/actor/id").asString()).isEqualTo(user.toString());
        assertThat(kept.at("/actor/username").isNull()).isTrue();
        assertThat(kept.get("ip").isNull()).isTrue();
        assertThat(kept.at("/after/name").asString()).isEqualTo("Left behind");
    }

    private JsonNode audited() {
        return service.get("/api/v1/admin/audit?actor=" + user).json().path("entries").path(0);
    }

    @Test
    void toldTwiceItAnswersTwice() {
        interactions.tellDeleted(user);
        interactions.tellDeleted(user);
        assertThat(interactions.await(user.toString(), "user.erased", 2)).hasSize(2);
    }

    @Test
    void poisonIsPutAsideIntactAndTheNextOneIsHeard() {
        String nobody = "nobody-" + user;
        interactions.tell(nobody, "users/somebody-else");
        interactions.tellDeleted(user);

        interactions.await(user.toString(), "user.erased", 1);
        List<ConsumerRecord<String, String>> poison = interactions.await(nobody, "user.deleted", 2);
        ConsumerRecord<String, String> dead = poison.stream().filter(record -> !record.topic().equals(topic))
                .findFirst().orElseThrow();
        assertThat(dead.value()).isEqualTo("{\"id\":\"" + nobody + "\",\"version\":7}");
        assertThat(Interactions.header(dead, "dlt-reason")).contains("do not name one user");
    }

    @Test
    void onlyTheExporterMaySeeWhatIsHeld() {
        String path = "/internal/export/users/" + user;
        assertThat(service.get(path).status()).isEqualTo(401);
        assertThat(service.get(path, "Authorization", RunningService.EDITOR).status()).isEqualTo(403);
        String admin = "Bearer "
                + TestIssuer.shared().token("listener", "host", "editor", "moderator", "admin");
        assertThat(service.get(path, "Authorization", admin).status()).isEqualTo(403);
        Answer held = export(user);
        assertThat(held.status()).isEqualTo(200);
        assertThat(held.header("Cache-Control")).isEqualTo("no-store");
    }

    private Answer export(UUID id) {
        return service.get("/internal/export/users/" + id, "Authorization",
                "Bearer " + TestIssuer.shared().token("exporter"));
    }
}
