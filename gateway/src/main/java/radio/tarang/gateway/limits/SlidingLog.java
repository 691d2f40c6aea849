package radio.tarang.gateway.limits;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The calls of one caller in one bucket that this replica admitted within the window, oldest first. The ledger's log is the
 * truth while Redis is there; this one bounds the replica's share when it is not, and remembers what the ledger has not
 * heard of. Not thread-safe: guarded by its {@link Account}.
 */
final class SlidingLog {

    private long[] times = new long[4];
    private long[] ids = new long[4];
    /** Whether the ledger knows. */
    private boolean[] told = new boolean[4];
    private int size;

    /** @return 0 if one more may pass within the share, else how long until it may */
    long waitNanos(Quota quota, long now) {
        forget(quota, now);
        return size < quota.share() ? 0 : times[size - quota.share()] + quota.windowNanos() - now;
    }

    void add(long now, long id, boolean known) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            ids = Arrays.copyOf(ids, size * 2);
            told = Arrays.copyOf(told, size * 2);
        }
        times[size] = now;
        ids[size] = id;
        told[size++] = known;
    }

    /** A call the ledger has not heard of. */
    record Untold(long id, long ageNanos) {
    }

    List<Untold> untold(Quota quota, long now) {
        forget(quota, now);
        List<Untold> all = List.of();
        for (int i = 0; i < size; i++) {
            if (!told[i]) {
                all = all.isEmpty() ? new ArrayList<>() : all;
                all.add(new Untold(ids[i], now - times[i]));
            }
        }
        return all;
    }

    void told(List<Untold> calls) {
        for (Untold call : calls) {
            for (int i = 0; i < size; i++) {
                told[i] |= ids[i] == call.id();
            }
        }
    }

    boolean empty(Quota quota, long now) {
        forget(quota, now);
        return size == 0;
    }

    int used(Quota quota, long now) {
        forget(quota, now);
        return size;
    }

    long resetNanos(Quota quota, long now) {
        forget(quota, now);
        return size == 0 ? 0 : times[size - 1] + quota.windowNanos() - now;
    }

    private void forget(Quota quota, long now) {
        int gone = 0;
        while (gone < size && now - times[gone] >= quota.windowNanos()) {
            gone++;
        }
        if (gone > 0) {
            System.arraycopy(times, gone, times, 0, size - gone);
            System.arraycopy(ids, gone, ids, 0, size - gone);
            System.arraycopy(told, gone, told, 0, size - gone);
            size -= gone;
        }
    }
}
