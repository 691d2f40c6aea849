package radio.tarang.gateway.edge;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

class EdgeCacheTests {

    private static final Slot.Origin ORIGIN = new Slot.Origin("program", URI.create("http://127.0.0.1:1"));
    private static final Freshness MINUTE = new Freshness(true, 60_000, 30_000, 86_400_000);
    private final EdgeCache cache = cache(DataSize.ofMegabytes(1));

    private static EdgeCache cache(DataSize budget) {
        return new EdgeCache(new EdgeProperties(budget, DataSize.ofMegabytes(1), Set.of("page"), "/pinned.*",
                Duration.ofMillis(150), Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofSeconds(2),
                Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofMillis(25), Duration.ofSeconds(1)));
    }

    @BeforeEach
    void feedIsCurrent() {
        cache.feedCurrent(true);
    }

    private static Stored stored(EdgeCache cache, int size, String... tags) {
        Answer answer = new Answer(200, List.of(Map.entry("Content-Type", "image/png")), null, new byte[size]);
        return new Stored(answer, Set.of(tags), MINUTE, false, cache.nowMillis(), 0);
    }

    private Slot filled(String target, String... tags) {
        Slot slot = cache.slot(target, false, ORIGIN);
        cache.store(slot, stored(cache, 100, tags), cache.beginFill());
        return slot;
    }

    @Test
    void aFillOvertakenByAPurgeIsServedButStoredAsStale() {
        Slot slot = cache.slot("/api/v1/a", false, ORIGIN);
        Fill fill = cache.beginFill();
        cache.purge(List.of("state:MH"), false);
        Stored served = cache.store(slot, stored(cache, 100, "state:MH"), fill);
        assertThat(slot.stored).isSameAs(served);
        assertThat(cache.fresh(served, cache.nowMillis())).isFalse();
        assertThat(cache.servableWhileRevalidating(slot, served, cache.nowMillis())).isFalse();
        assertThat(served.servableOnError(cache.nowMillis())).isTrue();
    }

    @Test
    void aFillThatBeganAfterThePurgeIsFresh() {
        Slot slot = cache.slot("/api/v1/a", false, ORIGIN);
        cache.purge(List.of("state:MH"), false);
        Stored served = cache.store(slot, stored(cache, 100, "state:MH"), cache.beginFill());
        assertThat(cache.fresh(served, cache.nowMillis())).isTrue();
    }

    @Test
    void aPurgeOfOtherTagsDoesNotTouchAFillUnderWay() {
        Slot slot = cache.slot("/api/v1/a", false, ORIGIN);
        Fill fill = cache.beginFill();
        cache.purge(List.of("state:GA"), false);
        assertThat(cache.fresh(cache.store(slot, stored(cache, 100, "state:MH"), fill), cache.nowMillis())).isTrue();
    }

    @Test
    void aFillOvertakenByAnEvictionIsNotKept() {
        Slot slot = cache.slot("/api/v1/a", false, ORIGIN);
        Fill fill = cache.beginFill();
        cache.purge(List.of("program:1"), true);
        cache.purge(List.of("program:1"), false);
        cache.store(slot, stored(cache, 100, "program:1"), fill);
        assertThat(slot.stored).isNull();
    }

    @Test
    void aFillOvertakenByAGapInTheFeedIsStale() {
        Slot slot = cache.slot("/api/v1/a", false, ORIGIN);
        Fill fill = cache.beginFill();
        cache.purgeEverything();
        assertThat(cache.fresh(cache.store(slot, stored(cache, 100), fill), cache.nowMillis())).isFalse();
    }

    @Test
    void aPurgeMarksStaleAndNeverDeletes() {
        Slot slot = filled("/api/v1/a", "state:MH", "national");
        Slot other = filled("/api/v1/b", "state:GA");
        assertThat(cache.purge(List.of("national"), false)).containsExactly(slot);
        assertThat(slot.stored).isNotNull().satisfies(s -> assertThat(s.purged()).isTrue());
        assertThat(other.stored).isNotNull().satisfies(s -> assertThat(s.purged()).isFalse());
    }

