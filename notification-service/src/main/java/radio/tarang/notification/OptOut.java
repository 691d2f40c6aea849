package radio.tarang.notification;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a state departs from a national programme: another programme instead, the same one in another language or later, or nothing.
 *
 * @param replaces the national programme
 * @param replacement a programme of the state
 * @param delayMinutes 0 if it is heard with the country
 * @param json the whole public state, as UTF-8
 */
public record OptOut(String id, State state, String replaces, @Nullable String replacement, @Nullable String language,
        int delayMinutes, byte[] json) {
    /** @throws Programme.Malformed when the data does not follow the contract */
    public static OptOut of(ObjectNode data, States states) {
        State state = Programme.state(data, states);
        if (state.national()) {
            throw new Programme.Malformed("stateId is missing");
        }
        return new OptOut(Programme.text(data, "id"), state, Programme.text(data, "replaces"),
                optional(data, "replacementProgramId"), optional(data, "language"), data.path("delayMinutes").asInt(0),
                JsonMapper.shared().writeValueAsBytes(data));
    }

    private static @Nullable String optional(ObjectNode data, String member) {
        JsonNode value = data.path(member);
        return value.isString() ? value.stringValue() : null;
    }

    /** Whether the state hears the programme when everybody does. */
    boolean heardWithTheCountry() {
        return language != null && delayMinutes == 0;
    }

    /** Whether listeners of the state hear this programme, or another in its place. */
    boolean hearsSomething() {
        return delayed() || language != null || replacement != null;
    }

    boolean delayed() {
        return delayMinutes > 0;
    }
}
