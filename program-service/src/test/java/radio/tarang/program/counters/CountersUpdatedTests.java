package radio.tarang.program.counters;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import radio.tarang.program.intake.Poison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The contract of {@code counters.updated}: its example is valid, and is understood here. */
class CountersUpdatedTests {
    private static final Path CONTRACTS = Path.of(System.getProperty("tarang.root", ".."), "docs", "contracts");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static JsonNode example() throws IOException {
        return JSON.readTree(Files.readString(CONTRACTS.resolve("examples/counters.updated.json")));
    }

    private static ConsumerRecord<byte[], byte[]> record(JsonNode example, String value) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("interaction.events", 0, 0,
                example.get("key").asString().getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.UTF_8));
        example.get("headers").properties().forEach(header -> record.headers().add(header.getKey(),
                header.getValue().asString().getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    @Test
    void theStoredExampleIsValidAndUnderstood() throws Exception {
        JsonNode example = example();
        String schema = Files.readString(CONTRACTS.resolve("events/counters-v1.schema.json"));

        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema, InputFormat.JSON).validate(example.get("value").toString(), InputFormat.JSON))
                .isEmpty();
        assertThat(CountersUpdated.read(record(example, example.get("value").toString()), JSON)).isEqualTo(
                new CountersUpdated("song", UUID.fromString(example.get("key").asString()), 12, 340, 0,
                        1_099_511_627_999L));
    }

    @Test
    void whatIsCountedOfOthersIsNoneOfOurBusinessAndNonsenseIsPoison() throws Exception {
        JsonNode example = example();
        String value = example.get("value").toString();

        assertThat(CountersUpdated.read(record(example, value.replace("song:", "program:")), JSON)).isNull();
        for (String poison : new String[]{"null", "[]", "{", value.replace("12", "-12"), value.replace("likes", "x"),
                value.replace("song:", "song"), value.replace("340", "\"many\"")}) {
            assertThatThrownBy(() -> CountersUpdated.read(record(example, poison), JSON)).as(poison)
                    .isInstanceOf(Poison.class);
        }
    }
}
