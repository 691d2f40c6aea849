package radio.tarang.gateway.limits;

import java.time.Duration;

/**
 * A bucket's limit as it is enforced.
 *
 * @param exact a log of every call; else a rate with a burst of {@code calls}, decided on leases
 * @param lease calls a replica may admit that the ledger has not heard of: 1 % of the limit
 * @param share what this replica enforces alone while Redis is away
 * @param intervalNanos time in which one call comes back, of the whole limit
 * @param shareIntervalNanos the same of the share
 */
record Quota(Bucket bucket, String name, int calls, long windowNanos, boolean exact, int lease, int share,
        long intervalNanos,
        long shareIntervalNanos) {

    /** The largest limit a log is kept for; a factor may lift small limits above it. */
    static final int LARGEST_LOG = 300;

    Quota(Bucket bucket, int calls, Duration window, int replicas) {
        this(bucket, bucket.text(), calls, window.toNanos(), !bucket.leased && calls <= LARGEST_LOG,
                Math.max(1, calls / 100),
                Math.max(1, calls / replicas));
    }

    private Quota(Bucket bucket, String name, int calls, long windowNanos, boolean exact, int lease, int share) {
        this(bucket, name, calls, windowNanos, exact, lease, share, windowNanos / calls, windowNanos / share);
    }

    long windowMicros() {
        return windowNanos / 1_000;
    }

    /** As in {@code RateLimit-Policy}. */
    String policy() {
        return '"' + name + "\";q=" + calls + ";w=" + windowNanos / 1_000_000_000;
    }
}
