package radio.tarang.user.follow;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import radio.tarang.user.FollowTarget;
import radio.tarang.user.FollowTarget.Kind;

/** Reads a record of {@code program.events}: CloudEvents 1.0 in binary mode, and of the state only what a follow needs. */
final class BroadcastReader {
    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern SEQUENCE = Pattern.compile("\\d{1,18}");

    private BroadcastReader() {
    }

    /** Null when the record is fine but tells of nothing that can be followed. */
    static @Nullable BroadcastChange read(ConsumerRecord<byte[], byte[]> record) throws Poison {
        if (record.key() == null) {
            throw new Poison("no key");
        }
        if (!header(record, "ce_specversion").equals("1.0")) {
            throw new Poison("ce_specversion is not 1.0");
        }
        String type = header(record, "ce_type");
        Kind kind = kind(type);
        if (kind == null) {
            return null;
        }
        String key = new String(record.key(), StandardCharsets.UTF_8);
        if (!UUID_TEXT.matcher(key).matches()) {
            throw new Poison("the key is not an id");
        }
        if (!header(record, "ce_subject").equals((kind == Kind.STATION ? "stations/" : "programs/") + key)) {
            throw new Poison("ce_subject is not the key's");
        }
        String sequence = header(record, "ce_sequence");
        if (!SEQUENCE.matcher(sequence).matches()) {
            throw new Poison("ce_sequence is not a number");
        }
        FollowTarget target = new FollowTarget(kind, UUID.fromString(key));
        if (record.value() == null) {
            return new BroadcastChange(target, null, Long.parseLong(sequence), true);
        }
        return new BroadcastChange(target, name(record.value(), key, kind), Long.parseLong(sequence),
                type.endsWith(".deleted"));
    }

    private static @Nullable Kind kind(String type) {
        return switch (type) {
            case "program.scheduled", "program.updated", "program.started", "program.ended", "program.cancelled",
                    "program.deleted" ->
                Kind.PROGRAM;
            case "station.updated", "station.deleted" -> Kind.STATION;
            default -> null;
        };
    }

    private static String name(byte[] value, String key, Kind kind) throws Poison {
        String member = kind == Kind.STATION ? "name" : "title";
        JsonNode data;
        try {
            data = JSON.readTree(value);
        } catch (JacksonException notJson) {
            throw new Poison("data is not JSON: " + notJson.getOriginalMessage());
        }
        if (!data.path("id").asString("").equals(key)) {
            throw new Poison("id is not the key's");
        }
        if (!data.path(member).isString() || data.path(member).asString().isEmpty()) {
            throw new Poison(member + " is missing");
        }
        return data.path(member).asString();
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) throws Poison {
        Header header = record.headers().lastHeader(name);
        if (header == null || header.value() == null) {
            throw new Poison("no header " + name);
        }
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}
