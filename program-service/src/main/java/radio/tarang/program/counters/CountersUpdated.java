package radio.tarang.program.counters;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;

import radio.tarang.program.intake.Poison;

/** The event {@code counters.updated}, as far as it concerns songs and playlists. */
record CountersUpdated(String kind, UUID targetId, long likes, long plays, long views, long sequence) {
    /** The data, with the members that are used here. */
    private record Data(@Nullable String target, @Nullable Long likes, @Nullable Long plays, @Nullable Long views) {
    }

    private static final Pattern TARGET = Pattern
            .compile("([a-z]{1,20}):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");
    private static final Pattern SEQUENCE = Pattern.compile("\\d{1,18}");

    /** Null for every other event, and for what is counted of others. */
    static @Nullable CountersUpdated read(ConsumerRecord<byte[], byte[]> record, ObjectMapper json) throws Poison {
        if (!"counters.updated".equals(header(record, "ce_type"))) {
            return null;
        }
        String sequence = header(record, "ce_sequence");
        if (sequence == null || !SEQUENCE.matcher(sequence).matches()) {
            throw new Poison("ce_sequence is missing or malformed");
        }
        Data data = data(record, json);
        Matcher target = TARGET.matcher(String.valueOf(data.target()));
        if (!target.matches()) {
            throw new Poison("target is no kind:id");
        }
        String kind = target.group(1);
        return kind.equals("song") || kind.equals("playlist")
                ? new CountersUpdated(kind, UUID.fromString(target.group(2)), count("likes", data.likes()),
                        count("plays", data.plays()), count("views", data.views()), Long.parseLong(sequence))
                : null;
    }

    private static Data data(ConsumerRecord<byte[], byte[]> record, ObjectMapper json) throws Poison {
        try {
            Data data = record.value() == null ? null : json.readValue(record.value(), Data.class);
            if (data != null) {
                return data;
            }
        } catch (JacksonException e) {
            throw new Poison("the value is not the JSON that was agreed on");
        }
        throw new Poison("the value is missing");
    }

    private static long count(String name, @Nullable Long value) throws Poison {
        if (value == null || value < 0) {
            throw new Poison(name + " is no count");
        }
        return value;
    }

    private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
