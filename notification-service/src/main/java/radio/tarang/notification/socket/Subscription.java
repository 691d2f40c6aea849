package radio.tarang.notification.socket;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import radio.tarang.notification.Announcement;
import radio.tarang.notification.Cursor;
import radio.tarang.notification.State;

/** One connection's wish to hear of a state, or of a programme. Belongs to the connection's event loop. */
final class Subscription {
    final Connection connection;
    final @Nullable State state;
    final @Nullable String programId;
    /** Announcements up to this one are in the snapshot or were replayed. */
    long serial;
    /** From here on everything was or will be sent on this connection, so a second subscription need not repeat it. */
    @Nullable
    Cursor coveredFrom;
    private int place = -1;

    private Subscription(Connection connection, @Nullable State state, @Nullable String programId) {
        this.connection = connection;
        this.state = state;
        this.programId = programId;
    }

    static Subscription toState(Connection connection, State state) {
        return new Subscription(connection, state, null);
    }

    static Subscription toProgramme(Connection connection, String programId) {
        return new Subscription(connection, null, programId);
    }

    boolean attached() {
        return place >= 0;
    }

    /** Whether this subscription has sent the announcement or is going to. */
    boolean covers(Announcement announcement) {
        Cursor from = coveredFrom;
        if (!attached() || from == null) {
            return false;
        }
        return announcement.state().national()
                ? announcement.offset() >= from.national()
                : announcement.state().equals(state) && announcement.offset() >= from.state();
    }

    /** Those who hear the same, in no order; leaving takes constant time. */
    static final class Circle {
        final List<Subscription> members = new ArrayList<>(0);

        void join(Subscription subscription) {
            subscription.place = members.size();
            members.add(subscription);
        }

        void leave(Subscription subscription) {
            Subscription last = members.removeLast();
            if (last != subscription) {
                members.set(subscription.place, last);
                last.place = subscription.place;
            }
            subscription.place = -1;
        }
    }
}
