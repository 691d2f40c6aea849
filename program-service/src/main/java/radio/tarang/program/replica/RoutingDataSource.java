package radio.tarang.program.replica;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** The one data source of the service: the primary, or within {@link #atStandby} the standby. */
final class RoutingDataSource extends DelegatingDataSource {
    private static final ScopedValue<DataSource> STANDBY = ScopedValue.newInstance();

    private final DataSource standby;
    private volatile long primaryAnsweredNanos = System.nanoTime();

    RoutingDataSource(DataSource primary, DataSource standby) {
        super(primary);
        this.standby = standby;
    }

    /** Transactions that begin inside go to the standby. */
    <T extends @Nullable Object, X extends Throwable> T atStandby(ScopedValue.CallableOp<T, X> work) throws X {
        return ScopedValue.where(STANDBY, standby).call(work);
    }

    /** Whether the primary has given anybody a connection since: then something may have been committed. */
    boolean primaryAnsweredSince(long nanos) {
        return primaryAnsweredNanos - nanos >= 0;
    }

    DataSource primary() {
        return obtainTargetDataSource();
    }

    DataSource standby() {
        return standby;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (STANDBY.isBound()) {
            return STANDBY.get().getConnection();
        }
        Connection connection = super.getConnection();
        primaryAnsweredNanos = System.nanoTime();
        return connection;
    }
}
