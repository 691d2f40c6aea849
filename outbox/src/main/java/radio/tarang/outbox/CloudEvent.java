package radio.tarang.outbox;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Builds the headers of an event: CloudEvents 1.0 in Kafka's binary mode, and this platform's own ones.
 *
 * <pre>{@code
 * var headers = CloudEvent.of("program.started", "program-service").subject("programs/" + id).time(now).sequence(version)
 *         .dataSchema("https://tarang.radio/contracts/events/program-v1.schema.json")
 *         .cacheTags("program:" + id, "state:MH").headers();
 * }</pre>
 * A builder may be changed and asked again: {@link #headers()} answers a copy. A {@code traceparent} is added by
 * {@link Outbox#append} from the current trace unless it is set here.
 */
public final class CloudEvent {

    private final Map<String, String> headers = new LinkedHashMap<>();

    private CloudEvent() {
    }

    /**
     * @param type   as listed in the contracts, such as {@code program.started}
     * @param source the name of the publishing service; becomes {@code /services/<name>}
     */
    public static CloudEvent of(String type, String source) {
        return new CloudEvent().with("ce_specversion", "1.0").with("ce_type", type)
                .with("ce_source", "/services/" + source)
                .with("content-type", "application/json");
    }

    /** The event's identity, for consumers that deduplicate. By default a fresh UUIDv7 of the event's time. */
    public CloudEvent id(UUID id) {
        return with("ce_id", id.toString());
    }

    /** The aggregate, such as {@code programs/0198…}. Order and sequence are promised per subject. */
    public CloudEvent subject(String subject) {
        return with("ce_subject", subject);
    }

    public CloudEvent time(Instant time) {
        return with("ce_time", time.toString());
    }

    /** The aggregate's version after the change; consumers drop what is not newer. */
    public CloudEvent sequence(long sequence) {
        return with("ce_sequence", Long.toString(sequence));
    }

    public CloudEvent dataSchema(String uri) {
        return with("ce_dataschema", uri);
    }

    /** The id of the event or command that led to this one. */
    public CloudEvent causedBy(String causationId) {
        return with("ce_causationid", causationId);
    }

    /** W3C trace context of the change, where it is not the current one. */
    public CloudEvent traceparent(String traceparent) {
        return with("traceparent", traceparent);
    }

    /** What a cache must mark stale; opaque to the cache. */
    public CloudEvent cacheTags(String... tags) {
        return with("cache-tags", String.join(",", List.of(tags)));
    }

    /** The cache must forget the tagged answers, not merely mark them stale: takedown, erasure. */
    public CloudEvent cacheEvict() {
        return with("cache-evict", "true");
    }

    /** Whose access tokens, issued until now, are refused from now on: {@code sid:<session>} or {@code sub:<user>} each. */
    public CloudEvent revokes(String... whose) {
        return with("revokes", String.join(",", List.of(whose)));
    }

    /** An old state said again for consumers that lost it: no effect on feeds, counts or caches. */
    public CloudEvent republished() {
        return with("republished", "true");
    }

    /** Why a null payload removes the key: {@code deleted} or {@code expired}. */
    public CloudEvent tombstone(String reason) {
        return with("tombstone", reason);
    }

    /**
     * An unmodifiable copy.
     *
     * @throws IllegalStateException when subject, time, sequence or data schema is missing
     */
    public Map<String, String> headers() {
        for (var name : List.of("ce_subject", "ce_time", "ce_sequence", "ce_dataschema"))
            if (!headers.containsKey(name))
                throw new IllegalStateException("An event needs " + name);
        headers.computeIfAbsent("ce_id", _ -> uuidV7(Instant.parse(headers.getOrDefault("ce_time", ""))).toString());
        return Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    private CloudEvent with(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** RFC 9562 §5.7: 48 bits of milliseconds, then random bits; ids sort by time. */
    private static UUID uuidV7(Instant time) {
        var random = ThreadLocalRandom.current();
        return new UUID(time.toEpochMilli() << 16 | 0x7000 | random.nextInt(1 << 12),
                0x8000_0000_0000_0000L | random.nextLong() >>> 2);
    }
}
