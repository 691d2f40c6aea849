package radio.tarang.program.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import radio.tarang.outbox.OutboxEvent;
import radio.tarang.program.Given;
import radio.tarang.program.States;
import radio.tarang.program.Topics;

import static org.assertj.core.api.Assertions.assertThat;

/** Opt-outs on the topic against the schema and the examples that every consumer relies on. */
class OptOutContractTests {
    private static final Path CONTRACTS = Path.of(System.getProperty("tarang.root", ".."), "docs", "contracts");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final States STATES = new States(JSON);
    private static final OptOutWire WIRE = new OptOutWire(JSON, STATES, new Topics("program.events"));

    static Stream<OptOutEvent> events() {
        OptOut plain = OptOut.declare(UUID.randomUUID(), UUID.randomUUID(), "OD",
                new OptOut.Terms(null, null, null), Given.NOON).optOut();
        return Stream.of(OptOut.declare(plain.id(), plain.programId(), "OD",
                new OptOut.Terms(UUID.randomUUID(), null, null), Given.NOON),
                Objects.requireNonNull(plain.change(new OptOut.Terms(null, "or", 30), Given.NOON)),
                plain.withdraw(Given.NOON));
    }

    @ParameterizedTest
    @MethodSource("events")
    void everyRecordIsValidAndInTheStatesPartition(OptOutEvent event) {
        OutboxEvent record = WIRE.records(event).getFirst();

        assertValid(new String(Objects.requireNonNull(record.payload()), StandardCharsets.UTF_8));
        assertThat(record.key()).isEqualTo(event.optOut().id().toString());
        assertThat(record.partition()).isEqualTo(STATES.partition("OD"));
        assertThat(record.headers()).containsEntry("ce_type", event.type().ceType())
                .containsEntry("ce_subject", "opt-outs/" + event.optOut().id())
                .containsEntry("ce_sequence", Long.toString(event.optOut().version()))
                .containsEntry("cache-tags", "state:OD");
    }

    @Test
    void aDeletionIsItsEventAndThenATombstone() {
        List<OutboxEvent> records = WIRE.records(events().toList().getLast());

        assertThat(records).hasSize(2);
        assertThat(records.getLast().payload()).isNull();
        assertThat(records.getLast().headers()).containsEntry("tombstone", "deleted").containsEntry("ce_type",
                "optout.deleted");
    }

    @ParameterizedTest
    @EnumSource(OptOutEvent.Type.class)
    void everyEventTypeHasAnExampleThatIsAccepted(OptOutEvent.Type type) throws IOException {
        JsonNode example = JSON.readTree(Files.readString(CONTRACTS.resolve("examples/" + type.ceType() + ".json")));

        assertValid(example.get("value").toString());
        assertThat(example.at("/headers/ce_type").asString()).isEqualTo(type.ceType());
        assertThat(example.get("key").asString()).isEqualTo(example.at("/value/id").asString());
        assertThat(example.at("/headers/ce_sequence").asString()).isEqualTo(example.at("/value/version").asString());
        assertThat(example.get("partition").intValue())
                .isEqualTo(STATES.partition(example.at("/value/stateId").asString()));
    }

    @Test
    void theSchemaRefusesAReplacementThatComesLater() throws IOException {
        String broken = JSON.readTree(Files.readString(CONTRACTS.resolve("examples/optout.updated.json"))).get("value")
                .toString().replace("\"stateId\"", "\"delayMinutes\":30,\"stateId\"");

        assertThat(schema().validate(broken, InputFormat.JSON)).isNotEmpty();
    }

    private static void assertValid(String json) {
        try {
            assertThat(schema().validate(json, InputFormat.JSON)).as(json).isEmpty();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(CONTRACTS.resolve("events/opt-out-v1.schema.json")), InputFormat.JSON);
    }
}
