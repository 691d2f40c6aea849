package radio.tarang.outbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.tracing.test.simple.SimpleTracer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionOperations;

import radio.tarang.local.test.TestServers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A service that does nothing but depend on the library and list its migration. */
class OutboxAutoConfigurationIT {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Service {

        @Bean
        SimpleTracer tracer() {
            return new SimpleTracer();
        }
    }

    @Test
    void publishesFromAServiceThatOnlyNamesTheMigration() {
        var brokers = TestServers.kafka().bootstrapServers();
        try (var topic = new TestTopic(brokers, 1, Map.of()); var service = start(brokers, Map.of())) {
            var relay = service.getBean(OutboxRelay.class);
            var registry = new SimpleMeterRegistry();
            service.getBeansOfType(MeterBinder.class).values().forEach(meters -> meters.bindTo(registry));
            var span = service.getBean(SimpleTracer.class).nextSpan().start();

            try (var _ = service.getBean(SimpleTracer.class).withSpan(span)) {
                append(service, TestOutbox.event(topic.name, "key", 1, "value"));
            }

            var published = topic.awaitRecords(1).getFirst();
            assertThat(published.headers().get("traceparent"))
                    .startsWith("00-" + span.context().traceId() + "-" + span.context().spanId());
            await().until(() -> relay.lanesOwned() == 8 && relay.depth() == 0 && relay.sent() == 1);
            assertThat(Map.of("sent", registry.get("outbox.sent").functionCounter().count(), "dead",
                    registry.get("outbox.dead").functionCounter().count(), "depth",
                    registry.get("outbox.depth").gauge().value(),
                    "age", registry.get("outbox.oldest.age").timeGauge().value(), "lanes",
                    registry.get("outbox.lanes").gauge().value()))
                    .isEqualTo(Map.of("sent", 1.0, "dead", 0.0, "depth", 0.0, "age", 0.0, "lanes", 8.0));
        }
    }

    @Test
    void onlyAppendsWhereTheRelayIsSwitchedOff() {
        var brokers = TestServers.kafka().bootstrapServers();
        try (var service = start(brokers, Map.of("tarang.outbox.relay", "false"))) {
            assertThat(service.getBeansOfType(OutboxRelay.class)).isEmpty();
            append(service, TestOutbox.event("none", "key", 1, "value"));
            assertThat(service.getBean(Outbox.class).depth()).isOne();
        }
    }

    private static void append(ConfigurableApplicationContext service, OutboxEvent event) {
        service.getBean(TransactionOperations.class)
                .executeWithoutResult(_ -> service.getBean(Outbox.class).append(List.of(event)));
    }

    private static ConfigurableApplicationContext start(String brokers, Map<String, String> more) {
        var database = TestServers.postgres().database("outbox");
        var properties = new HashMap<String, Object>(Map.of("spring.datasource.url", database.jdbcUrl(),
                "spring.datasource.username", database.username(), "spring.datasource.password", database.password(),
                "spring.kafka.bootstrap-servers", brokers, "spring.application.name", "it-" + UUID.randomUUID(),
                "spring.flyway.locations", "classpath:db/outbox"));
        properties.putAll(more);
        return new SpringApplicationBuilder(Service.class).web(WebApplicationType.NONE)
                .properties(properties).run();
    }
}
