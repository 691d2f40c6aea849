package radio.tarang.user;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import radio.tarang.outbox.OutboxEvent;

import static org.assertj.core.api.Assertions.assertThat;

/** Our records against the schemas and examples of {@code docs/contracts}, which every consumer relies on. */
class EventContractTests {
    private static final Path CONTRACTS = Path.of(System.getProperty("tarang.root", ".."), "docs", "contracts");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Wire WIRE = new Wire(JSON, new Topics("interaction.events", "program.events"));

    private static final FollowTarget HOST = new FollowTarget(FollowTarget.Kind.HOST, UUID.randomUUID());
    private static final FollowTarget STATION = new FollowTarget(FollowTarget.Kind.STATION, UUID.randomUUID());

    /** One of every kind, and the kinds with optional members twice. */
    static Stream<AccountEvent> events() {
        AccountEvent.Registered registered = Given.registered();
        Account account = registered.account();
        return Stream.of(registered, Account.register(account.id(), "usha", Given.FULL, Given.NOON),
                Objects.requireNonNull(account.prefer(Given.FULL, Given.NOON)), account.changeAccess(Given.NOON),
                account.merge("AAECAwQFBgcICQoLDA0ODw", Given.NOON), account.revoke("sid-1", Given.NOON),
                account.present(Given.NOON), account.follow(HOST, Given.NOON), account.unfollow(STATION, Given.NOON),
                account.block(HOST.id(), Given.NOON), account.unblock(HOST.id(), Given.NOON),
                account.erase(Given.NOON));
    }

    @Test
    void aFollowOfSomebodyMakesBothProfilesStale() {
        Account account = Given.registered().account();

        assertThat(WIRE.record(account.follow(HOST, Given.NOON)).headers()).containsEntry("cache-tags",
                "user:" + account.id() + ",user:" + HOST.id());
        assertThat(WIRE.record(account.follow(STATION, Given.NOON)).headers()).doesNotContainKey("cache-tags");
    }

    @Test
    void theEventsAboveAreAllThereAre() {
        assertThat(events().map(Object::getClass).distinct())
                .containsExactlyInAnyOrder(AccountEvent.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("events")
    void everyRecordIsValid(AccountEvent event) {
        OutboxEvent record = WIRE.record(event);
        String id = event.account().id().toString();

        assertThat(
                schemaOf(record.headers().getOrDefault("ce_dataschema", "")).validate(text(record), InputFormat.JSON))
                .as(text(record)).isEmpty();
        assertThat(record.topic()).isEqualTo("interaction.events");
        assertThat(record.partition()).isNull();
        assertThat(record.key()).isEqualTo(id);
        assertThat(record.headers()).containsEntry("ce_type", event.ceType()).containsEntry("ce_subject", "users/" + id)
                .containsEntry("ce_sequence", Long.toString(event.account().sequence()));
    }

    @Test
    void whatEndsTokensSaysWhose() {
        Account account = Given.registered().account();

        assertThat(WIRE.record(account.revoke("sid-1", Given.NOON)).headers()).containsEntry("revokes", "sid:sid-1");
        assertThat(WIRE.record(account.changeAccess(Given.NOON)).headers()).containsEntry("revokes",
                "sub:" + account.id());
        assertThat(WIRE.record(Objects.requireNonNull(account.prefer(Given.FULL, Given.NOON))).headers())
                .doesNotContainKey("revokes");
    }

    @Test
    void theVersionInTheDataIsTheSequenceOfTheRecord() {
        Account account = Given.registered().account().merge("AAECAwQFBgcICQoLDA0ODw", Given.NOON).account();
        OutboxEvent updated = WIRE.record(Objects.requireNonNull(account.prefer(Given.FULL, Given.NOON)));

        assertThat(JSON.readTree(text(updated)).get("version").asString())
                .isEqualTo(updated.headers().get("ce_sequence"));
    }

    @Test
    void everyEventTypeHasAnExampleThatIsAccepted() throws IOException {
        for (String type : events().map(AccountEvent::ceType).distinct().toList()) {
            JsonNode example = JSON.readTree(Files.readString(CONTRACTS.resolve("examples/" + type + ".json")));
            assertThat(schemaOf(example.at("/headers/ce_dataschema").asString())
                    .validate(example.get("value").toString(), InputFormat.JSON)).as(type).isEmpty();
            assertThat(example.at("/headers/ce_type").asString()).isEqualTo(type);
            assertThat(example.at("/headers/ce_subject").asString())
                    .isEqualTo("users/" + example.get("key").asString());
        }
    }

    @Test
    void theSchemaRefusesWhatIsNoUser() throws IOException {
        String broken = JSON.readTree(Files.readString(CONTRACTS.resolve("examples/user.updated.json"))).get("value")
                .toString().replace("\"weekly\"", "\"hourly\"");

        assertThat(schemaOf("https://tarang.radio/contracts/events/user-v1.schema.json").validate(broken,
                InputFormat.JSON)).isNotEmpty();
    }

    private static String text(OutboxEvent record) {
        return new String(Objects.requireNonNull(record.payload()), StandardCharsets.UTF_8);
    }

    private static Schema schemaOf(String uri) {
        try {
            String text = Files
                    .readString(CONTRACTS.resolve("events").resolve(uri.substring(uri.lastIndexOf('/') + 1)));
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(text,
                    InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
