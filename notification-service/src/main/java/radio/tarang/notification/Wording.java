package radio.tarang.notification;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import radio.tarang.notification.FeedEvent.Happening;
import radio.tarang.notification.FeedEvent.ProgrammeChanged;

/** How listeners are told what happened to a programme, and what they are not told at all. */
final class Wording {
    /** A boundary the clock missed by more is not lateness of ours but a start by hand. */
    private static final Duration BY_THE_CLOCK = Duration.ofMinutes(10);

    private Wording() {
    }

    static String type(Happening happening) {
        return switch (happening) {
            case SCHEDULED, UPDATED -> "PROGRAM_UPDATED";
            case STARTED -> "PROGRAM_STARTED";
            case ENDED -> "PROGRAM_ENDED";
            case CANCELLED, DELETED -> "PROGRAM_CANCELLED";
        };
    }

    /**
     * Whether listeners are told. What lies further off than {@code within} from the moment of the event is not: generating two weeks of
     * schedule or importing last year's must not reach every phone. What was on a listener's screen always is.
     */
    static boolean worthTelling(ProgrammeChanged event, @Nullable Programme before, Duration within) {
        Programme programme = event.programme();
        Instant now = event.origin().time();
        Instant end = Instant.parse(programme.moment("actualEnd", "scheduledEnd"));
        boolean near = programme.start().isBefore(now.plus(within)) && end.isAfter(now.minus(within));
        boolean wasNear = before != null && before.start().isBefore(now.plus(within));
        boolean gone = event.happening() == Happening.DELETED && before == null && !programme.current();
        return (near || wasNear) && !gone;
    }

    /**
     * @param notIn the states that do not hear a national programme with the country
     * @param item  a programme as the listing of those who are told has it
     */
    static byte[] body(ProgrammeChanged event, @Nullable Programme before, List<String> notIn,
            Function<Programme, ObjectNode> item) {
        Programme programme = event.programme();
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        payload.put("programId", programme.id());
        payload.put("state", programme.state().id());
        if (!notIn.isEmpty()) {
            notIn.forEach(payload.putArray("notIn")::add);
        }
        switch (event.happening()) {
            case SCHEDULED, UPDATED ->
                payload.set("updates", updates(item.apply(programme), before == null ? null : item.apply(before)));
            case STARTED -> payload.set("program", started(programme, item.apply(programme)));
            case ENDED -> payload.put("endTime", programme.moment("actualEnd", "scheduledEnd"));
            case CANCELLED -> payload.put("reason", "cancelled");
            case DELETED -> payload.put("reason", "deleted");
        }
        payload.put("id", event.origin().id());
        payload.put("sequence", event.origin().sequence());
        return Message.body(type(event.happening()), JsonMapper.shared().writeValueAsBytes(payload));
    }

    private static ObjectNode started(Programme programme, ObjectNode item) {
        JsonNode host = item.get("hostName");
        item.set("host", host == null ? JsonNodeFactory.instance.nullNode() : host);
        item.put("startTime", programme.moment("actualStart", "scheduledStart"));
        return item;
    }

    /** A merge patch (RFC 7396) of the listing's item: what changed, null for what went; the whole item where nothing was known before. */
    private static ObjectNode updates(ObjectNode now, @Nullable ObjectNode old) {
        if (old == null) {
            return now;
        }
        ObjectNode updates = JsonNodeFactory.instance.objectNode();
        now.forEachEntry((member, value) -> {
            if (!value.equals(old.get(member))) {
                updates.set(member, value);
            }
        });
        old.forEachEntry((member, value) -> {
            if (!now.has(member)) {
                updates.putNull(member);
            }
        });
        return updates;
    }

    /** The moment the event speaks of: the planned one where the clock caused it, else when it happened. */
    static Instant boundary(ProgrammeChanged event) {
        Instant happened = event.origin().time();
        Instant planned = switch (event.happening()) {
            case STARTED -> event.programme().start();
            case ENDED -> event.programme().end();
            case SCHEDULED, UPDATED, CANCELLED, DELETED -> happened;
        };
        Duration late = Duration.between(planned, happened);
        return late.isNegative() || late.compareTo(BY_THE_CLOCK) > 0 ? happened : planned;
    }
}
