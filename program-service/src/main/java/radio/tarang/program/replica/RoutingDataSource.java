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

    RoutingDataSource(DataSource primary, DataSource standby) {
        super(primary);
        this.standby = standby;
    }

    /** Transactions that begin inside go to the standby. */
    <T extends @Nullable Object, X extends Throwable> T atStandby(ScopedValue.CallableOp<T, X> work) throws X {
        return ScopedValue.where(STANDBY, standby).call(work);
    }

    DataSource primary() {
        return obtainTargetDataSource();
    }

    DataSource standby() {
        return standby;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return STANDBY.isBound() ? STANDBY.get().getConnection() : super.getConnection();
    }
}
