package radio.tarang.program;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.ObjectMapper;

import radio.tarang.outbox.CloudEvent;
import radio.tarang.outbox.OutboxEvent;

/**
 * Events as records of {@code program.events}: key, partition, headers and JSON as {@code docs/contracts/events} describes them. Everything here is a
 * contract; members are only ever added.
 */
@Component
class Wire {
    @JsonInclude(Include.NON_NULL)
    private record ProgramState(UUID id, UUID stationId, String stationName,
            @JsonInclude(Include.ALWAYS) @Nullable String stateId,
            String title, @Nullable String description, @Nullable String category, @Nullable String hostName,
            @Nullable String hostId,
            @Nullable String language, @Nullable UUID scheduleId, Instant scheduledStart, Instant scheduledEnd,
            @Nullable Instant announcedStart, @Nullable Instant announcedEnd, @Nullable Instant actualStart,
            @Nullable Instant actualEnd,
            String status, @Nullable String imageUrl, List<String> tags, @Nullable String externalId, Instant createdAt,
            Instant updatedAt,
            long version) {
        static ProgramState of(Program p) {
            ProgramDetails d = p.details();
            Slot announced = p.announced();
            return new ProgramState(p.id(), p.station().id(), p.station().name(), p.station().stateId(), d.title(),
                    d.description(),
                    d.category(), d.hostName(), d.hostId(), d.language(),
                    p.occurrence() == null ? null : p.occurrence().scheduleId(), p.slot().start(), p.slot().end(),
                    announced == null ? null : announced.start(), announced == null ? null : announced.end(),
                    p.actualStart(), p.actualEnd(),
                    p.status().word(), d.imageUrl(), d.tags(), d.externalId(), p.createdAt(), p.updatedAt(),
                    p.version());
        }
    }

    @JsonInclude(Include.NON_NULL)
    private record StationState(UUID id, String name, @JsonInclude(Include.ALWAYS) @Nullable String stateId,
            List<String> languages,
            @Nullable String streamUrl, @Nullable String externalId, long version) {
        static StationState of(Station s) {
            return new StationState(s.id(), s.name(), s.stateId(), s.languages(), s.streamUrl(), s.externalId(),
                    s.version());
        }
    }

    private static final String SOURCE = "program-service";
    private static final String SCHEMAS = "https://tarang.radio/contracts/events/";

    private final ObjectMapper json;
    private final States states;
    private final Topics topics;

    Wire(ObjectMapper json, States states, Topics topics) {
        this.json = json;
        this.states = states;
        this.topics = topics;
    }

    /** A deletion is two records: the last state for whoever follows along, then the tombstone for the compacted topic. */
    List<OutboxEvent> records(ProgramEvent event) {
        OutboxEvent told = record(event.program(), headers(event),
                json.writeValueAsBytes(ProgramState.of(event.program())));
        return event.type() == ProgramEvent.Type.DELETED
                ? List.of(told, record(event.program(), headers(event).tombstone("deleted"), null))
                : List.of(told);
    }

    List<OutboxEvent> records(StationEvent event) {
        OutboxEvent told = record(event.station(), headers(event),
                json.writeValueAsBytes(StationState.of(event.station())));
        return event.type() == StationEvent.Type.DELETED
                ? List.of(told, record(event.station(), headers(event).tombstone("deleted"), null))
                : List.of(told);
    }

    /** The programme leaves the topic; nothing happened to it. */
    OutboxEvent expiry(Program program, Instant now) {
        ProgramEvent last = new ProgramEvent(ProgramEvent.Type.UPDATED, program);
        return record(program, headers(last).time(now).tombstone("expired"), null);
    }

    private static CloudEvent headers(ProgramEvent event) {
        Program program = event.program();
        CloudEvent headers = CloudEvent.of(event.type().ceType(), SOURCE).subject("programs/" + program.id())
                .time(program.updatedAt())
                .sequence(program.version()).dataSchema(SCHEMAS + "program-v1.schema.json")
                .cacheTags("program:" + program.id(), "station:" + program.station().id(),
                        areaTag(program.station().stateId()));
        if (event.id() != null) {
            headers.id(event.id());
        }
        if (event.causedBy() != null) {
            headers.causedBy(event.causedBy().toString());
        }
        return headers;
    }

    private static CloudEvent headers(StationEvent event) {
        Station station = event.station();
        return CloudEvent.of(event.type().ceType(), SOURCE).subject("stations/" + station.id())
                .time(station.updatedAt())
                .sequence(station.version()).dataSchema(SCHEMAS + "station-v1.schema.json")
                .cacheTags("station:" + station.id(), "stations", areaTag(station.stateId()));
    }

    private OutboxEvent record(Program program, CloudEvent headers, byte @Nullable [] payload) {
        return new OutboxEvent(topics.programEvents(), states.partition(program.station().stateId()),
                program.id().toString(),
                headers.headers(), payload);
    }

    private OutboxEvent record(Station station, CloudEvent headers, byte @Nullable [] payload) {
        return new OutboxEvent(topics.programEvents(), states.partition(station.stateId()), station.id().toString(),
                headers.headers(),
                payload);
    }

    private static String areaTag(@Nullable String stateId) {
        return stateId == null ? "national" : "state:" + stateId;
    }
}
