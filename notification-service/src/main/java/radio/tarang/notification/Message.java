package radio.tarang.notification;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a client is told: {@code {type, payload, cursor}}.
 *
 * @param body the text without its end: everything before the cursor, which differs from state to state while the rest is shared
 */
public record Message(String type, byte[] body, @Nullable Cursor cursor) {
    public static Message of(String type, ObjectNode payload, @Nullable Cursor cursor) {
        return new Message(type, body(type, JsonMapper.shared().writeValueAsBytes(payload)), cursor);
    }

    static byte[] body(String type, byte[] payload) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(payload.length + 48);
        body.writeBytes(("{\"type\":\"" + type + "\",\"payload\":").getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(payload);
        return body.toByteArray();
    }

    /** What follows the body, as ASCII. */
    public String end() {
        return cursor == null ? ",\"cursor\":null}" : ",\"cursor\":\"" + cursor + "\"}";
    }

    @Override
    public String toString() {
        return new String(body, StandardCharsets.UTF_8) + end();
    }
}
