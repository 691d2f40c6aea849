package radio.tarang.outbox;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * One record to be published.
 *
 * @param topic     the Kafka topic
 * @param partition the partition, or null to let the hash of the key decide
 * @param key       the record's key: the aggregate's id. Order holds per key; it also chooses the lane
 * @param headers   the record's headers, one line of text each (see {@link CloudEvent})
 * @param payload   the value's bytes; null publishes a tombstone. Not copied: do not change it after the call
 */
@SuppressWarnings("ArrayRecordComponent") // a wire value that is never compared
public record OutboxEvent(String topic, @Nullable Integer partition, String key, Map<String, String> headers,
        byte @Nullable [] payload) {

    /** The most bytes key, headers and payload may have together: half of what a topic accepts, so that it can be sent. */
    public static final int MAX_BYTES = 512 * 1024;

    /** @throws IllegalArgumentException on an empty topic or key, a negative partition, or a header that is not one line */
    public OutboxEvent(String topic, @Nullable Integer partition, String key, Map<String, String> headers,
            byte @Nullable [] payload) { // in full, because javac drops the array's annotation from a compact one
        if (topic.isBlank() || key.isEmpty())
            throw new IllegalArgumentException("An event needs a topic and a key");
        if (partition != null && partition < 0)
            throw new IllegalArgumentException("Partition " + partition + " of " + topic);
        headers.forEach(OutboxEvent::requireOneLine);
        this.topic = topic;
        this.partition = partition;
        this.key = key;
        this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        this.payload = payload;
    }

    /** What the size limit counts. */
    int sizeBytes() {
        var bytes = utf8Bytes(key) + (payload == null ? 0 : payload.length);
        for (var header : headers.entrySet())
            bytes += utf8Bytes(header.getKey()) + utf8Bytes(header.getValue());
        return bytes;
    }

    /** Without encoding it, for each of a thousand headers. */
    private static int utf8Bytes(String text) {
        var bytes = text.length();
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            bytes += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
        }
        return bytes;
    }

    private static void requireOneLine(String name, String value) {
        if (name.isEmpty() || name.indexOf(':') >= 0 || !oneLine(name) || !oneLine(value))
            throw new IllegalArgumentException(
                    "Header '" + name + "' is not a name without colon and one line of text");
    }

    private static boolean oneLine(String text) {
        return text.indexOf('\n') < 0 && text.indexOf('\r') < 0 && text.indexOf(0) < 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OutboxEvent that && topic.equals(that.topic)
                && Objects.equals(partition, that.partition)
                && key.equals(that.key) && headers.equals(that.headers) && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
        return Objects.hash(topic, partition, key, headers, Arrays.hashCode(payload));
    }
}