    @Test
    void anEvictionDeletes() {
        Slot slot = filled("/api/v1/a", "program:1");
        cache.purge(List.of("program:1"), true);
        assertThat(slot.stored).isNull();
    }

    @Test
    void whileTheFeedIsNotCurrentFreshnessIsCappedAtOneSecond() {
        Slot slot = filled("/api/v1/a");
        Stored stored = Objects.requireNonNull(slot.stored);
        long now = cache.nowMillis();
        assertThat(cache.fresh(stored, now + 30_000)).isTrue();
        cache.feedCurrent(false);
        assertThat(cache.fresh(stored, now + 500)).isTrue();
        assertThat(cache.fresh(stored, now + 1_100)).isFalse();
        assertThat(cache.servableWhileRevalidating(slot, stored, now + 1_100)).isFalse();
    }

    @Test
    void anOutdatedCopyIsGivenAtOnceForASecondAtMostAndOnlyWhereItsRefillIsSlow() {
        Slot slot = filled("/api/v1/a", "state:MH");
        Stored stored = Objects.requireNonNull(slot.stored);
        long now = cache.nowMillis();
        cache.purge(List.of("state:MH"), false);
        assertThat(cache.servableWhileRevalidating(slot, stored, now)).as("its refill is worth waiting for").isFalse();
        slot.lastFillMillis = 26;
        assertThat(cache.servableWhileRevalidating(slot, stored, now)).as("the last one was slow").isTrue();
        assertThat(cache.ttlSeconds(stored, now + 600)).as("it says that it is stale").isEqualTo(-1);
        assertThat(cache.servableWhileRevalidating(slot, stored, now + 2_000)).as("outdated for too long").isFalse();
        slot.lastFillFailed = true;
        assertThat(cache.servableWhileRevalidating(slot, stored, now)).as("the service is away").isFalse();
        slot.lastFillFailed = false;
        slot.lastFillMillis = 1;
        slot.fillStartedAtMillis = now - 200;
        assertThat(cache.servableWhileRevalidating(slot, stored, now)).as("the next one may not begin yet").isTrue();
        slot.filling.set(cache.beginFill());
        assertThat(cache.servableWhileRevalidating(slot, stored, now)).as("the one under way is slow").isTrue();
        assertThat(cache.servableWhileRevalidating(slot, stored, now - 180)).as("it may come any moment").isFalse();
    }

    @Test
    void anOutdatedCopyIsNotGivenWithoutItsOriginsLeave() {
        Slot slot = cache.slot("/api/v1/a", false, ORIGIN);
        Stored strict = new Stored(stored(cache, 100).answer, Set.of("state:MH"),
                new Freshness(true, 60_000, 0, 60_000),
                false, cache.nowMillis(), 0);
        cache.store(slot, strict, cache.beginFill());
        slot.lastFillMillis = 1_000;
        cache.purge(List.of("state:MH"), false);
        assertThat(cache.servableWhileRevalidating(slot, strict, cache.nowMillis())).isFalse();
    }

    @Test
    void theBudgetIsKeptByDroppingTheLeastRecentlyUsedAndPinnedOnesLast() {
        EdgeCache small = cache(DataSize.ofKilobytes(100));
        Slot first = small.slot("/pinned/first", false, ORIGIN);
        small.store(first, stored(small, 10_000), small.beginFill());
        first.usedAtMillis = -1_000;
        Slot used = first;
        for (int i = 0; i < 50; i++) {
            Slot slot = small.slot("/api/v1/" + i, false, ORIGIN);
            slot.usedAtMillis = i;
            small.store(slot, stored(small, 10_000), small.beginFill());
            used = slot;
            assertThat(small.bytes()).isLessThanOrEqualTo(100 * 1024);
        }
        assertThat(first.stored).as("pinned, though used longest ago").isNotNull();
        assertThat(used.stored).isNotNull();
        assertThat(small.find("/api/v1/0", false)).isNull();
    }

    @Test
    void saveDataIsPartOfTheKey() {
        assertThat(cache.slot("/api/v1/a", false, ORIGIN)).isNotSameAs(cache.slot("/api/v1/a", true, ORIGIN));
    }
}
