package radio.tarang.notification.intake;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The trace of a change goes on to where the feed took it in: one consumer span for each change whose trace is recorded. */
@Component
final class RecordTraces {
    private static final String TRACEPARENT = "traceparent";
    private static final int SAMPLED = 1;

    private final @Nullable Propagator propagator;

    RecordTraces(ObjectProvider<Tracer> tracer, ObjectProvider<Propagator> propagator) {
        this.propagator = tracer.getIfAvailable(() -> Tracer.NOOP) == Tracer.NOOP ? null : propagator.getIfAvailable();
    }

    /** To be told of every record, also of those that meant nothing to the feed. */
    void taken(ConsumerRecord<byte[], byte[]> record, Instant begun, Instant done) {
        Propagator known = propagator;
        if (known == null || !recorded(record.headers())) {
            return;
        }
        Span.Builder span = known.extract(record.headers(), RecordTraces::value).name(record.topic() + " process")
                .kind(Span.Kind.CONSUMER)
                .startTimestamp(micros(begun), TimeUnit.MICROSECONDS)
                .tag("messaging.system", "kafka").tag("messaging.operation.type", "process")
                .tag("messaging.destination.name", record.topic())
                .tag("messaging.destination.partition.id", Integer.toString(record.partition()))
                .tag("messaging.kafka.offset", record.offset());
        String type = value(record.headers(), "ce_type");
        (type == null ? span : span.tag("cloudevents.event_type", type)).start()
                .end(micros(done), TimeUnit.MICROSECONDS);
    }

    private static boolean recorded(Headers headers) {
        String traceparent = value(headers, TRACEPARENT);
        return traceparent != null && traceparent.length() == 55
                && (Character.digit(traceparent.charAt(54), 16) & SAMPLED) == SAMPLED;
    }

    private static @Nullable String value(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static long micros(Instant at) {
        return TimeUnit.SECONDS.toMicros(at.getEpochSecond()) + TimeUnit.NANOSECONDS.toMicros(at.getNano());
    }
}
