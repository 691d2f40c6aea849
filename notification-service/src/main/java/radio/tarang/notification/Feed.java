package radio.tarang.notification;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

import radio.tarang.notification.FeedEvent.OptOutChanged;
import radio.tarang.notification.FeedEvent.Origin;
import radio.tarang.notification.FeedEvent.ProgrammeChanged;

/**
 * The feed of every state. One thread applies events; any thread reads. Everything is under one lock that is held for microseconds, so an event
 * loop may take it.
 */
@Component
public final class Feed {
    private final States states;
    private final FeedSettings settings;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition advanced = lock.newCondition();
    private final Rings rings;
    private final Snapshots snapshots;
    private final Departures departures;
    private Projection projection;
    private Positions positions;
    private String epoch = "";
    private volatile boolean open;
    private long serial;
    private volatile Consumer<List<Announcement>> audience = announcements -> {
    };
    private volatile Runnable whenRestarted = () -> {
    };
    private volatile Consumer<State> whenDeparted = state -> {
    };

    Feed(States states, FeedSettings settings, Clock clock) {
        this.states = states;
        this.settings = settings;
        this.clock = clock;
        this.rings = new Rings(states, settings);
        this.snapshots = new Snapshots(states, settings);
        this.departures = new Departures(states);
        this.projection = new Projection(states);
        this.positions = Positions.start(epoch, states.partitions());
    }

    /**
     * @param announced gets every batch of announcements, in order
     * @param restarted runs when all cursors have lost their meaning
     * @param departed gets each state whose listeners need a new snapshot: what it hears of the country changed, by an editor or by the clock
     */
    public void attend(Consumer<List<Announcement>> announced, Runnable restarted, Consumer<State> departed) {
        whenDeparted = departed;
        audience = announced;
        whenRestarted = restarted;
    }

    /** Starts over in another epoch, from what was saved of it. Nothing is announced and no cursor honoured until {@link #open}. */
    public void begin(String newEpoch, List<SavedSubject> saved) {
        lock.lock();
        try {
            open = false;
            epoch = newEpoch;
            projection = new Projection(states);
            saved.forEach(subject -> projection.restore(subject, states));
            positions = Positions.start(newEpoch, states.partitions());
        } finally {
            lock.unlock();
        }
    }

    /** The end of the log is reached: from here on events are news. What {@code history} still holds of the last minutes fills the rings. */
    public void open(long[] next, long[] historyFrom, List<FeedEvent> history) {
        lock.lock();
        try {
            System.arraycopy(next, 0, positions.next(), 0, next.length);
            rings.restart(states, historyFrom);
            snapshots.forget(State.NATIONAL);
            replay().announcements(history, ++serial).forEach(rings::add);
            history.forEach(this::noteDeparture);
            // Whoever resumes may have gone before a boundary that only the clock told; nobody here knows when.
            Instant now = clock.instant();
            departures.begin(now);
            movedOn(departures.movedOn(projection, now.minus(settings.replayAge()), now));
            open = true;
        } finally {
            lock.unlock();
        }
        whenRestarted.run();
    }

    /** Whether snapshots and cursors are answered. Once open, a feed stays so through any outage but a new epoch. */
    public boolean isOpen() {
        return open;
    }

    public String epoch() {
        return epoch;
    }

    /** Applies what was read, and remembers that the log was read that far. */
    public void apply(List<FeedEvent> events, long[] next) {
        List<Announcement> announced = new ArrayList<>();
        List<State> departed;
        lock.lock();
        try {
            for (FeedEvent event : events) {
                Announcement announcement = accept(event);
                if (announcement != null) {
                    announced.add(announcement);
                }
            }
            System.arraycopy(next, 0, positions.next(), 0, next.length);
            advanced.signalAll();
            movedOn(open ? departures.movedOn(projection, clock.instant()) : List.of());
            departed = departures.due();
            departed.forEach(snapshots::forget);
        } finally {
            lock.unlock();
        }
        if (!announced.isEmpty()) {
            audience.accept(announced);
        }
        departed.forEach(whenDeparted);
    }

