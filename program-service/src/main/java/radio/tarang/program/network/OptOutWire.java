package radio.tarang.program.network;

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
import radio.tarang.program.States;
import radio.tarang.program.Topics;

/** Opt-outs as records of {@code program.events}, in the partition of the state. A contract: {@code docs/contracts/events/opt-out-v1.schema.json}. */
@Component
class OptOutWire {
    @JsonInclude(Include.NON_NULL)
    private record Told(UUID id, UUID replaces, String stateId, @Nullable UUID replacementProgramId,
            @Nullable String language, @Nullable Integer delayMinutes, Instant createdAt, Instant updatedAt,
            long version) {
        static Told of(OptOut optOut) {
            OptOut.Terms terms = optOut.terms();
            return new Told(optOut.id(), optOut.programId(), optOut.stateId(), terms.replacement(), terms.language(),
                    terms.delayMinutes(), optOut.createdAt(), optOut.updatedAt(), optOut.version());
        }
    }

    private final ObjectMapper json;
    private final States states;
    private final Topics topics;

    OptOutWire(ObjectMapper json, States states, Topics topics) {
        this.json = json;
        this.states = states;
        this.topics = topics;
    }

    /** A deletion is two records: the last state, then the tombstone for the compacted topic. */
    List<OutboxEvent> records(OptOutEvent event) {
        OutboxEvent told = record(event.optOut(), headers(event), json.writeValueAsBytes(Told.of(event.optOut())));
        return event.type() == OptOutEvent.Type.DELETED
                ? List.of(told, record(event.optOut(), headers(event).tombstone("deleted"), null))
                : List.of(told);
    }

    private static CloudEvent headers(OptOutEvent event) {
        OptOut optOut = event.optOut();
        return CloudEvent.of(event.type().ceType(), "program-service").subject("opt-outs/" + optOut.id())
                .time(optOut.updatedAt()).sequence(optOut.version())
                .dataSchema("https://tarang.radio/contracts/events/opt-out-v1.schema.json")
                .cacheTags("state:" + optOut.stateId());
    }

    private OutboxEvent record(OptOut optOut, CloudEvent headers, byte @Nullable [] payload) {
        return new OutboxEvent(topics.programEvents(), states.partition(optOut.stateId()), optOut.id().toString(),
                headers.headers(), payload);
    }
}
