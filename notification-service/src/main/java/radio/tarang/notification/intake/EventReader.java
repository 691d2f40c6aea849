package radio.tarang.notification.intake;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import radio.tarang.notification.FeedEvent;
import radio.tarang.notification.FeedEvent.Happening;
import radio.tarang.notification.FeedEvent.OptOutChanged;
import radio.tarang.notification.FeedEvent.Origin;
import radio.tarang.notification.FeedEvent.ProgrammeChanged;
import radio.tarang.notification.FeedEvent.StationChanged;
import radio.tarang.notification.FeedEvent.SubjectGone;
import radio.tarang.notification.OptOut;
import radio.tarang.notification.Programme;
import radio.tarang.notification.Programme.Malformed;
import radio.tarang.notification.State;
import radio.tarang.notification.States;
import radio.tarang.notification.Station;

/** Reads a record of {@code program.events}: CloudEvents 1.0 in binary mode, the public state as JSON. */
@Component
final class EventReader {
    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final States states;
    private final Topics topics;

    EventReader(States states, Topics topics) {
        this.states = states;
        this.topics = topics;
    }

    /** Null when the record is fine but means nothing to the feed. */
    @Nullable
    FeedEvent read(ConsumerRecord<byte[], byte[]> record) throws Poison {
        if (record.key() == null) {
            throw new Poison("no key");
        }
        if (!header(record, "ce_specversion").equals("1.0")) {
            throw new Poison("ce_specversion is not 1.0");
        }
        String type = header(record, "ce_type");
        String subject = header(record, "ce_subject");
        Origin origin = origin(record);
        Happening happening = happening(type);
        boolean station = type.equals("station.updated") || type.equals("station.deleted");
        boolean optOut = type.equals("optout.updated") || type.equals("optout.deleted");
        if (happening == null && !station && !optOut) {
            return null;
        }
        String kind = station ? "stations/" : optOut ? "opt-outs/" : "programs/";
        if (!subject.equals(kind + new String(record.key(), StandardCharsets.UTF_8))) {
            throw new Poison("ce_subject is not the key's");
        }
        if (record.value() == null) {
            return new SubjectGone(origin, subject);
        }
        try {
            FeedEvent event = station
                    ? new StationChanged(origin, Station.of(data(record), states), type.equals("station.deleted"))
                    : optOut
                            ? new OptOutChanged(origin, OptOut.of(data(record), states), type.equals("optout.deleted"))
                            : new ProgrammeChanged(origin, happening(happening), Programme.of(data(record), states));
            return inItsPlace(event, subject);
        } catch (Malformed malformed) {
            throw new Poison(String.valueOf(malformed.getMessage()));
        }
    }

    private static Happening happening(@Nullable Happening known) {
        return known == null ? Happening.UPDATED : known;
    }

    private static @Nullable Happening happening(String type) {
        return switch (type) {
            case "program.scheduled" -> Happening.SCHEDULED;
            case "program.updated" -> Happening.UPDATED;
            case "program.started" -> Happening.STARTED;
            case "program.ended" -> Happening.ENDED;
            case "program.cancelled" -> Happening.CANCELLED;
            case "program.deleted" -> Happening.DELETED;
            default -> null;
        };
    }

    private static FeedEvent inItsPlace(FeedEvent event, String subject) throws Poison {
        if (!event.subject().equals(subject)) {
            throw new Poison("id is not the key's");
        }
        State state = switch (event) {
            case ProgrammeChanged changed -> changed.programme().state();
            case StationChanged changed -> changed.station().state();
            case OptOutChanged changed -> changed.optOut().state();
            case SubjectGone gone -> State.NATIONAL;
        };
        int partition = event.origin().partition();
        // A state's cursor counts the offsets of its own partition: an event in another one would be missed by whoever resumes.
        if (partition != Origin.REPLAYED && partition != state.partition()) {
            throw new Poison("stateId belongs to partition " + state.partition());
        }
        return event;
    }

    private static ObjectNode data(ConsumerRecord<byte[], byte[]> record) throws Poison {
        try {
            if (JSON.readTree(record.value()) instanceof ObjectNode data) {
                return data;
            }
            throw new Poison("data is not an object");
        } catch (JacksonException notJson) {
            throw new Poison("data is not JSON: " + notJson.getOriginalMessage());
        }
    }

    private Origin origin(ConsumerRecord<byte[], byte[]> record) throws Poison {
        String sequence = header(record, "ce_sequence");
        try {
            int partition = record.topic().equals(topics.programEvents()) ? record.partition() : Origin.REPLAYED;
            return new Origin(partition, record.offset(), header(record, "ce_id"), Long.parseLong(sequence),
                    Instant.parse(header(record, "ce_time")));
        } catch (NumberFormatException | DateTimeException wrong) {
            throw new Poison("ce_sequence or ce_time: " + wrong.getMessage());
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) throws Poison {
        Header header = record.headers().lastHeader(name);
        if (header == null || header.value() == null) {
            throw new Poison("no header " + name);
        }
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}
