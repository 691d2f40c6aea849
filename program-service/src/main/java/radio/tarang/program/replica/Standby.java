package radio.tarang.program.replica;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the standby has caught up with a question: the primary says how far its log is written (whatever was committed is in it), and the standby
 * whether it has replayed that. Those who ask at the same time share the next look, so that under load it costs the primary nothing to speak of.
 */
final class Standby {
    /** What looking found, for every question that was there before it began. */
    private record Look(long beganNanos, boolean caughtUp) {
    }

    private static final Logger LOG = LoggerFactory.getLogger(Standby.class);
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** A primary that did not answer is not asked again for so long: each try may cost a second. */
    private static final long AWAY_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final RoutingDataSource sources;
    private final long catchUpNanos;
    private final ReentrantLock looking = new ReentrantLock();
    private Look last = new Look(System.nanoTime(), false);
    /** When asking the primary failed last; 0 if it did not. */
    private long awaySince;

    Standby(RoutingDataSource sources, Duration catchUp) {
        this.sources = sources;
        this.catchUpNanos = catchUp.toNanos();
    }

    /**
     * True if it holds all that was committed before this call; true also while the primary answers nobody here, when nothing is committed.
     *
     * @throws SQLException if the standby does not answer
     */
    boolean hasCaughtUp() throws SQLException {
        long asked = System.nanoTime();
        looking.lock();
        try {
            if (last.beganNanos() < asked) {
                last = new Look(System.nanoTime(), look());
            }
            return last.caughtUp();
        } finally {
            looking.unlock();
        }
    }

    private boolean look() throws SQLException {
        long now = System.nanoTime();
        if (awaySince != 0 && now - awaySince < AWAY_NANOS && !sources.primaryAnsweredSince(awaySince)) {
            return true;
        }
        awaySince = 0;
        String written;
        try (Connection connection = sources.primary().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT pg_current_wal_flush_lsn()")) {
            result.next();
            written = result.getString(1);
        } catch (SQLException away) {
            if (sources.primaryAnsweredSince(now)) {
                return false; // others it answered: they may have written
            }
            LOG.warn("The primary does not answer; what the standby holds is served: {}", away.getMessage());
            awaySince = System.nanoTime();
            return true;
        }
        return hasReplayed(written);
    }

    private boolean hasReplayed(String position) throws SQLException {
        long deadline = System.nanoTime() + catchUpNanos;
        try (Connection connection = sources.standby().getConnection();
                PreparedStatement statement = connection
                        .prepareStatement("SELECT pg_last_wal_replay_lsn() >= ?::pg_lsn")) {
            statement.setString(1, position);
            while (true) {
                try (ResultSet result = statement.executeQuery()) {
                    result.next();
                    if (result.getBoolean(1)) {
                        return true;
                    }
                }
                if (System.nanoTime() > deadline) {
                    return false;
                }
                LockSupport.parkNanos(AGAIN_NANOS);
            }
        }
    }
}
