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
import javax.sql.DataSource;

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

    private final DataSource primary;
    private final DataSource standby;
    private final long catchUpNanos;
    private final ReentrantLock looking = new ReentrantLock();
    private Look last = new Look(System.nanoTime(), false);
    private long askPrimaryFrom = System.nanoTime();

    Standby(DataSource primary, DataSource standby, Duration catchUp) {
        this.primary = primary;
        this.standby = standby;
        this.catchUpNanos = catchUp.toNanos();
    }

    /**
     * True if it holds all that was committed before this call; true also while the primary is away, when nothing is committed.
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
        if (System.nanoTime() < askPrimaryFrom) {
            return true;
        }
        String written;
        try (Connection connection = primary.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT pg_current_wal_flush_lsn()")) {
            result.next();
            written = result.getString(1);
        } catch (SQLException away) {
            LOG.warn("The primary does not answer; what the standby holds is served: {}", away.getMessage());
            askPrimaryFrom = System.nanoTime() + AWAY_NANOS;
            return true;
        }
        return hasReplayed(written);
    }

    private boolean hasReplayed(String position) throws SQLException {
        long deadline = System.nanoTime() + catchUpNanos;
        try (Connection connection = standby.getConnection();
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
