package radio.tarang.program.replica;

import java.util.Objects;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/** Puts the standby beside the primary, behind the one data source that everybody knows. */
final class Routing implements BeanPostProcessor, Ordered, DisposableBean {
    private final Environment environment;
    private volatile @Nullable RoutingDataSource sources;
    private volatile @Nullable HikariDataSource pool;

    Routing(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (!name.equals("dataSource") || !(bean instanceof DataSource primary)) {
            return bean;
        }
        HikariDataSource standby = standby();
        RoutingDataSource routed = new RoutingDataSource(primary, standby);
        pool = standby;
        sources = routed;
        return routed;
    }

    /** Null until the data source is there. */
    @Nullable
    RoutingDataSource sources() {
        return sources;
    }

    /** A pool with the primary's limits. Its server may come up later than we do, or never. */
    private HikariDataSource standby() {
        Binder binder = Binder.get(environment);
        HikariDataSource standby = new HikariDataSource();
        binder.bind("spring.datasource.hikari", Bindable.ofInstance(standby));
        ReplicaSettings settings = binder.bind("tarang.replica", ReplicaSettings.class).get();
        standby.setJdbcUrl(settings.url());
        standby.setUsername(Objects.requireNonNullElseGet(settings.username(),
                () -> environment.getRequiredProperty("spring.datasource.username")));
        standby.setPassword(Objects.requireNonNullElseGet(settings.password(),
                () -> environment.getRequiredProperty("spring.datasource.password")));
        standby.setPoolName("replica");
        standby.setReadOnly(true);
        standby.setInitializationFailTimeout(-1);
        return standby;
    }

    /** Last of all, so that whatever else watches the primary's connections goes on doing so. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    @Override
    public void destroy() {
        HikariDataSource standby = pool;
        if (standby != null) {
            standby.close();
        }
    }
}
