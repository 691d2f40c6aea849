package radio.tarang.gateway.limits;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What this replica knows of one user, session or address. All its state is guarded by its monitor; where two accounts are
 * locked together, the caller's comes before the address's.
 */
final class Account {

    /** Whose account it is; also the first letter of its key in Redis. */
    enum Holder {
        USER, SESSION, ADDRESS
    }

    final Holder holder;
    final String id;
    private final @Nullable Gcra[] meters = new Gcra[Bucket.values().length];
    private @Nullable SlidingLog @Nullable [] logs;
    /** In the settler's queue, or with the ledger. */
    private boolean queued;
    private long usedAt;
    /** Taken out of the table: whoever still holds it looks again. */
    private boolean closed;

    Account(Holder holder, String id) {
        this.holder = holder;
        this.id = id;
    }

    Gcra meter(Bucket bucket) {
        Gcra meter = meters[bucket.ordinal()];
        if (meter == null) {
            meter = new Gcra();
            meters[bucket.ordinal()] = meter;
        }
        return meter;
    }

    SlidingLog log(Bucket bucket) {
        @Nullable
        SlidingLog[] all = logs;
        if (all == null) {
            all = new SlidingLog[Bucket.values().length];
            logs = all;
        }
        SlidingLog log = all[bucket.ordinal()];
        if (log == null) {
            log = new SlidingLog();
            all[bucket.ordinal()] = log;
        }
        return log;
    }

    /** Whether one more may be admitted in each of these before the ledger has heard of it. */
    boolean leaseLeft(Quota[] quotas, long now) {
        boolean left = true;
        for (Quota quota : quotas) {
            left &= meter(quota.bucket()).leaseLeft(quota, now);
        }
        return left;
    }

    boolean closed() {
        return closed;
    }

    void used(long now) {
        usedAt = now;
    }

    /** @return whether it has to be queued now */
    boolean queue() {
        boolean before = queued;
        queued = true;
        return !before;
    }

    void unqueued() {
        queued = false;
    }

    /** The key in Redis. What belongs to one holder has one hash tag, so that it is in one slot of a cluster. */
    String key(Bucket bucket) {
        return "limits:{" + Character.toLowerCase(holder.name().charAt(0)) + ':' + id + "}:" + bucket.text();
    }

    /** Buckets with calls the ledger has not been told of. */
    List<Bucket> uncharged() {
        List<Bucket> all = new ArrayList<>(2);
        for (Bucket bucket : Bucket.values()) {
            Gcra meter = meters[bucket.ordinal()];
            if (meter != null && meter.uncharged() > 0) {
                all.add(bucket);
            }
        }
        return all;
    }

    /**
     * Takes the account out of use if nobody would notice: every call has come back, so that a new account is the same.
     *
     * @param ledgerKnows what only bounds this replica's share, or is known elsewhere, may be forgotten
     */
    synchronized boolean closeIfAtRest(Limits limits, long now, long idleNanos, boolean ledgerKnows) {
        if (queued || now - usedAt < idleNanos) {
            return false;
        }
        for (Bucket bucket : Bucket.values()) {
            Gcra meter = meters[bucket.ordinal()];
            if (meter != null && !meter.atRest(now, ledgerKnows)) {
                return false;
            }
            SlidingLog log = logs == null ? null : logs[bucket.ordinal()];
            if (log != null && !log.empty(limits.quota(bucket), now)
                    && !(ledgerKnows && log.untold(limits.quota(bucket), now).isEmpty())) {
                return false;
            }
        }
        closed = true;
        return true;
    }
}
