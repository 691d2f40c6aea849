package radio.tarang.program.privacy;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

import radio.tarang.program.intake.Poison;

/** The event {@code user.deleted} (CloudEvents 1.0, binary mode): who it is about stands in the key and in the subject. */
record UserDeleted(UUID userId, long sequence, String eventId) {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern SEQUENCE = Pattern.compile("\\d{1,18}");

    /** Null for every other event: nothing about them concerns us. */
    static @Nullable UserDeleted read(ConsumerRecord<byte[], byte[]> record) throws Poison {
        if (!"user.deleted".equals(header(record, "ce_type"))) {
            return null;
        }
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        String subject = header(record, "ce_subject");
        String sequence = header(record, "ce_sequence");
        String id = header(record, "ce_id");
        if (!ID.matcher(key).matches() || !("users/" + key).equals(subject)) {
            throw new Poison("key and ce_subject do not name one user");
        }
        if (sequence == null || !SEQUENCE.matcher(sequence).matches() || id == null) {
            throw new Poison("ce_sequence or ce_id is missing or malformed");
        }
        return new UserDeleted(UUID.fromString(key), Long.parseLong(sequence), id);
    }

    private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