    private void noteDeparture(FeedEvent event) {
        if (event instanceof OptOutChanged changed && changed.origin().partition() != Origin.REPLAYED) {
            rings.departed(changed.optOut().state(), changed.origin().offset() + 1);
        }
    }

    private void movedOn(List<State> moved) {
        moved.forEach(state -> rings.movedOn(state, positions.cursor(state)));
    }

    private Announcing announcing() {
        return new Announcing(projection, settings.announceWithin());
    }

    private Replay replay() {
        return new Replay(announcing(), positions);
    }

    private @Nullable Announcement accept(FeedEvent event) {
        Origin origin = event.origin();
        if (origin.partition() != Origin.REPLAYED) {
            positions.next()[origin.partition()] = origin.offset() + 1;
        }
        Instant now = clock.instant();
        Map<State, ObjectNode> heardBefore = Departures.heard(event, projection, now);
        Projection.Change change = projection.apply(event);
        if (change == null || !open) {
            return null;
        }
        snapshots.forget(change.state());
        if (change.ofOptOut()) {
            noteDeparture(event);
            departures.changed(change.state());
            return null;
        }
        if (!(event instanceof ProgrammeChanged changed)) {
            return null;
        }
        // What comes back from the dead letters has no place of its own in the partition: it stands where the reader does.
        long offset = origin.partition() == Origin.REPLAYED
                ? positions.next()[change.state().partition()]
                : origin.offset();
        Announcement announcement = announcing().announcement(changed, change.before(), serial + 1, offset, positions,
                departures.between(heardBefore, Departures.heard(event, projection, now)));
        if (announcement != null) {
            serial++;
            rings.add(announcement);
        }
        return announcement;
    }

    public Snapshot snapshot(State state) {
        lock.lock();
        try {
            Instant now = clock.instant();
            Snapshot kept = snapshots.of(state, now);
            return kept != null
                    ? kept
                    : snapshots.keep(Snapshot.take(state, serial, positions.cursor(state), projection, now,
                            now.plus(settings.upcoming())), now);
        } finally {
            lock.unlock();
        }
    }

    public Resumption resume(State state, Cursor cursor) {
        lock.lock();
        try {
            return rings.resume(state, cursor, positions.cursor(state), serial);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until this replica has read as far as the cursor. Blocks. */
    boolean awaitReading(State state, Cursor cursor, Duration atMost) throws InterruptedException {
        long nanos = atMost.toNanos();
        lock.lock();
        try {
            while (cursor.state() > positions.cursor(state).state()
                    || cursor.national() > positions.cursor(state).national()) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = advanced.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Words events read back from the log, for one reader. */
    List<Announcement> word(List<FeedEvent> events) {
        lock.lock();
        try {
            return replay().announcements(events, serial);
        } finally {
            lock.unlock();
        }
    }

    /** The serial of the last announcement. */
    public long serial() {
        lock.lock();
        try {
            return serial;
        } finally {
            lock.unlock();
        }
    }

    /** The state of a programme on air or to come, null of any other. */
    public @Nullable State stateOf(String programId) {
        lock.lock();
        try {
            Programme programme = projection.programme(programId);
            return programme == null ? null : programme.state();
        } finally {
            lock.unlock();
        }
    }

    public int size() {
        lock.lock();
        try {
            return projection.size();
        } finally {
            lock.unlock();
        }
    }

    /** Null when nothing has been read since the last call. */
    public SavedSubject.Changes takeChanges() {
        lock.lock();
        try {
            projection.forgetOverSince(clock.instant().minus(settings.rememberOver()));
            return new SavedSubject.Changes(epoch, projection.takeUnsaved(), positions.next().clone());
        } finally {
            lock.unlock();
        }
    }

    public void stillUnsaved(SavedSubject.Changes changes) {
        lock.lock();
        try {
            if (changes.epoch().equals(epoch)) {
                projection.stillUnsaved(changes.subjects());
            }
        } finally {
            lock.unlock();
        }
    }
}
