package radio.tarang.notification.socket;

import java.util.regex.Pattern;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import radio.tarang.notification.Message;
import radio.tarang.notification.State;
import radio.tarang.notification.States;

/** What a client may say: {@code {type, payload}}; the payload's members may also stand beside the type. */
@Component
final class Commands {
    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final ByteBuf PONG = Unpooled
            .unreleasableBuffer(Unpooled.directBuffer()
                    .writeBytes(Frames.text(Message.of("PONG", JsonNodeFactory.instance.objectNode(), null))))
            .asReadOnly();

    private final States states;
    private final Subscribing subscribing;
    private final SignIns signIns;
    private final SocketSettings settings;

    Commands(States states, Subscribing subscribing, SignIns signIns, SocketSettings settings) {
        this.states = states;
        this.subscribing = subscribing;
        this.signIns = signIns;
        this.settings = settings;
    }

    /** False when it was no command at all; the client has been told. */
    boolean obey(Connection connection, String text) {
        JsonNode message;
        try {
            message = JSON.readTree(text);
        } catch (JacksonException notJson) {
            error(connection, "malformed-message", "not JSON", null);
            return false;
        }
        JsonNode type = message.path("type");
        if (!type.isString()) {
            error(connection, "malformed-message", "an object with a text member \"type\" is expected", null);
            return false;
        }
        JsonNode payload = message.path("payload").isObject() ? message.path("payload") : message;
        switch (type.stringValue()) {
            case "PING" -> connection.give(PONG);
            case "SUBSCRIBE_STATE" -> subscribeState(connection, payload);
            case "UNSUBSCRIBE_STATE" -> unsubscribeState(connection, payload);
            case "SUBSCRIBE_PROGRAM" -> subscribeProgramme(connection, payload);
            case "UNSUBSCRIBE_PROGRAM" -> unsubscribeProgramme(connection, payload);
            case "AUTHENTICATE" -> signIns.authenticate(connection, payload.path("token").asString(""));
            // Said plainly rather than ignored: there are no comments behind this socket yet.
            case "TYPING" ->
                error(connection, "not-available", type.stringValue() + " is not available in this version", payload);
            default -> {
                error(connection, "unknown-type", "this type is not known", null);
                return false;
            }
        }
        return true;
    }

    void resync(Connection connection, String reason) {
        subscribing.resyncAll(connection, reason);
    }

    void restate(Subscription subscription, State state) {
        subscribing.restate(subscription, state);
    }

    private void subscribeState(Connection connection, JsonNode payload) {
        State state = state(connection, payload);
        if (state == null) {
            return;
        }
        boolean already = connection.subscriptions.stream().anyMatch(subscription -> state.equals(subscription.state));
        if (!already && full(connection, payload)) {
            return;
        }
        JsonNode cursor = payload.path("cursor");
        if (cursor.isMissingNode() || cursor.isNull()) {
            subscribing.fromSnapshot(connection, state);
        } else {
            subscribing.fromCursor(connection, state, cursor.asString(""));
        }
    }

    private void unsubscribeState(Connection connection, JsonNode payload) {
        State state = state(connection, payload);
        if (state != null) {
            subscribing.end(connection, subscription -> state.equals(subscription.state));
        }
    }

    private @Nullable State state(Connection connection, JsonNode payload) {
        State state = states.find(payload.path("stateId").asString(""));
        if (state == null) {
            error(connection, "unknown-state", "stateId names no state", payload);
        }
        return state;
    }

    private void subscribeProgramme(Connection connection, JsonNode payload) {
        String id = programme(connection, payload);
        if (id != null && connection.subscriptions.stream().noneMatch(subscription -> id.equals(subscription.programId))
                && !full(connection, payload)) {
            subscribing.toProgramme(connection, id);
        }
    }

    private void unsubscribeProgramme(Connection connection, JsonNode payload) {
        String id = programme(connection, payload);
        if (id != null) {
            subscribing.end(connection, subscription -> id.equals(subscription.programId));
        }
    }

    private @Nullable String programme(Connection connection, JsonNode payload) {
        String id = payload.path("programId").asString("");
        if (!UUID.matcher(id).matches()) {
            error(connection, "unknown-program", "programId is not the id of a programme", payload);
            return null;
        }
        return id;
    }

    private boolean full(Connection connection, JsonNode payload) {
        if (connection.subscriptions.size() < settings.maxSubscriptions()) {
            return false;
        }
        error(connection, "too-many-subscriptions",
                "at most " + settings.maxSubscriptions() + " subscriptions per socket", payload);
        return true;
    }

    /** @param about what the client asked for: its ids are repeated, so that it knows which question failed */
    private static void error(Connection connection, String code, String message, @Nullable JsonNode about) {
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        payload.put("code", code).put("message", message);
        for (String member : new String[]{"stateId", "programId"}) {
            if (about != null && about.path(member).isString()) {
                payload.set(member, about.get(member));
            }
        }
        connection.tell(Message.of("ERROR", payload, null));
    }
}
