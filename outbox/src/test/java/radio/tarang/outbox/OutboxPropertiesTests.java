package radio.tarang.outbox;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OutboxPropertiesTests {

    @Test
    void hasItsDefaults() {
        assertThat(bind(Map.of("tarang.outbox.name", "some"))).isEqualTo(OutboxProperties.named("some"));
    }

    @Test
    void bindsEachProperty() {
        assertThat(bind(Map.of("tarang.outbox.name", "shard-north", "tarang.outbox.relay", "false",
                "tarang.outbox.lanes", "16",
                "tarang.outbox.batch-rows", "100", "tarang.outbox.batch-bytes", "1MB", "tarang.outbox.connections", "4",
                "tarang.outbox.poll", "2s", "tarang.outbox.producer.security.protocol", "SSL")))
                .isEqualTo(new OutboxProperties("shard-north", false, 16, 100, DataSize.ofMegabytes(1), 4,
                        Duration.ofSeconds(2),
                        Map.of("security.protocol", "SSL")));
    }

    @Test
    void refusesValuesOutOfRange() {
        for (var property : Map
                .of("lanes", "65", "batch-rows", "0", "connections", "0", "poll", "6s", "batch-bytes", "0B")
                .entrySet())
            assertThatThrownBy(() -> bind(Map.of("tarang.outbox." + property.getKey(), property.getValue())))
                    .as(property.getKey()).hasRootCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void letsNobodyWeakenTheProducer() {
        var config = bind(
                Map.of("tarang.outbox.producer.acks", "0", "tarang.outbox.producer.enable.idempotence", "false",
                        "tarang.outbox.producer.max.block.ms", "60000", "tarang.outbox.producer.linger.ms", "1"))
                .producerConfig("broker:9092");
        assertThat(config).containsEntry("acks", "all").containsEntry("enable.idempotence", true)
                .containsEntry("max.block.ms", 4_000).containsEntry("linger.ms", "1");
    }

    private static OutboxProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("tarang.outbox",
                OutboxProperties.class);
    }
}
