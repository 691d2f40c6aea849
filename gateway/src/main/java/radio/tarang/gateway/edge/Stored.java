package radio.tarang.gateway.edge;

import java.util.Set;

/** A kept answer and what its origin said of it. Times are milliseconds of the cache's own monotonic clock. */
final class Stored {

    final Answer answer;
    final Set<String> tags;
    final Freshness freshness;
    /** The answer depends on who asks: kept from callers who are nobody, for callers who are nobody. */
    final boolean perCaller;
    private final long storedAtMillis;
    private final long ageAtStoreMillis;
    private volatile boolean purged;

    Stored(Answer answer, Set<String> tags, Freshness freshness, boolean perCaller, long storedAtMillis,
            long ageAtStoreMillis) {
        this.answer = answer;
        this.tags = tags;
        this.freshness = freshness;
        this.perCaller = perCaller;
        this.storedAtMillis = storedAtMillis;
        this.ageAtStoreMillis = ageAtStoreMillis;
    }

    void purge() {
        purged = true;
    }

    boolean purged() {
        return purged;
    }

    /** @param capMillis longest freshness allowed now */
    boolean fresh(long nowMillis, long capMillis) {
        return !purged && nowMillis - storedAtMillis < Math.min(capMillis, freshness.freshMillis() - ageAtStoreMillis);
    }

    /** May be served once more while it is being refreshed; never after a purge, for then it is known to be wrong. */
    boolean servableWhileRevalidating(long nowMillis) {
        return !purged && ageMillis(nowMillis) < freshness.freshMillis() + freshness.whileRevalidateMillis();
    }

    boolean servableOnError(long nowMillis) {
        return ageMillis(nowMillis) < freshness.freshMillis() + freshness.ifErrorMillis();
    }

    long ageSeconds(long nowMillis) {
        return ageMillis(nowMillis) / 1000;
    }

    /** Seconds of freshness left, negative once stale (RFC 9211 §2.3). */
    long ttlSeconds(long nowMillis, long capMillis) {
        return Math.floorDiv(Math.min(capMillis + ageAtStoreMillis, freshness.freshMillis()) - ageMillis(nowMillis),
                1000L);
    }

    private long ageMillis(long nowMillis) {
        return nowMillis - storedAtMillis + ageAtStoreMillis;
    }
}
