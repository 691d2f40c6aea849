package radio.tarang.gateway.limits;

/**
 * The generic cell rate algorithm with a burst of the whole limit, for one caller and bucket on this replica: from rest
 * exactly N pass, then one per interval, so fewer than 2 N in any window.
 * <p>
 * Calls are admitted here first and charged to the ledger afterwards. What is not charged yet is a debt that may not exceed
 * the lease nor grow older than {@link #LEASE_NANOS}; so over all replicas no more than one lease each passes too much, and
 * the charge takes it back. Not thread-safe: guarded by its {@link Account}.
 */
final class Gcra {

    /** After that a lease has lapsed: who could not charge in time admits nothing more on it. */
    static final long LEASE_NANOS = 1_000_000_000;

    /** When everything admitted so far would have come back, by all that is known here. */
    private long fullAt;
    /** The same for this replica's own calls against its share. */
    private long shareFullAt;
    private int uncharged;
    private int inFlight;
    private int held;
    private long unchargedSince;

    /** How far the caller is from being at rest. */
    long level(long now) {
        return Math.max(0, fullAt - now);
    }

    /** @return 0 if a call may pass now as far as anybody told us, else how long until it may */
    long waitNanos(Quota quota, long now) {
        return Math.max(0, level(now) + quota.intervalNanos() - quota.windowNanos());
    }

    /** The same by this replica's share alone. */
    long shareWaitNanos(Quota quota, long now) {
        return Math.max(0, Math.max(0, shareFullAt - now) + quota.shareIntervalNanos() - quota.windowNanos());
    }

    /** Whether one more may be admitted before the ledger has heard of it. */
    boolean leaseLeft(Quota quota, long now) {
        int owed = owed();
        return owed + held < quota.lease() && (owed == 0 || now - unchargedSince < LEASE_NANOS);
    }

    private int owed() {
        return uncharged + inFlight;
    }

    /** Takes one call, to be charged. */
    void take(Quota quota, long now) {
        fullAt = Math.max(fullAt, now) + quota.intervalNanos();
        charge(quota, now);
    }

    /** Takes one call that another bucket may still refuse. */
    void hold(Quota quota, long now) {
        fullAt = Math.max(fullAt, now) + quota.intervalNanos();
        held++;
    }

    void keepHeld(Quota quota, long now) {
        held--;
        charge(quota, now);
    }

    void giveBackHeld(Quota quota) {
        held--;
        fullAt -= quota.intervalNanos();
    }

    private void charge(Quota quota, long now) {
        // The share is a bound for bad times, not a debt: it never remembers more than one full share.
        shareFullAt = Math.min(Math.max(shareFullAt, now) + quota.shareIntervalNanos(), now + quota.windowNanos());
        if (uncharged++ == 0 && inFlight == 0) {
            unchargedSince = now;
        }
    }

    boolean owesMuch(Quota quota) {
        return owed() * 2 >= quota.lease();
    }

    /** Nothing owed, everything come back: the same as a new one. */
    boolean atRest(long now, boolean ledgerKnows) {
        return owed() + held == 0 && fullAt <= now && (ledgerKnows || shareFullAt <= now);
    }

    /** Uncharged calls since the last charge was sent. */
    int uncharged() {
        return uncharged;
    }

    long ageNanos(long now) {
        return now - unchargedSince;
    }

    /** @return calls to charge; what came back meanwhile is not charged any more */
    int send(Quota quota, long now) {
        long interval = quota.intervalNanos();
        long standing = (level(now) + interval - 1) / interval;
        inFlight = uncharged;
        uncharged = 0;
        // Only after an outage is there more owed than still stands.
        return (int) Math.min(inFlight, Math.max(standing, Math.min(inFlight, quota.lease())));
    }

    /** @param levelNanos what the ledger says after the charge, over all replicas */
    void charged(Quota quota, long levelNanos, long now) {
        inFlight = 0;
        unchargedSince = now;
        fullAt = now + levelNanos + (uncharged + held) * quota.intervalNanos();
    }

    void notCharged() {
        uncharged += inFlight;
        inFlight = 0;
    }

    int remaining(Quota quota, long now) {
        return (int) Math.clamp((quota.windowNanos() - level(now)) / quota.intervalNanos(), 0, quota.calls());
    }
}
