package radio.tarang.notification;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import radio.tarang.notification.Programme.Status;

/**
 * What is on air in a state and comes up next, at one point of the feed.
 *
 * @param serial the last announcement it contains: whoever got it wants those after
 */
public record Snapshot(State state, long serial, Message message) {
    private static final Comparator<Programme> BY_TIME = Comparator.comparing(Programme::start)
            .thenComparing(Programme::id);

    static Snapshot take(State state, long serial, Cursor cursor, Projection projection, Instant until) {
        ObjectNode payload = JsonMapper.shared().createObjectNode();
        payload.put("stateId", state.id());
        ArrayNode programs = payload.putArray("programs");
        // The state's own first, then the national ones, as the listing has them.
        addLive(programs, state, projection);
        addLive(programs, State.NATIONAL, projection);
        ArrayNode upcoming = payload.putArray("upcoming");
        List<Programme> next = new ArrayList<>(soon(state, projection, until));
        next.addAll(soon(State.NATIONAL, projection, until));
        next.sort(BY_TIME);
        next.forEach(programme -> upcoming.add(programme.listed(projection.streamUrl(programme.stationId()))));
        return new Snapshot(state, serial, Message.of("SNAPSHOT", payload, cursor));
    }

    private static void addLive(ArrayNode programs, State state, Projection projection) {
        projection.current(state).stream().filter(programme -> programme.status() == Status.LIVE).sorted(BY_TIME)
                .forEach(programme -> programs.add(programme.listed(projection.streamUrl(programme.stationId()))));
    }

    private static List<Programme> soon(State state, Projection projection, Instant until) {
        return projection.current(state).stream()
                .filter(programme -> programme.status() == Status.SCHEDULED && !programme.start().isAfter(until))
                .toList();
    }
}
