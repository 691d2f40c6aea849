package radio.tarang.notification;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import radio.tarang.notification.Programme.Status;

/**
 * What is on air in a state and comes up next, at one point of the feed.
 *
 * @param serial the last announcement it contains: whoever got it wants those after
 * @param until when the clock alone makes it wrong: a programme that the state hears later starts or ends there
 */
public record Snapshot(State state, long serial, Message message, Instant until) {
    static Snapshot take(State state, long serial, Cursor cursor, Projection projection, Instant now, Instant horizon) {
        List<Heard> heard = Heard.all(state, projection, now);
        ObjectNode payload = JsonMapper.shared().createObjectNode();
        payload.put("stateId", state.id());
        // The state's own first, then the national ones, as the listing has them.
        ArrayNode programs = payload.putArray("programs");
        heard.stream().filter(one -> one.status() == Status.LIVE).forEach(one -> programs.add(one.item()));
        ArrayNode upcoming = payload.putArray("upcoming");
        heard.stream().filter(one -> one.status() == Status.SCHEDULED && !one.start().isAfter(horizon))
                .sorted(Heard.BY_TIME).forEach(one -> upcoming.add(one.item()));
        Instant until = heard.stream().map(Heard::boundary).filter(Objects::nonNull).min(Instant::compareTo)
                .orElse(Instant.MAX);
        return new Snapshot(state, serial, Message.of("SNAPSHOT", payload, cursor), until);
    }
}
