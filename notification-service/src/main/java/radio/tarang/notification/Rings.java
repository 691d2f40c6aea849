package radio.tarang.notification;

import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** The rings of all states and of the whole country. Not thread-safe: {@link Feed} holds the lock. */
final class Rings {
    private final Ring[] rings;
    /** By state: cursors before this offset of its partition have not heard how it departs from national programmes. */
    private final long[] departedAt;
    /** By state: cursors that are not beyond this one may not have heard what the clock changed there. */
    private final @Nullable Cursor[] movedOnAt;

    Rings(States states, FeedSettings settings) {
        this.rings = new Ring[states.all().size()];
        this.departedAt = new long[rings.length];
        this.movedOnAt = new Cursor[rings.length];
        for (int number = 0; number < rings.length; number++) {
            rings[number] = new Ring(settings.ringSize().toBytes(), settings.ringCount());
        }
    }

    /** @param from per partition, the offset from which everything is about to be added */
    void restart(States states, long[] from) {
        for (State state : states.all()) {
            rings[state.number()].restart(from[state.partition()]);
            departedAt[state.number()] = 0;
            movedOnAt[state.number()] = null;
        }
    }

    void add(Announcement announcement) {
        rings[announcement.state().number()].add(announcement);
    }

    /** @param next the offset after the event */
    void departed(State state, long next) {
        departedAt[state.number()] = Math.max(departedAt[state.number()], next);
    }

    /** The clock has changed what the state hears, which no event tells. */
    void movedOn(State state, Cursor here) {
        movedOnAt[state.number()] = here;
    }

    private boolean departed(State state, Cursor cursor) {
        Cursor moved = movedOnAt[state.number()];
        return cursor.state() < departedAt[state.number()]
                || moved != null && cursor.state() <= moved.state() && cursor.national() <= moved.national();
    }

    /**
     * @param here   how far the log has been read
     * @param serial of the last announcement
     */
    Resumption resume(State state, Cursor cursor, Cursor here, long serial) {
        if (!cursor.epoch().equals(here.epoch())) {
            return new Resumption.Lost("epoch-changed");
        }
        if (cursor.state() > here.state() || cursor.national() > here.national()) {
            return new Resumption.Ahead();
        }
        if (departed(state, cursor)) {
            return new Resumption.Lost("opt-outs-changed");
        }
        Ring own = rings[state.number()];
        Ring national = rings[State.NATIONAL.number()];
        if (cursor.state() < own.completeFrom() || cursor.national() < national.completeFrom()) {
            return new Resumption.Older(cursor.seen(own.completeFrom(), national.completeFrom()));
        }
        List<Announcement> missed = own.since(cursor.state());
        List<Announcement> ofTheCountry = national.since(cursor.national());
        if (ofTheCountry.stream().anyMatch(announcement -> announcement.restatedIn(state))) {
            return new Resumption.Lost("opt-outs-changed");
        }
        ofTheCountry.stream().filter(announcement -> announcement.heardIn(state.number()))
                .forEach(missed::add);
        missed.sort(Comparator.comparingLong(Announcement::serial));
        return new Resumption.Missed(missed, serial);
    }
}
