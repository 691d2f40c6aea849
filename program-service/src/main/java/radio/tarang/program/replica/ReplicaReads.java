package radio.tarang.program.replica;

import java.sql.SQLException;
import java.time.Duration;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Chooses where a read goes, before its transaction begins. Each server has a breaker: one that is away costs the other's readers nothing. */
@Aspect
@Component
@Order(0)
class ReplicaReads {
    /** Not a failure of the standby: it is only not there yet. */
    private static final class Behind extends RuntimeException {
        private static final long serialVersionUID = 1;

        Behind() {
            super("the standby is behind", null, false, false);
        }
    }

    private final CircuitBreaker ofPrimary;
    private final CircuitBreaker ofStandby;
    private final @Nullable Routing routing;
    private final Duration catchUp;
    private final Counter atPrimary;
    private final Counter atStandby;
    private volatile @Nullable Standby standby;

    ReplicaReads(CircuitBreakerRegistry breakers, ObjectProvider<Routing> routing, ReplicaSettings settings,
            MeterRegistry meters) {
        this.ofPrimary = breakers.circuitBreaker("postgres");
        this.ofStandby = breakers.circuitBreaker("postgres-replica");
        this.routing = routing.getIfAvailable();
        this.catchUp = settings.catchUp();
        this.atPrimary = Counter.builder("replica.reads").tag("from", "primary").register(meters);
        this.atStandby = Counter.builder("replica.reads").tag("from", "standby").register(meters);
    }

    @Around("@within(radio.tarang.program.replica.FromReplica)")
    @Nullable
    Object read(ProceedingJoinPoint call) throws Throwable {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            return call.proceed(); // a read model that asks another one: it has been decided
        }
        RoutingDataSource sources = routing == null ? null : routing.sources();
        if (sources != null) {
            try {
                Object found = ofStandby.executeCheckedSupplier(() -> fromStandby(call, sources));
                atStandby.increment();
                return found;
            } catch (Behind | CallNotPermittedException | DataAccessException | TransactionException elsewhere) {
                // whatever the standby could not answer, the primary can
            }
        }
        atPrimary.increment();
        return ofPrimary.executeCheckedSupplier(call::proceed);
    }

    private @Nullable Object fromStandby(ProceedingJoinPoint call, RoutingDataSource sources) throws Throwable {
        try {
            if (!standby(sources).hasCaughtUp()) {
                throw new Behind();
            }
        } catch (SQLException away) {
            throw new DataAccessResourceFailureException("the standby does not answer", away);
        }
        return sources.<@Nullable Object, Throwable>atStandby(call::proceed);
    }

    private Standby standby(RoutingDataSource sources) {
        Standby known = standby;
        if (known == null) {
            known = new Standby(sources, catchUp);
            standby = known;
        }
        return known;
    }
}
