package radio.tarang.gateway.edge;

import java.util.Set;

/** A kept answer and what its origin said of it. Times are milliseconds of the cache's own monotonic clock. */
final class Stored {

    private static final long NEVER = Long.MAX_VALUE;

    final Answer answer;
    final Set<String> tags;
    final Freshness freshness;
    /** The answer depends on who asks: kept from callers who are nobody, for callers who are nobody. */
    final boolean perCaller;
    private final long storedAtMillis;
    private final long ageAtStoreMillis;
    private volatile long purgedAtMillis = NEVER;

    Stored(Answer answer, Set<String> tags, Freshness freshness, boolean perCaller, long storedAtMillis,
            long ageAtStoreMillis) {
        this.answer = answer;
        this.tags = tags;
        this.freshness = freshness;
        this.perCaller = perCaller;
        this.storedAtMillis = storedAtMillis;
        this.ageAtStoreMillis = ageAtStoreMillis;
    }

    /** @param sinceMillis from when on the answer may have been wrong; the first time counts */
    void purge(long sinceMillis) {
        purgedAtMillis = Math.min(purgedAtMillis, sinceMillis);
    }

    boolean purged() {
        return purgedAtMillis != NEVER;
    }

    /** @param capMillis longest freshness allowed now */
    boolean fresh(long nowMillis, long capMillis) {
        return !purged()
                && nowMillis - storedAtMillis < Math.min(capMillis, freshness.freshMillis() - ageAtStoreMillis);
    }

    /**
     * May be served once more while it is being refreshed: by the origin's leave, and after a purge, when it is known to be
     * wrong, for a short time only.
     */
    boolean servableWhileRevalidating(long nowMillis, long outdatedForMillis) {
        return freshness.whileRevalidateMillis() > 0 && nowMillis - outdatedForMillis < purgedAtMillis
                && ageMillis(nowMillis) < freshness.freshMillis() + freshness.whileRevalidateMillis();
    }

    boolean servableOnError(long nowMillis) {
        return ageMillis(nowMillis) < freshness.freshMillis() + freshness.ifErrorMillis();
    }

    long ageSeconds(long nowMillis) {
        return ageMillis(nowMillis) / 1000;
    }

    /** Seconds of freshness left, negative once stale (RFC 9211 §2.3); a purge ends it. */
    long ttlSeconds(long nowMillis, long capMillis) {
        if (purged()) {
            return Math.min(-1, Math.floorDiv(purgedAtMillis - nowMillis, 1000L));
        }
        return Math.floorDiv(Math.min(capMillis + ageAtStoreMillis, freshness.freshMillis()) - ageMillis(nowMillis),
                1000L);
    }

    private long ageMillis(long nowMillis) {
        return nowMillis - storedAtMillis + ageAtStoreMillis;
    }
}
