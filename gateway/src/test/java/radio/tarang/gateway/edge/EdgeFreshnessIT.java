package radio.tarang.gateway.edge;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import radio.tarang.gateway.FakeService.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What is purged, what is filled again, and what is served although it is stale. */
class EdgeFreshnessIT extends EdgeStory {
    @Test
    void anEventPurgesByItsTagsAndTheServiceIsAskedToReadFromItsPrimary() {
        String path = path();
        AtomicInteger version = new AtomicInteger(1);
        PROGRAM.on(path, s -> Reply.listing("{\"v\":" + version + "}", 60, "state:MH,national," + path));
        get(path);
        await().during(Duration.ofMillis(300)).until(() -> hit(get(path)));
        version.set(2);
        publish("program.events", "program:x," + path);
        await().atMost(Duration.ofSeconds(2)).untilAsserted(() -> assertThat(get(path).body()).isEqualTo("{\"v\":2}"));
        assertThat(PROGRAM.seen(path)).hasSize(2);
        assertThat(PROGRAM.seen(path).get(1).headers().get("Cache-Refresh")).isEqualTo("primary");
    }

    @Test
    void oneEventHasNoMoreThan128KeysRefilledAndTheFirstPagesBeforeAll() {
        String tag = "t" + System.nanoTime();
        String first = "/api/v1/programs/state/LD";
        String path = path();
        PROGRAM.on(first, Reply.listing("{}", 60, tag));
        PROGRAM.on(path, Reply.listing("{}", 60, tag));
        get(first);
        int asked = PROGRAM.seen(first).size();
        for (int page = 1; page <= 200; page++) {
            get(path + "?page=" + page);
        }

        publish("program.events", tag);

        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(PROGRAM.seen(first)).hasSize(asked + 1);
            assertThat(PROGRAM.seen(path)).hasSizeGreaterThanOrEqualTo(200 + 127);
        });
        await().during(Duration.ofMillis(500)).atMost(Duration.ofSeconds(2))
                .until(() -> PROGRAM.seen(path).size() == 200 + 127);
        assertThat(get(path + "?page=1").statusCode()).isEqualTo(200);
        assertThat(PROGRAM.seen(path)).as("the others when somebody asks").hasSize(200 + 128);
    }

    @Test
    void interactionEventsPurgeTooAndRepublishedStateDoesNot() {
        String path = path();
        AtomicInteger version = new AtomicInteger(1);
        PROGRAM.on(path, s -> Reply.listing("{\"v\":" + version + "}", 60, path));
        get(path);
        version.set(2);
        publish("interaction.events", path, "republished", "true");
        await().during(Duration.ofMillis(700)).atMost(Duration.ofSeconds(3))
                .untilAsserted(() -> assertThat(get(path).body()).isEqualTo("{\"v\":1}"));
        publish("interaction.events", path);
        await().atMost(Duration.ofSeconds(2)).untilAsserted(() -> assertThat(get(path).body()).isEqualTo("{\"v\":2}"));
    }

    @Test
    void anEvictedAnswerIsNotServedEvenWhenTheServiceIsAway() {
        String path = path();
        PROGRAM.on(path, Reply.listing("{\"harm\"}", 60, path));
        get(path);
        PROGRAM.on(path, Reply.of(503, "{}"));
        publish("program.events", path, "cache-evict", "true");
        await().atMost(Duration.ofSeconds(2)).untilAsserted(() -> assertThat(get(path).statusCode()).isEqualTo(503));
    }

    @Test
    void refillsOfOneKeyAreAtLeastAQuarterOfASecondApart() {
        String path = path();
        PROGRAM.on(path, Reply.listing("{}", 60, path));
        get(path);
        long from = System.nanoTime();
        while (PROGRAM.seen(path).size() < 6) {
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(10));
            cache.purge(List.of(path), false);
            assertThat(get(path).statusCode()).isEqualTo(200);
        }
        // The first was no refill, and the first refill had none to keep its distance from.
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void anExpiredAnswerIsServedOnceMoreWhileItIsRefreshed() {
        String path = path();
        AtomicInteger version = new AtomicInteger();
        PROGRAM.on(path, s -> Reply.listing("{\"v\":" + version.incrementAndGet() + "}", 1, "t"));
        get(path);
        await().pollDelay(Duration.ofMillis(1_100)).until(() -> true);
        HttpResponse<String> stale = get(path);
        assertThat(stale.body()).isEqualTo("{\"v\":1}");
        assertThat(header(stale, "Cache-Status")).matches("Tarang; hit; ttl=-?\\d+");
        await().atMost(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(get(path).body()).isEqualTo("{\"v\":2}"));
    }

    @Test
    void after150MillisecondsWithoutAnAnswerTheStaleCopyIsServed() {
        String path = path();
        PROGRAM.on(path, Reply.listing("{\"v\":1}", 60, path));
        get(path);
        await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        PROGRAM.on(path, Reply.listing("{\"v\":2}", 60, path).after(Duration.ofMillis(700)));
        slot(path).lastFillMillis = 1;
        cache.purge(List.of(path), false);
        long from = System.nanoTime();
        HttpResponse<String> stale = get(path);
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isBetween(Duration.ofMillis(140),
                Duration.ofMillis(600));
        assertThat(stale.body()).isEqualTo("{\"v\":1}");
        assertThat(header(stale, "Cache-Status")).contains("fwd=stale").contains("detail=slow");
        await().atMost(Duration.ofSeconds(3)).untilAsserted(() -> assertThat(get(path).body()).isEqualTo("{\"v\":2}"));
    }

    @Test
    void whereRefillsAreSlowNobodyWaitsAndTheNewCopyComesBehind() {
        String path = path();
        PROGRAM.on(path, Reply.listing("{\"v\":1}", 60, path));
        get(path);
        await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        PROGRAM.on(path, Reply.listing("{\"v\":2}", 60, path).after(Duration.ofMillis(700)));
        slot(path).lastFillMillis = 100;
        cache.purge(List.of(path), false);
        long hits = cache.hits.sum();
        HttpResponse<String> stale = get(path);
        assertThat(stale.body()).isEqualTo("{\"v\":1}");
        assertThat(header(stale, "Cache-Status")).isEqualTo("Tarang; hit; ttl=-1");
        assertThat(cache.hits.sum()).as("by the handler").isEqualTo(hits + 1);
        await().atMost(Duration.ofSeconds(3)).untilAsserted(() -> assertThat(get(path).body()).isEqualTo("{\"v\":2}"));
        assertThat(PROGRAM.seen(path)).hasSize(2);
    }

    private Slot slot(String path) {
        return java.util.Objects.requireNonNull(cache.find(path, false));
    }

    @Test
    void aServiceThatIsAwayOrFailsLeavesTheStaleCopyWithItsAge() {
        for (int status : new int[]{502, 503, 504}) {
            String path = "/api/v1/search";
            String target = path + "?q=" + status;
            SEARCH.on(path, Reply.listing("{\"v\":1}", 60, "search"));
            await().atMost(Duration.ofSeconds(5)).until(() -> get(target).statusCode() == 200);
            cache.purge(List.of("search"), false);
            SEARCH.on(path, Reply.of(status, "{}"));
            await().atMost(Duration.ofSeconds(3)).untilAsserted(() -> {
                HttpResponse<String> stale = get(target);
                assertThat(stale.statusCode()).isEqualTo(200);
                assertThat(stale.body()).isEqualTo("{\"v\":1}");
                assertThat(header(stale, "Age")).matches("\\d+");
                assertThat(header(stale, "Cache-Status")).contains("stale-if-error");
            });
        }
        SEARCH.down();
        try {
            await().pollDelay(Duration.ofMillis(300)).untilAsserted(() -> {
                HttpResponse<String> stale = get("/api/v1/search?q=503");
                assertThat(stale.statusCode()).isEqualTo(200);
                assertThat(header(stale, "Cache-Status")).contains("fwd=stale");
            });
        } finally {
            SEARCH.up();
        }
    }
}
