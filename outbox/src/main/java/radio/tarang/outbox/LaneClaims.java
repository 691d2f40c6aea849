package radio.tarang.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Collectors;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which replica drains which lane by habit: advisory locks held by the session that also listens for hints, so that they end with
 * it. A shared lock per replica counts them; each takes an equal share of the lanes. Used by one thread.
 */
final class LaneClaims {

    private static final Logger log = LoggerFactory.getLogger(LaneClaims.class);
    private static final String CHANNEL = "outbox";
    private static final int MEMBER = -1;
    private static final Duration SHORT_BATCH = Duration.ofMillis(500);

    /** A lane that has rows. */
    record Backlog(int lane, double ageSeconds) {
    }

    private final Connection connection;
    private final int space;
    private final int lanes;

    /** Joins the replicas of this outbox. */
    LaneClaims(Connection connection, String name, int lanes) throws SQLException {
        this.connection = connection;
        this.space = space(name, "claims");
        this.lanes = lanes;
        execute("LISTEN " + CHANNEL);
        execute("SELECT pg_advisory_lock_shared(?, ?)", space, MEMBER);
        notifyReplicas(new BitSet());
    }

    /** The first half of an advisory lock's key; positive, because pg_locks shows it unsigned. */
    static int space(String name, String purpose) {
        return ("outbox " + name + " " + purpose).hashCode() & Integer.MAX_VALUE;
    }

    /** Gives back what is more than this replica's share, and starts what it may claim. */
    void share(Map<Integer, Lane> owned, Lane.Shared shared) throws SQLException, InterruptedException {
        int share = fairShare();
        var surplus = owned.values().stream().filter(lane -> !lane.isStopping()).skip(share).toList();
        surplus.forEach(Lane::stop);
        for (var lane : surplus)
            lane.awaitStopped(SHORT_BATCH); // a longer one is given back the next time
        boolean released = false;
        for (var entry : owned.entrySet())
            if (entry.getValue().awaitStopped(Duration.ZERO)) { // as told, or by an error: then it is claimed anew
                owned.remove(entry.getKey());
                release(entry.getKey());
                released = true;
            }
        if (released)
            notifyReplicas(new BitSet());
        for (int number = 0; number < lanes && owned.size() < share; number++)
            if (!owned.containsKey(number) && claim(number)) {
                var lane = new Lane(number, shared);
                owned.put(number, lane);
                Thread.ofVirtual().name(shared.name() + "-outbox-" + number).start(lane);
            }
    }

    private int fairShare() throws SQLException {
        try (var query = connection.prepareStatement("""
                SELECT count(*) FROM pg_locks
                WHERE locktype = 'advisory' AND objsubid = 2 AND classid = ?::bigint::oid AND objid = ?::bigint::oid
                  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                """)) {
            query.setLong(1, space);
            query.setLong(2, Integer.toUnsignedLong(MEMBER));
            try (var result = query.executeQuery()) {
                result.next();
                return Math.ceilDiv(lanes, Math.max(1, result.getInt(1)));
            }
        }
    }

    private boolean claim(int lane) throws SQLException {
        try (var attempt = connection.prepareStatement("SELECT pg_try_advisory_lock(?, ?)")) {
            attempt.setInt(1, space);
            attempt.setInt(2, lane);
            try (var result = attempt.executeQuery()) {
                return result.next() && result.getBoolean(1);
            }
        }
    }

    private void release(int lane) throws SQLException {
        execute("SELECT pg_advisory_unlock(?, ?)", space, lane);
    }

    /** Tells the other replicas that these lanes have rows, or (none) that there are lanes to claim or to shed. */
    void notifyReplicas(BitSet rows) throws SQLException {
        notifyReplicas(connection, rows);
    }

    /** Passes on what comes through the queue, several at once, until interrupted. */
    static void notifyReplicas(DataSource connections, BlockingQueue<BitSet> queue) {
        try {
            while (true) {
                var rows = queue.take();
                for (var more = queue.poll(); more != null; more = queue.poll())
                    rows.or(more);
                try (var connection = connections.getConnection()) {
                    notifyReplicas(connection, rows);
                    connection.commit();
                } catch (SQLException failure) {
                    log.debug("Hint for lanes {} lost, the poll will find them", rows, failure);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void notifyReplicas(Connection connection, BitSet rows) throws SQLException {
        try (var notify = connection.prepareStatement("SELECT pg_notify(?, ?)")) {
            notify.setString(1, CHANNEL);
            notify.setString(2, rows.stream().mapToObj(Integer::toString).collect(Collectors.joining(",")));
            notify.execute();
        }
    }

    /** Waits for hints: the lanes other replicas named, or null when nobody said anything. */
    @Nullable
    BitSet await(Duration atMost) throws SQLException {
        var heard = connection.unwrap(PGConnection.class).getNotifications((int) atMost.toMillis());
        if (heard == null || heard.length == 0)
            return null;
        var named = new BitSet();
        Arrays.stream(heard).map(PGNotification::getParameter).flatMap(lanes -> Arrays.stream(lanes.split(",")))
                .filter(lane -> !lane.isEmpty()).forEach(lane -> named.set(Integer.parseInt(lane)));
        return named;
    }

    /** The lanes that have rows and the age of each one's first, found by one index probe a lane. */
    List<Backlog> backlog() throws SQLException {
        try (var query = connection.prepareStatement("""
                SELECT lane, extract(epoch FROM clock_timestamp() - created_at)
                FROM generate_series(0, ? - 1) AS lane,
                     LATERAL (SELECT created_at FROM outbox WHERE outbox.lane = lane.lane ORDER BY id LIMIT 1) AS first
                """)) {
            query.setInt(1, lanes);
            var found = new ArrayList<Backlog>();
            try (var rows = query.executeQuery()) {
                while (rows.next())
                    found.add(new Backlog(rows.getInt(1), rows.getDouble(2)));
            }
            return found;
        }
    }

    long depth() throws SQLException {
        try (var query = connection.prepareStatement("SELECT count(*) FROM (SELECT FROM outbox LIMIT ?) AS capped")) {
            query.setLong(1, Outbox.DEPTH_LIMIT);
            try (var rows = query.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private void execute(String sql, int... parameters) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++)
                statement.setInt(i + 1, parameters[i]);
            statement.execute();
        }
    }
}
