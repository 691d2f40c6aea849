package radio.tarang.outbox;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** The rows of one lane, seen through a connection whose transaction the caller ends. */
final class LaneRows {

    /** A row, ready to be sent. */
    record Row(long id, ProducerRecord<String, byte @Nullable []> message, int payloadBytes) {
    }

    private final Connection connection;
    private final int lane;

    LaneRows(Connection connection, int lane) {
        this.connection = connection;
        this.lane = lane;
    }

    /** Until the end of the transaction, unless another session has it. */
    boolean tryLock(String name) throws SQLException {
        try (var attempt = connection.prepareStatement("SELECT pg_try_advisory_xact_lock(?, ?)")) {
            attempt.setInt(1, LaneClaims.space(name, "lanes"));
            attempt.setInt(2, lane);
            try (var result = attempt.executeQuery()) {
                return result.next() && result.getBoolean(1);
            }
        }
    }

    /**
     * Deletes and answers the lowest rows by id, none after the one that takes the payloads over the limit. By id each, never up to
     * an id: a lower one may have been committed since.
     */
    List<Row> take(int maxRows, long maxBytes) throws SQLException {
        try (var deletion = connection.prepareStatement("""
                WITH lowest AS MATERIALIZED (SELECT id, coalesce(octet_length(payload), 0) AS bytes
                                             FROM outbox WHERE lane = ? ORDER BY id LIMIT ?),
                     sized AS (SELECT id, sum(bytes) OVER (ORDER BY id ROWS UNBOUNDED PRECEDING) - bytes AS bytes_before
                               FROM lowest),
                     taken AS (DELETE FROM outbox
                               WHERE lane = ? AND id = ANY (ARRAY(SELECT id FROM sized WHERE bytes_before < ?))
                               RETURNING id, topic, partition, key, headers, payload)
                SELECT * FROM taken ORDER BY id
                """)) {
            deletion.setInt(1, lane);
            deletion.setInt(2, maxRows);
            deletion.setInt(3, lane);
            deletion.setLong(4, maxBytes);
            var rows = new ArrayList<Row>();
            try (var result = deletion.executeQuery()) {
                while (result.next())
                    rows.add(row(result));
            }
            return rows;
        }
    }

    void moveAside(long id, String reason) throws SQLException {
        try (var move = connection.prepareStatement("""
                WITH dead AS (DELETE FROM outbox WHERE lane = ? AND id = ? RETURNING *)
                INSERT INTO outbox_dead (lane, id, topic, partition, key, headers, payload, created_at, reason)
                SELECT lane, id, topic, partition, key, headers, payload, created_at, ? FROM dead
                """)) {
            move.setInt(1, lane);
            move.setLong(2, id);
            move.setString(3, reason);
            move.executeUpdate();
        }
    }

    private static Row row(ResultSet result) throws SQLException {
        var payload = result.getBytes(6);
        var message = new ProducerRecord<String, byte @Nullable []>(result.getString(2),
                result.getObject(3, Integer.class),
                result.getString(4), payload, headers(result.getString(5)));
        return new Row(result.getLong(1), message, payload == null ? 0 : payload.length);
    }

    private static List<Header> headers(String lines) {
        return lines.lines().map(LaneRows::header).toList();
    }

    private static Header header(String line) {
        var colon = line.indexOf(": ");
        return new RecordHeader(line.substring(0, colon), line.substring(colon + 2).getBytes(StandardCharsets.UTF_8));
    }
}
