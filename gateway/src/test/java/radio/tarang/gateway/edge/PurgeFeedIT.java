package radio.tarang.gateway.edge;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.util.unit.DataSize;

import radio.tarang.gateway.Topics;
import radio.tarang.gateway.Upstreams;
import radio.tarang.local.test.PrivateKafka;
import radio.tarang.local.test.TestServers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The purge feed on a broker that comes, freezes and comes back. */
class PurgeFeedIT {

    private final EdgeCache cache = new EdgeCache(new EdgeProperties(DataSize.ofMegabytes(1), DataSize.ofMegabytes(1),
            Set.of(), "(?!)", Duration.ofMillis(150), Duration.ofMillis(250), Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofMillis(25), Duration.ofSeconds(1)));

    private final Refill refill = new Refill(cache, new Upstreams(new Upstreams.Limits(Duration.ofSeconds(1), 50,
            Duration.ofSeconds(1), 10, 10, Duration.ofMillis(1)), new SimpleMeterRegistry()));

    @Test
    void freshnessIsCappedUntilTheFeedIsPositionedAndWhileTheBrokerIsSilent() {
        try (PrivateKafka kafka = TestServers.privateKafka()) {
            KafkaProperties properties = new KafkaProperties();
            properties.setBootstrapServers(List.of(kafka.bootstrapServers()));
            PurgeFeed feed = new PurgeFeed(cache, refill, properties,
                    new Topics("program.events", "interaction.events"));
            feed.start();
            try {
                await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(5)).until(() -> !cache.feedCurrent());
                Slot slot = cache.slot("/api/v1/a", false, new Slot.Origin("r", URI.create("http://127.0.0.1:1")));
                cache.store(slot, stored(), cache.beginFill());
                kafka.createTopics("");
                await().atMost(Duration.ofSeconds(30)).until(cache::feedCurrent);
                assertThat(Objects.requireNonNull(slot.stored).purged())
                        .as("kept before the feed had a place: nobody knows").isTrue();
                cache.store(slot, stored(), cache.beginFill());
                kafka.pause();
                await().atMost(Duration.ofSeconds(10)).until(() -> !cache.feedCurrent());
                kafka.resume();
                await().atMost(Duration.ofSeconds(30)).until(cache::feedCurrent);
                assertThat(Objects.requireNonNull(slot.stored).purged())
                        .as("the feed kept its place: nothing was missed").isFalse();
            } finally {
                feed.stop();
            }
        }
    }

    private Stored stored() {
        Answer answer = new Answer(200, List.of(Map.entry("Content-Type", "application/json")), null, new byte[10]);
        return new Stored(answer, Set.of("t"), new Freshness(true, 60_000, 0, 60_000), false, cache.nowMillis(), 0);
    }
}
