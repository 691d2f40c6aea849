package radio.tarang.notification;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the feed needs of a station.
 *
 * @param json the whole public state, as UTF-8
 */
public record Station(String id, State state, @Nullable String streamUrl, byte[] json) {
    /** @throws Programme.Malformed when the data does not follow the contract */
    public static Station of(ObjectNode data, States states) {
        JsonNode url = data.path("streamUrl");
        return new Station(Programme.text(data, "id"), Programme.state(data, states),
                url.isString() ? url.stringValue() : null,
                JsonMapper.shared().writeValueAsBytes(data));
    }
}
