package radio.tarang.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
    private static final States STATES = new States(JSON);
    private static final CatalogueWire CATALOGUE = new CatalogueWire(JSON, STATES, new Topics("program.events"));
    private static final Wire WIRE = new Wire(JSON, STATES, new Topics("program.events"));

    static Stream<ProgramEvent> programEvents() {
        Program live = Given.inStatus(ProgramStatus.LIVE);
        ProgramDetails full = new ProgramDetails("शीर्षक", "a\nb", "news", "Host", "host-1", "hi",
                "https://example.org/i.png", List.of("x"),
                "ext-1");
        Program complete = Program
                .schedule(UUID.randomUUID(), new StationRef(UUID.randomUUID(), "National", null), full,
                        Given.scheduled().slot(), Given.NOON)
                .program();
        ProgramEvent updated = live.revise(full, live.slot(), Given.NOON);
        return Stream.of(new ProgramEvent(ProgramEvent.Type.SCHEDULED, complete), Given.scheduled().start(Given.NOON),
                live.end(Given.NOON.plusSeconds(1)), live.cancel(Given.NOON), complete.delete(Given.NOON),
                updated == null ? live.end(Given.NOON) : updated);
    }

    @Test
    void theEventsAboveAreAllThereAre() {
        assertThat(programEvents().map(ProgramEvent::type)).containsExactlyInAnyOrder(ProgramEvent.Type.values());
    }

    @ParameterizedTest
    @MethodSource("programEvents")
    void everyProgrammeRecordIsValid(ProgramEvent event) {
        OutboxEvent record = WIRE.records(event).getFirst();

        assertValid("program-v1", record);
        assertThat(record.key()).isEqualTo(event.program().id().toString());
        assertThat(record.headers()).containsEntry("ce_type", event.type().ceType())
                .containsEntry("ce_subject", "programs/" + event.program().id())
                .containsEntry("ce_sequence", Long.toString(event.program().version()));
        String area = event.program().station().stateId() == null ? "national" : "state:MH";
        assertThat(record.headers().get("cache-tags"))
                .isEqualTo(
                        "program:" + event.program().id() + ",station:" + event.program().station().id() + "," + area);
        assertThat(record.partition()).isEqualTo(event.program().station().stateId() == null ? 0 : 10);
    }

    @Test
    void whatAnOverrunMovesSaysWhatWasAnnouncedAndWhatCausedIt() {
        Slot noon = Given.scheduled().slot();
        List<ProgramEvent> chain = ProgramEvent.chain(
                Stream.of(Given.inStatus(ProgramStatus.LIVE).run(new Slot(noon.start(), noon.end().plusSeconds(60)),
                        Given.NOON), Given.scheduled().run(noon.later(Duration.ofMinutes(1)), Given.NOON))
                        .map(Objects::requireNonNull).toList(),
                UUID::randomUUID);
        List<OutboxEvent> records = chain.stream().map(event -> WIRE.records(event).getFirst()).toList();

        records.forEach(record -> assertValid("program-v1", record));
        assertThat(records.getFirst().headers()).doesNotContainKey("ce_causationid");
        assertThat(records.getLast().headers().get("ce_causationid")).isNotNull()
                .isEqualTo(records.getFirst().headers().get("ce_id"));
        assertThat(new String(Objects.requireNonNull(records.getLast().payload()), StandardCharsets.UTF_8))
                .contains("\"announcedStart\":\"" + noon.start() + "\"", "\"announcedEnd\":\"" + noon.end() + "\"");
    }

    @ParameterizedTest
    @MethodSource("stationEvents")
    void everyStationRecordIsValid(StationEvent event) {
        assertValid("station-v1", WIRE.records(event).getFirst());
    }

    static Stream<StationEvent> stationEvents() {
        StationEvent opened = Station.open(UUID.randomUUID(), "Pune", "MH", List.of("mr"), "https://example.org/s",
                "ext", Given.NOON);
        StationEvent national = Station.open(UUID.randomUUID(), "All", null, List.of(), null, null, Given.NOON);
        return Stream.of(opened, national, opened.station().delete(Given.NOON));
    }

    static Stream<OutboxEvent> catalogueRecords() {
        SongEvent song = Song.add(UUID.randomUUID(), Given.song("बोहेमियन"), Given.NOON);
        SongEvent full = Song.add(UUID.randomUUID(),
                new SongDetails("T", "A", "https://example.org/a.png", "https://example.org/v", "https://example.org/a",
                        1, false, List.of("Rock", "ग़ज़ल"), "hi", 1975, false),
                Given.NOON);
        PlaylistEvent playlist = Playlist.add(UUID.randomUUID(),
                new PlaylistDetails("P", "a\nb", "https://example.org/c", true, true), List.of(song.song().id()),
                Given.NOON);
        return Stream.of(CATALOGUE.records(song), CATALOGUE.records(full), CATALOGUE.records(playlist),
                CATALOGUE.records(song.song().delete(Given.NOON)),
                CATALOGUE.records(playlist.playlist().delete(Given.NOON))).flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("catalogueRecords")
    void everyRecordOfTheCatalogueIsValid(OutboxEvent record) {
        String kind = record.headers().getOrDefault("ce_type", "").split("\\.")[0];
        if (record.payload() == null) {
            assertThat(record.headers()).containsEntry("tombstone", "deleted").containsEntry("ce_type",
                    kind + ".deleted");
        } else {
            assertValid(kind + "-v1", record);
        }
        assertThat(record.partition()).isZero();
        assertThat(record.headers()).containsEntry("cache-tags", kind + ":" + record.key() + "," + kind + "s")
                .containsEntry("ce_subject", kind + "s/" + record.key());
    }

    @Test
    void aDeletedSongIsToldAndThenForgottenByTheTopic() {
        List<OutboxEvent> records = CATALOGUE
                .records(Song.add(UUID.randomUUID(), Given.song("x"), Given.NOON).song().delete(Given.NOON));

        assertThat(records).hasSize(2);
        assertThat(records.getFirst().payload()).isNotNull();
        assertThat(records.getLast().payload()).isNull();
        assertThat(records.getFirst().headers().get("ce_id")).isNotEqualTo(records.getLast().headers().get("ce_id"));
    }

    @Test
    void aPlaylistThatLosesADeletedSongNamesThatDeletion() throws IOException {
        SongEvent deleted = Song.add(UUID.randomUUID(), Given.song("x"), Given.NOON).song().delete(Given.NOON)
                .named(UUID.randomUUID());
        PlaylistEvent shrunk = Objects.requireNonNull(Playlist.add(UUID.randomUUID(),
                new PlaylistDetails("P", null, null, true, false), List.of(deleted.song().id()), Given.NOON).playlist()
                .without(deleted.song().id(), Given.NOON)).because(deleted);
        List<OutboxEvent> cause = CATALOGUE.records(deleted);

        assertThat(CATALOGUE.records(shrunk).getFirst().headers().get("ce_causationid")).isNotNull()
                .isEqualTo(cause.getFirst().headers().get("ce_id"));
        assertThat(cause.getFirst().headers()).doesNotContainKey("ce_causationid");
        assertThat(cause.getLast().headers().get("ce_id")).isNotEqualTo(cause.getFirst().headers().get("ce_id"));
        assertThat(example("playlist.updated.song-deleted").at("/headers/ce_causationid"))
                .isEqualTo(example("song.deleted").at("/headers/ce_id"));
    }

    private static JsonNode example(String name) throws IOException {
        return JSON.readTree(Files.readString(CONTRACTS.resolve("examples/" + name + ".json")));
    }

    @Test
    void aDeletionIsItsEventAndThenATombstone() {
        List<OutboxEvent> records = WIRE.records(Given.scheduled().delete(Given.NOON));

        assertThat(records).hasSize(2);
        assertThat(records.getLast().payload()).isNull();
        assertThat(records.getLast().headers()).containsEntry("tombstone", "deleted").containsEntry("ce_type",
                "program.deleted");
        assertThat(records.getFirst().headers()).doesNotContainKey("tombstone");
    }

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(CONTRACTS.resolve("examples"))) {
            return files.filter(EventContractTests::isOurs).toList().stream();
        }
    }

    private static boolean isOurs(Path file) {
        String name = file.getFileName().toString();
        return Stream.of("program.", "station.", "song.", "playlist.", "tombstone-").anyMatch(name::startsWith);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyStoredExampleIsAccepted(Path file) throws IOException {
        JsonNode example = JSON.readTree(Files.readString(file));
        String schema = example.at("/headers/ce_dataschema").asString();

        assertThat(example.at("/headers/ce_specversion").asString()).isEqualTo("1.0");
        if (example.get("value").isNull()) {
            assertThat(example.at("/headers/tombstone").asString()).isIn("deleted", "expired");
            return;
        }
        assertValid(schema.replaceAll(".*/(.*)\\.schema\\.json", "$1"), example.get("value").toString());
        assertThat(example.get("key").asString()).isEqualTo(example.at("/value/id").asString());
        assertThat(example.at("/headers/ce_sequence").asString()).isEqualTo(example.at("/value/version").asString());
        JsonNode state = example.at("/value/stateId"); // songs and playlists have none
        assertThat(example.get("partition").intValue())
                .isEqualTo(STATES.partition(state.isString() ? state.asString() : null));
    }

    @Test
    void everyEventTypeHasAnExample() throws IOException {
        Set<String> wanted = new HashSet<>();
        Arrays.stream(ProgramEvent.Type.values()).forEach(type -> wanted.add(type.ceType() + ".json"));
        Arrays.stream(StationEvent.Type.values()).forEach(type -> wanted.add(type.ceType() + ".json"));
        Arrays.stream(SongEvent.Type.values()).forEach(type -> wanted.add(type.ceType() + ".json"));
        Arrays.stream(PlaylistEvent.Type.values()).forEach(type -> wanted.add(type.ceType() + ".json"));

        assertThat(examples().map(file -> file.getFileName().toString())).containsAll(wanted);
    }

    @Test
    void theSchemaRefusesWhatIsNoProgramme() throws IOException {
        String broken = JSON.readTree(Files.readString(CONTRACTS.resolve("examples/program.started.json"))).get("value")
                .toString()
                .replace("\"live\"", "\"paused\"");

        assertThat(schema("program-v1").validate(broken, InputFormat.JSON)).isNotEmpty();
    }

    private static void assertValid(String schema, OutboxEvent record) {
        byte[] payload = record.payload();
        assertThat(payload).isNotNull();
        assertValid(schema, new String(payload == null ? new byte[0] : payload, StandardCharsets.UTF_8));
    }

    private static void assertValid(String schema, String json) {
        assertThat(schema(schema).validate(json, InputFormat.JSON)).as(json).isEmpty();
    }

    private static Schema schema(String name) {
        try {
            String text = Files.readString(CONTRACTS.resolve("events/" + name + ".schema.json"));
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(text,
                    InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
