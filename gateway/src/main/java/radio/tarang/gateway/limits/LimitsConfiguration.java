package radio.tarang.gateway.limits;

import java.util.UUID;
import java.util.function.LongSupplier;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LimitsConfiguration {

    private static final long START = System.nanoTime();
    /** Rates and waits only, so no wall clock; never negative. */
    static final LongSupplier CLOCK = () -> System.nanoTime() - START;

    @Bean
    Limits limits(LimitsProperties properties) {
        return new Limits(properties);
    }

    @Bean
    Accounts accounts(Limits limits, LimitsProperties properties) {
        return new Accounts(limits, properties.accounts());
    }

    @Bean
    Settler settler(Limits limits, Accounts accounts, RedisProperties redis) {
        // One exchange each at a time; the other connections are for those that take their time.
        return new Settler(new Breaker(new Ledger(redis), redis.retry(), CLOCK), limits, accounts,
                Math.max(1, redis.connections() / 2), CLOCK);
    }

    @Bean
    Limiter limiter(Limits limits, Accounts accounts, Settler settler) {
        return new Limiter(limits, accounts, settler, CLOCK, UUID.randomUUID().toString().substring(0, 8));
    }

    /** The gateway works without Redis: its absence is told, but makes nobody take this replica out of service. */
    @Bean
    HealthIndicator redisHealthIndicator(Settler settler) {
        return () -> (settler.away() ? Health.unknown() : Health.up())
                .withDetail("responseTimeMs", settler.lastExchange().toMillis()).build();
    }

    @Bean
    Gauge limitsMeters(Limiter limiter, Accounts accounts, Settler settler, MeterRegistry meters) {
        for (Bucket bucket : Bucket.values()) {
            FunctionCounter.builder("rate_limited", limiter, l -> l.refused(bucket)).tag("bucket", bucket.text())
                    .description("Requests refused by this limit").register(meters);
        }
        FunctionCounter.builder("limits_lease_refills", settler.charges, java.util.concurrent.atomic.LongAdder::sum)
                .description("Accounts charged to Redis, which renews their leases").register(meters);
        FunctionCounter.builder("limits_crowded_out", accounts.crowdedOut,
                java.util.concurrent.atomic.LongAdder::sum)
                .description("Requests of newcomers that shared one account because the table was full")
                .register(meters);
        Gauge.builder("limits_accounts", accounts, Accounts::size)
                .description("Users, sessions and addresses that are not at rest").register(meters);
        return Gauge.builder("limits_alone", settler, s -> s.away() ? 1 : 0)
                .description("1 while Redis is away and this replica enforces its share alone").register(meters);
    }
}
