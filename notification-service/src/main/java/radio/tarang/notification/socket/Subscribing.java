package radio.tarang.notification.socket;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import radio.tarang.notification.Announcement;
import radio.tarang.notification.Catchup;
import radio.tarang.notification.Catchup.Caught;
import radio.tarang.notification.Cursor;
import radio.tarang.notification.Feed;
import radio.tarang.notification.Message;
import radio.tarang.notification.Resumption;
import radio.tarang.notification.Snapshot;
import radio.tarang.notification.State;

/** How a subscription begins: with a snapshot, or with what was missed since a cursor; and how it is mended. Runs on the connection's loop. */
@Component
final class Subscribing {
    private static final int ATTEMPTS = 3;

    private final Feed feed;
    private final Catchup catchup;
    private final SocketMeters meters;

    Subscribing(Feed feed, Catchup catchup, SocketMeters meters) {
        this.feed = feed;
        this.catchup = catchup;
        this.meters = meters;
    }

    void fromSnapshot(Connection connection, State state) {
        Subscription subscription = subscription(connection, state);
        if (feed.isOpen()) {
            snapshot(subscription, state);
        }
        // else: the feed is starting over, and everyone gets a snapshot when it opens
    }

    void fromCursor(Connection connection, State state, String text) {
        Subscription subscription = subscription(connection, state);
        Cursor cursor = Cursor.parse(text);
        if (cursor == null) {
            resync(subscription, state, "malformed-cursor");
        } else {
            resume(subscription, state, cursor, ATTEMPTS);
        }
    }

    private static Subscription subscription(Connection connection, State state) {
        for (Subscription existing : connection.subscriptions) {
            if (state.equals(existing.state)) {
                return existing;
            }
        }
        Subscription subscription = Subscription.toState(connection, state);
        connection.subscriptions.add(subscription);
        return subscription;
    }

    /** A programme's subscribers need no snapshot: they have the programme, and want to hear what happens to it. */
    void toProgramme(Connection connection, String programId) {
        Subscription subscription = Subscription.toProgramme(connection, programId);
        subscription.serial = feed.serial();
        connection.subscriptions.add(subscription);
        connection.loop().attach(subscription);
    }

    void end(Connection connection, Predicate<Subscription> which) {
        for (Subscription subscription : List.copyOf(connection.subscriptions)) {
            if (which.test(subscription)) {
                connection.loop().detach(subscription);
                connection.subscriptions.remove(subscription);
            }
        }
    }

    private void snapshot(Subscription subscription, State state) {
        Connection connection = subscription.connection;
        Snapshot snapshot = feed.snapshot(state);
        connection.give(connection.loop().frame(snapshot));
        subscription.serial = Math.max(subscription.serial, snapshot.serial());
        subscription.coveredFrom = snapshot.message().cursor();
        connection.loop().attach(subscription);
    }

    private void resume(Subscription subscription, State state, Cursor cursor, int attempts) {
        switch (feed.resume(state, cursor)) {
            case Resumption.Missed missed -> {
                replay(subscription, state, missed.announcements(), cursor);
                if (!subscription.attached()) {
                    subscription.serial = missed.serial();
                    subscription.connection.loop().attach(subscription);
                }
            }
            case Resumption.Lost lost -> resync(subscription, state, lost.reason());
            case Resumption.Older older -> readBack(subscription, state, cursor, attempts);
            case Resumption.Ahead ahead -> readBack(subscription, state, cursor, attempts);
        }
    }

    private void readBack(Subscription subscription, State state, Cursor cursor, int attempts) {
        if (attempts == 0) {
            resync(subscription, state, "cursor-out-of-reach");
            return;
        }
        Thread.ofVirtual().name("feed-catchup").start(() -> {
            Caught caught = catchup.up(state, cursor);
            subscription.connection.loop().executor()
                    .execute(() -> caughtUp(subscription, state, cursor, caught, attempts - 1));
        });
    }

    private void caughtUp(Subscription subscription, State state, Cursor cursor, @Nullable Caught caught,
            int attempts) {
        Connection connection = subscription.connection;
        if (!connection.isOpen() || !connection.subscriptions.contains(subscription)) {
            return;
        }
        if (caught == null) {
            resync(subscription, state, "cursor-out-of-reach");
        } else {
            replay(subscription, state, caught.missed(), cursor);
            resume(subscription, state, caught.cursor(), attempts);
        }
        connection.loop().flush();
    }

    private static void replay(Subscription subscription, State state, List<Announcement> missed, Cursor from) {
        Connection connection = subscription.connection;
        List<Announcement> unsent = new ArrayList<>(missed);
        unsent.removeIf(
                announcement -> connection.subscriptions.stream().anyMatch(other -> other.covers(announcement)));
        for (Message message : Announcement.messages(unsent, state, from)) {
            connection.tell(message);
        }
        Cursor covered = subscription.coveredFrom;
        if (covered == null || covered.state() > from.state()) {
            subscription.coveredFrom = from;
        }
    }

    /** Everything the connection hears starts over: it has missed something. */
    void resyncAll(Connection connection, String reason) {
        for (Subscription subscription : List.copyOf(connection.subscriptions)) {
            if (subscription.state != null) {
                resync(subscription, subscription.state, reason);
            } else if (subscription.programId != null) {
                State state = feed.stateOf(subscription.programId);
                ObjectNode payload = JsonNodeFactory.instance.objectNode().put("programId", subscription.programId)
                        .put("reason", reason);
                connection.tell(
                        Message.of("RESYNC", payload, state == null ? null : feed.snapshot(state).message().cursor()));
            }
        }
    }

    /** What the state hears of the country changed: what its listeners know is replaced. */
    void restate(Subscription subscription, State state) {
        resync(subscription, state, "opt-outs-changed");
    }

    private void resync(Subscription subscription, State state, String reason) {
        if (!feed.isOpen()) {
            return;
        }
        meters.resynced(reason);
        ObjectNode payload = JsonNodeFactory.instance.objectNode().put("stateId", state.id()).put("reason", reason);
        subscription.connection.tell(Message.of("RESYNC", payload, feed.snapshot(state).message().cursor()));
        snapshot(subscription, state);
    }
}
