package radio.tarang.outbox;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Gives a service with a {@link DataSource} its {@link Outbox} and, unless switched off, the relay with its meters. */
@AutoConfiguration(after = DataSourceAutoConfiguration.class)
@ConditionalOnSingleCandidate(DataSource.class)
@EnableConfigurationProperties(OutboxProperties.class)
class OutboxAutoConfiguration {

    /** The W3C trace context of the current thread. */
    interface CurrentTrace extends Supplier<@Nullable String> {
    }

    @Bean
    Outbox outbox(DataSource dataSource, OutboxProperties properties, ObjectProvider<OutboxRelay> relay,
            ObjectProvider<CurrentTrace> trace) {
        var running = relay.getIfAvailable();
        Consumer<BitSet> wake = running == null ? _ -> {
        } : running::wake;
        return new Outbox(dataSource, properties.lanes(), wake, trace.getIfAvailable(() -> () -> null));
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "tarang.outbox.relay", matchIfMissing = true)
    OutboxRelay outboxRelay(OutboxProperties properties, JdbcConnectionDetails database, Environment environment) {
        var binder = Binder.get(environment);
        var name = properties.name() != null
                ? properties.name()
                : environment.getRequiredProperty("spring.application.name");
        var producer = new HashMap<>(
                binder.bind("spring.kafka.properties", Bindable.mapOf(String.class, String.class)).orElse(Map.of()));
        producer.putAll(properties.producer());
        var brokers = binder.bind("spring.kafka.bootstrap-servers", Bindable.listOf(String.class))
                .orElse(List.of("localhost:9092"));
        return new OutboxRelay(properties.withNameAndProducer(name, producer), database.getJdbcUrl(),
                database.getUsername(),
                database.getPassword(), String.join(",", brokers));
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Tracer.class)
    static class Tracing {

        @Bean
        CurrentTrace outboxCurrentTrace(ObjectProvider<Tracer> tracer) {
            return () -> {
                var current = tracer.getIfAvailable(() -> Tracer.NOOP).currentSpan();
                var context = current == null ? TraceContext.NOOP : current.context();
                // A span that is not recorded calls itself "noop", but its trace goes on all the same.
                if (context.traceId().isEmpty())
                    return null;
                return "00-%s-%s-%s".formatted(context.traceId(), context.spanId(),
                        Boolean.TRUE.equals(context.sampled()) ? "01" : "00");
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterBinder.class)
    static class Meters {

        /** Depth and age are those of the whole table, the same from every replica: take their maximum, not their sum. */
        @Bean
        @ConditionalOnBooleanProperty(name = "tarang.outbox.relay", matchIfMissing = true)
        MeterBinder outboxMeters(OutboxRelay relay) {
            return registry -> {
                Gauge.builder("outbox.depth", relay, OutboxRelay::depth).description("Rows not yet published")
                        .register(registry);
                TimeGauge.builder("outbox.oldest.age", relay, TimeUnit.SECONDS, OutboxRelay::oldestAgeSeconds)
                        .description("Age of the oldest row not yet published").register(registry);
                Gauge.builder("outbox.lanes", relay, OutboxRelay::lanesOwned)
                        .description("Lanes drained by this replica")
                        .register(registry);
                FunctionCounter.builder("outbox.sent", relay, OutboxRelay::sent)
                        .description("Rows published by this replica")
                        .register(registry);
                FunctionCounter.builder("outbox.dead", relay, OutboxRelay::dead)
                        .description("Rows moved to outbox_dead by this replica: each needs a person")
                        .register(registry);
            };
        }
    }
}
