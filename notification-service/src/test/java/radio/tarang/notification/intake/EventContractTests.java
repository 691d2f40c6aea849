package radio.tarang.notification.intake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import radio.tarang.notification.FeedEvent;
import radio.tarang.notification.FeedEvent.OptOutChanged;
import radio.tarang.notification.FeedEvent.ProgrammeChanged;
import radio.tarang.notification.FeedEvent.StationChanged;
import radio.tarang.notification.FeedEvent.SubjectGone;
import radio.tarang.notification.States;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Every stored example of an event is understood, for ever; what breaks the contract is refused with the reason. */
class EventContractTests {
    private static final Path EXAMPLES = Path.of(System.getProperty("tarang.root", ".."), "docs/contracts/examples");

    private final EventReader reader = new EventReader(States.load(), new Topics("program.events"));

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.filter(file -> {
                String name = file.getFileName().toString();
                return name.startsWith("program.") || name.startsWith("station.") || name.startsWith("optout.")
                        || name.startsWith("tombstone");
            }).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void understandsEveryExample(Path example) throws Exception {
        JsonNode json = JsonMapper.shared().readTree(Files.readAllBytes(example));
        FeedEvent event = reader.read(record(json));
        assertThat(event).isNotNull();
        assertThat(Objects.requireNonNull(event).origin().sequence())
                .isEqualTo(Long.parseLong(json.path("headers").path("ce_sequence").asString()));
        assertThat(event.subject()).isEqualTo(json.path("headers").path("ce_subject").asString());
        String name = example.getFileName().toString();
        assertThat(event).isInstanceOf(name.startsWith("program.")
                ? ProgrammeChanged.class
                : name.startsWith("station.")
                        ? StationChanged.class
                        : name.startsWith("optout.") ? OptOutChanged.class : SubjectGone.class);
        if (event instanceof ProgrammeChanged changed) {
            assertThat(name).isEqualTo("program." + changed.happening().name().toLowerCase(Locale.ROOT) + ".json");
        }
    }

    @Test
    void knowsExamplesOfEveryTypeItReads() throws IOException {
        assertThat(examples()).hasSizeGreaterThanOrEqualTo(8);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void refusesEveryExampleThatLacksAHeader(Path example) throws IOException {
        JsonNode json = JsonMapper.shared().readTree(Files.readAllBytes(example));
        for (String header : List.of("ce_specversion", "ce_id", "ce_type", "ce_subject", "ce_time", "ce_sequence")) {
            ConsumerRecord<byte[], byte[]> record = record(json);
            record.headers().remove(header);
            assertThatThrownBy(() -> reader.read(record)).as(header).isInstanceOf(Poison.class)
                    .hasMessageContaining(header);
        }
    }

    private static ConsumerRecord<byte[], byte[]> record(JsonNode json) {
        byte @Nullable [] value = json.path("value").isObject()
                ? JsonMapper.shared().writeValueAsBytes(json.path("value"))
                : null;
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("program.events", json.path("partition").asInt(),
                7,
                json.path("key").asString().getBytes(StandardCharsets.UTF_8), value);
        json.path("headers").forEachEntry(
                (name, header) -> record.headers().add(name, header.asString().getBytes(StandardCharsets.UTF_8)));
        return record;
    }
}
