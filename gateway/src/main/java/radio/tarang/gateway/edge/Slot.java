package radio.tarang.gateway.edge;

import java.net.URI;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/** The place of one key: what is kept for it, and the fill under way, if any. */
final class Slot {

    /** Which route and service fill this key. */
    record Origin(String route, URI base) {
    }

    final String target;
    final boolean saveData;
    final boolean pinned;
    final Origin origin;
    final AtomicReference<@Nullable Fill> filling = new AtomicReference<>();
    volatile @Nullable Stored stored;
    volatile long usedAtMillis;
    volatile long fillStartedAtMillis = Long.MIN_VALUE / 2;
    volatile long purgedAtMillis = Long.MIN_VALUE / 2;
    volatile boolean refillScheduled;
    /** How long the last fill took: the best guess at the next one. */
    volatile long lastFillMillis;
    /** The last fill brought nothing because the service was away: says why an answer is stale. */
    volatile boolean lastFillFailed;
    /** Until then the service is asked for each caller: its answers were not for sharing. */
    volatile long passUntilMillis = Long.MIN_VALUE / 2;

    Slot(String target, boolean saveData, boolean pinned, Origin origin) {
        this.target = target;
        this.saveData = saveData;
        this.pinned = pinned;
        this.origin = origin;
    }

    /** A refill is not to be expected within so many milliseconds of having been asked for. */
    boolean refillsSlowly(long nowMillis, long worthWaitingMillis) {
        return lastFillMillis > worthWaitingMillis
                || filling.get() != null && nowMillis - fillStartedAtMillis > worthWaitingMillis;
    }

    /** None is under way, and the last one began so lately that the next one has to wait. */
    boolean refilledLately(long nowMillis, long intervalMillis) {
        return filling.get() == null && nowMillis - fillStartedAtMillis < intervalMillis;
    }

    String key() {
        return key(target, saveData);
    }

    /** A space cannot be part of a target. */
    static String key(String target, boolean saveData) {
        return saveData ? target + " save-data" : target;
    }
}
