package radio.tarang.gateway.edge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The kept answers. Reading takes no lock; filling, purging and evicting are rare and take one, which is what makes the
 * race between a fill and a purge decidable.
 */
@Component
class EdgeCache {

    /** What a slot costs beside its answer. */
    private static final long SLOT_BYTES = 512;
    /** Longer than any fill can take, so that no purge is forgotten while a fill it concerns is under way. */
    private static final long REMEMBER_PURGES_MILLIS = 60_000;
    private static final long UNCAPPED_MILLIS = Long.MAX_VALUE / 4;
    private static final int TRIM_EVERY = 1_024;

    private record Purge(long number, long atMillis, boolean evict) {
    }

    private final Map<String, Slot> slots = new ConcurrentHashMap<>();
    private final Map<String, Set<Slot>> byTag = new HashMap<>();
    private final Map<String, Purge> lastPurge = new HashMap<>();
    private final EdgeProperties settings;
    private final Pattern pinned;
    private final long origin = System.nanoTime();
    private long purges;
    private long everythingPurgedBy;
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean feedCurrent;
    private volatile long lastPurgeAtMillis = Long.MIN_VALUE / 2;
    final LongAdder hits = new LongAdder();
    final LongAdder fills = new LongAdder();
    final LongAdder staleAnswers = new LongAdder();

    EdgeCache(EdgeProperties settings) {
        this.settings = settings;
        pinned = Pattern.compile(settings.pinned());
    }

    EdgeProperties settings() {
        return settings;
    }

    long nowMillis() {
        return (System.nanoTime() - origin) / 1_000_000;
    }

    @Nullable
    Slot find(String target, boolean saveData) {
        return slots.get(Slot.key(target, saveData));
    }

    Slot slot(String target, boolean saveData, Slot.Origin from) {
        return slots.computeIfAbsent(Slot.key(target, saveData), key -> {
            bytes.addAndGet(SLOT_BYTES);
            Slot slot = new Slot(target, saveData, pinned.matcher(target).matches(), from);
            slot.usedAtMillis = nowMillis();
            return slot;
        });
    }

    /** Purges may be missed while the feed is not current: nothing counts as fresh for longer than the cap. */
    void feedCurrent(boolean current) {
        feedCurrent = current;
    }

    boolean feedCurrent() {
        return feedCurrent;
    }

    boolean fresh(Stored stored, long nowMillis) {
        return stored.fresh(nowMillis, capMillis());
    }

    long ttlSeconds(Stored stored, long nowMillis) {
        return stored.ttlSeconds(nowMillis, capMillis());
    }

    private long capMillis() {
        return feedCurrent ? UNCAPPED_MILLIS : settings.cappedFreshness().toMillis();
    }

    /**
     * Whether a stale copy is given at once while a new one is fetched behind it (RFC 5861). One that an event has made stale
     * is so only where waiting would be long: the next refill may not begin yet, or refills of this key take their time.
     */
    boolean servableWhileRevalidating(Slot slot, Stored stored, long nowMillis) {
        if (!feedCurrent || !stored.servableWhileRevalidating(nowMillis, settings.outdatedFor().toMillis())) {
            return false;
        }
        return !stored.purged() || !slot.lastFillFailed
                && (slot.refilledLately(nowMillis, settings.refillInterval().toMillis())
                        || slot.refillsSlowly(nowMillis, settings.worthWaiting().toMillis()));
    }

    boolean recentlyPurged(Slot slot, long nowMillis) {
        long since = slot.stored == null ? Math.max(slot.purgedAtMillis, lastPurgeAtMillis) : slot.purgedAtMillis;
        return nowMillis - since < settings.primaryReads().toMillis();
    }

    synchronized Fill beginFill() {
        return new Fill(purges, nowMillis());
    }

    /** @return what to serve: the answer, marked stale where a purge of one of its tags overtook the fill */
    synchronized Stored store(Slot slot, Stored filled, Fill fill) {
        boolean evicted = false;
        if (everythingPurgedBy > fill.purgesAtStart) {
            filled.purge(fill.startedAtMillis);
        }
        for (String tag : filled.tags) {
            Purge last = lastPurge.get(tag);
            if (last != null && last.number > fill.purgesAtStart) {
                filled.purge(fill.startedAtMillis);
                evicted |= last.evict;
            }
        }
        if (evicted || slots.get(slot.key()) != slot) {
            return filled;
        }
        drop(slot);
        slot.stored = filled;
        bytes.addAndGet(filled.answer.bytes());
        filled.tags.forEach(tag -> byTag.computeIfAbsent(tag, t -> new HashSet<>()).add(slot));
        trim();
        return filled;
    }

    /**
     * Marks stale, or with {@code evict} deletes, everything that carries one of the tags.
     *
     * @return the slots concerned that still hold an answer
     */
    synchronized Collection<Slot> purge(Collection<String> tags, boolean evict) {
        long now = nowMillis();
        purges++;
        lastPurgeAtMillis = now;
        Set<Slot> concerned = new HashSet<>();
        for (String tag : tags) {
            Purge before = lastPurge.get(tag);
            boolean evicting = evict || before != null && before.evict
                    && now - before.atMillis < REMEMBER_PURGES_MILLIS;
            lastPurge.put(tag, new Purge(purges, now, evicting));
            concerned.addAll(byTag.getOrDefault(tag, Set.of()));
        }
        if (purges % TRIM_EVERY == 0) {
            lastPurge.values().removeIf(p -> now - p.atMillis > REMEMBER_PURGES_MILLIS);
        }
        for (Slot slot : concerned) {
            Stored stored = slot.stored;
            slot.purgedAtMillis = now;
            if (evict) {
                drop(slot);
            } else if (stored != null) {
                stored.purge(now);
            }
        }
        return evict ? List.of() : concerned;
    }

    /** After a gap in the feed nobody knows what changed. */
    synchronized void purgeEverything() {
        purges++;
        everythingPurgedBy = purges;
        long now = nowMillis();
        lastPurgeAtMillis = now;
        for (Slot slot : slots.values()) {
            Stored stored = slot.stored;
            slot.purgedAtMillis = now;
            if (stored != null) {
                stored.purge(now);
            }
        }
    }

    long bytes() {
        return bytes.get();
    }

    int size() {
        return slots.size();
    }

    private void drop(Slot slot) {
        Stored stored = slot.stored;
        if (stored != null) {
            slot.stored = null;
            bytes.addAndGet(-stored.answer.bytes());
            for (String tag : stored.tags) {
                Set<Slot> tagged = byTag.get(tag);
                if (tagged != null && tagged.remove(slot) && tagged.isEmpty()) {
                    byTag.remove(tag);
                }
            }
        }
    }

    /** Least recently used first, pinned last; down to nine tenths, so that the sort is paid for once in a while. */
    synchronized void trim() {
        long budget = settings.budget().toBytes();
        if (bytes.get() <= budget) {
            return;
        }
        List<Slot> order = new ArrayList<>(slots.values());
        Map<Slot, Long> used = new HashMap<>();
        order.forEach(slot -> used.put(slot, slot.usedAtMillis));
        order.sort(Comparator.<Slot, Boolean>comparing(slot -> slot.pinned).thenComparing(used::get));
        for (Slot slot : order) {
            if (bytes.get() <= budget / 10 * 9) {
                return;
            }
            drop(slot);
            if (slots.remove(slot.key(), slot)) {
                bytes.addAndGet(-SLOT_BYTES);
            }
        }
    }
}
