package radio.tarang.user.privacy;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** The event {@code user.erased} (CloudEvents 1.0, binary mode): who it is about stands in the key and in the subject, which service says it in the source. */
record UserErased(UUID userId, String service) {
    /** A record that says it is this event and is not. */
    static final class Poison extends Exception {
        private static final long serialVersionUID = 1;

        Poison(String reason) {
            super(reason);
        }
    }

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern SOURCE = Pattern.compile("/services/[a-z]+(?:-[a-z]+)*");

    /** Null for every other event: nothing about them concerns us. */
    static @Nullable UserErased read(ConsumerRecord<byte[], byte[]> record) throws Poison {
        if (!"user.erased".equals(header(record, "ce_type"))) {
            return null;
        }
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        String subject = header(record, "ce_subject");
        String source = header(record, "ce_source");
        if (!ID.matcher(key).matches() || !("users/" + key).equals(subject)) {
            throw new Poison("key and ce_subject do not name one user");
        }
        if (source == null || !SOURCE.matcher(source).matches()) {
            throw new Poison("ce_source is not a service");
        }
        return new UserErased(UUID.fromString(key), source.substring("/services/".length()));
    }

    private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
