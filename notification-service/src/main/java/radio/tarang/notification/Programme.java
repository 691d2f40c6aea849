package radio.tarang.notification;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A programme as its last event told it.
 *
 * @param delay how much later than announced it starts; zero or less if it is on time
 * @param json the whole public state, as UTF-8: kept as bytes because tens of thousands of them wait in memory for their hour
 */
public record Programme(String id, State state, String stationId, Status status, Instant start, Instant end,
        Duration delay, byte[] json) {
    /** Where a programme stands; the wire has these names in lower case. */
    public enum Status {
        SCHEDULED, LIVE, ENDED, CANCELLED
    }

    /** An event's data that does not follow the contract. */
    public static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Malformed(String reason) {
            super(reason);
        }
    }

    /** @throws Malformed when the data does not follow the contract */
    public static Programme of(ObjectNode data, States states) {
        try {
            Instant start = Instant.parse(text(data, "scheduledStart"));
            Instant end = Instant.parse(text(data, "scheduledEnd"));
            Status status = Status.valueOf(text(data, "status").toUpperCase(Locale.ROOT));
            Instant announced = data.has("announcedStart") ? Instant.parse(text(data, "announcedStart")) : start;
            return new Programme(text(data, "id"), state(data, states), text(data, "stationId"), status, start, end,
                    Duration.between(announced, start), JsonMapper.shared().writeValueAsBytes(data));
        } catch (DateTimeException | IllegalArgumentException | JacksonException wrong) {
            throw new Malformed(String.valueOf(wrong.getMessage()));
        }
    }

    static State state(ObjectNode data, States states) {
        JsonNode id = data.path("stateId");
        if (id.isMissingNode() || id.isNull()) {
            return State.NATIONAL;
        }
        State state = id.isString() ? states.find(id.stringValue()) : null;
        if (state == null) {
            throw new Malformed("stateId names no state");
        }
        return state;
    }

    static String text(ObjectNode data, String member) {
        JsonNode value = data.path(member);
        if (!value.isString() || value.stringValue().isEmpty()) {
            throw new Malformed(member + " is missing or not a text");
        }
        return value.stringValue();
    }

    /** Whether listeners may still care: on air, or going to be. */
    boolean current() {
        return status == Status.LIVE || status == Status.SCHEDULED;
    }

    /** A fresh tree of the public state, with how late it is as long as that matters: in minutes begun, as listings have it. */
    ObjectNode tree() {
        ObjectNode tree = (ObjectNode) JsonMapper.shared().readTree(json);
        if (current() && delay.isPositive()) {
            tree.put("delayMinutes", delay.plusSeconds(59).toMinutes()).put("reason", "running-late");
        }
        return tree;
    }

    /** The item of a listing: the public state and where to listen. */
    ObjectNode listed(@Nullable String streamUrl) {
        ObjectNode item = tree();
        if (streamUrl != null) {
            item.put("streamUrl", streamUrl);
        }
        return item;
    }

    /** A programme's moment on the wire, else the planned one. */
    String moment(String actual, String planned) {
        ObjectNode tree = tree();
        JsonNode value = tree.path(actual);
        return value.isString() ? value.stringValue() : text(tree, planned);
    }
}
