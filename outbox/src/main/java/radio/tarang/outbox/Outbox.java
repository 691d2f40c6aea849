package radio.tarang.outbox;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The writing side: events appended in the caller's transaction are published if and only if that transaction commits.
 * Safe for use by many threads.
 */
public final class Outbox {

    /** Beyond this, {@link #depth()} stops counting: the caller has to wait in any case, and the count must stay cheap. */
    public static final long DEPTH_LIMIT = 100_000;

    private final DataSource dataSource;
    private final JdbcClient jdbc;
    private final int lanes;
    private final Consumer<BitSet> committed;
    private final Supplier<@Nullable String> traceparent;

    /**
     * @param dataSource  the one whose transactions the callers run in
     * @param lanes       as the relay's
     * @param committed   told the lanes that got rows, after the commit: {@link OutboxRelay#wake}, or nothing. A hint, no more
     * @param traceparent the W3C trace context of the current thread, or null
     */
    public Outbox(DataSource dataSource, int lanes, Consumer<BitSet> committed,
            Supplier<@Nullable String> traceparent) {
        this.dataSource = dataSource;
        this.jdbc = JdbcClient.create(dataSource);
        this.lanes = lanes;
        this.committed = committed;
        this.traceparent = traceparent;
    }

    /**
     * Appends in the order given. The caller holds the lock of each event's aggregate (or has version-checked it) in the same
     * transaction: that is what makes the order per key the order of the changes.
     *
     * @throws IllegalStateException    outside a transaction
     * @throws IllegalArgumentException for an event larger than {@link OutboxEvent#MAX_BYTES}; nothing is appended
     */
    public void append(Collection<OutboxEvent> events) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()
                || !TransactionSynchronizationManager.hasResource(dataSource))
            throw new IllegalStateException("Events are appended within the transaction of the change they report");
        if (events.isEmpty())
            return;
        events.forEach(Outbox::requireSendable);
        var trace = traceparent.get();
        jdbc.sql("""
                INSERT INTO outbox (lane, topic, partition, key, headers, payload)
                SELECT lane, topic, partition, key, headers, payload
                FROM unnest(?, ?, ?, ?, ?, ?) WITH ORDINALITY
                     AS event (lane, topic, partition, key, headers, payload, position)
                ORDER BY position
                """) // sorted before the identity is drawn: ids follow the order given
                .params(List.of(column("int2", events, event -> (short) lane(event.key())), //
                        column("text", events, OutboxEvent::topic), //
                        column("int4", events, OutboxEvent::partition), //
                        column("text", events, OutboxEvent::key), //
                        column("text", events, event -> lines(event.headers(), trace)), //
                        new SqlArrayValue("bytea",
                                (Object[]) events.stream().map(OutboxEvent::payload).toArray(byte[][]::new))))
                .update();
        TransactionSynchronizationManager.registerSynchronization(new WakeAfterCommit(events));
    }

    /** Rows not yet published, at most {@link #DEPTH_LIMIT}. Bulk writers wait while it is above their limit. */
    public long depth() {
        return jdbc.sql("SELECT count(*) FROM (SELECT FROM outbox LIMIT ?) AS capped").param(DEPTH_LIMIT)
                .query(Long.class)
                .single();
    }

    private int lane(String key) {
        var hash = key.hashCode(); // specified by the language, so it is the same in every release
        return Math.floorMod(hash ^ hash >>> 16, lanes);
    }

    private static SqlArrayValue column(String type, Collection<OutboxEvent> events,
            Function<OutboxEvent, @Nullable Object> value) {
        return new SqlArrayValue(type, events.stream().map(value).toArray());
    }

    private static void requireSendable(OutboxEvent event) {
        if (event.sizeBytes() > OutboxEvent.MAX_BYTES)
            throw new IllegalArgumentException("Event of %d bytes for key %s of %s; at most %d can be published"
                    .formatted(event.sizeBytes(), event.key(), event.topic(), OutboxEvent.MAX_BYTES));
    }

    private static String lines(Map<String, String> headers, @Nullable String trace) {
        var lines = headers.entrySet().stream().map(header -> header.getKey() + ": " + header.getValue())
                .collect(Collectors.joining("\n"));
        return trace == null || headers.containsKey("traceparent") ? lines : lines + "\ntraceparent: " + trace;
    }

    /** After the commit, not by a NOTIFY within it: that would queue all commits of the database behind each other's fsync. */
    private final class WakeAfterCommit implements TransactionSynchronization {

        private final BitSet touched = new BitSet();

        private WakeAfterCommit(Collection<OutboxEvent> events) {
            events.forEach(event -> touched.set(lane(event.key())));
        }

        @Override
        public void afterCommit() {
            committed.accept(touched);
        }
    }
}
