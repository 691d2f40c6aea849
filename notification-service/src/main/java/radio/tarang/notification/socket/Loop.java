package radio.tarang.notification.socket;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

import radio.tarang.notification.Announcement;
import radio.tarang.notification.Snapshot;
import radio.tarang.notification.State;
import radio.tarang.notification.States;

/** The connections of one event loop and who of them hears what. Touched by that loop alone. */
final class Loop {
    private final EventLoop executor;
    private final SocketSettings settings;
    private final SocketMeters meters;
    private final List<Connection> connections = new ArrayList<>();
    private final Subscription.Circle[] states;
    private final Map<String, Subscription.Circle> programmes = new HashMap<>();
    private final @Nullable Snapshot[] snapshots;
    private final @Nullable ByteBuf[] snapshotFrames;
    private final List<Connection> touched = new ArrayList<>();
    private int sweepAt;

    Loop(EventLoop executor, States states, SocketSettings settings, SocketMeters meters) {
        this.executor = executor;
        this.settings = settings;
        this.meters = meters;
        int count = states.all().size();
        this.states = new Subscription.Circle[count];
        for (int number = 0; number < count; number++) {
            this.states[number] = new Subscription.Circle();
        }
        this.snapshots = new Snapshot[count];
        this.snapshotFrames = new ByteBuf[count];
        executor.scheduleAtFixedRate(this::sweep, 1, 1, TimeUnit.SECONDS);
    }

    EventLoop executor() {
        return executor;
    }

    void add(Connection connection) {
        connection.place = connections.size();
        connections.add(connection);
        meters.connected();
    }

    void remove(Connection connection) {
        Connection last = connections.removeLast();
        if (last != connection) {
            connections.set(connection.place, last);
            last.place = connection.place;
        }
        meters.disconnected();
    }

    List<Connection> connections() {
        return List.copyOf(connections);
    }

    void attach(Subscription subscription) {
        if (subscription.attached()) {
            return;
        }
        circle(subscription).join(subscription);
        if (subscription.state != null) {
            meters.subscribed(subscription.state);
        }
    }

    void detach(Subscription subscription) {
        if (!subscription.attached()) {
            return;
        }
        Subscription.Circle circle = circle(subscription);
        circle.leave(subscription);
        if (subscription.state != null) {
            meters.unsubscribed(subscription.state);
        } else if (circle.members.isEmpty()) {
            programmes.remove(Objects.requireNonNull(subscription.programId));
        }
    }

    private Subscription.Circle circle(Subscription subscription) {
        State state = subscription.state;
        return state != null
                ? states[state.number()]
                : programmes.computeIfAbsent(Objects.requireNonNull(subscription.programId),
                        id -> new Subscription.Circle());
    }

    /** All of a batch to all who hear it, then one flush for each of them. */
    void deliver(List<Outgoing> batch) {
        long frames = 0;
        for (Outgoing outgoing : batch) {
            State state = outgoing.announcement.state();
            if (state.national()) {
                for (int number = 1; number < states.length; number++) {
                    frames += !outgoing.announcement.heardIn(number)
                            ? 0
                            : deliver(states[number], outgoing.announcement, outgoing.frame(number));
                }
            } else {
                frames += deliver(states[state.number()], outgoing.announcement, outgoing.frame(0));
            }
            Subscription.Circle programme = programmes.get(outgoing.announcement.programId());
            if (programme != null) {
                frames += deliver(programme, outgoing.announcement, outgoing.frame(0));
            }
        }
        flush();
        if (frames > 0) {
            meters.delivered(frames);
            Instant now = Instant.now();
            batch.forEach(outgoing -> meters.late(outgoing.announcement.type(),
                    Duration.between(outgoing.announcement.boundary(), now)));
        }
    }

    // The hot path: nothing is allocated here, per receiver it is one recycled duplicate and one recycled queue entry.
    private static int deliver(Subscription.Circle circle, Announcement announcement, ByteBuf frame) {
        List<Subscription> members = circle.members;
        int sent = 0;
        for (int place = 0; place < members.size(); place++) {
            Subscription subscription = members.get(place);
            if (announcement.serial() > subscription.serial
                    && subscription.connection.announce(announcement.serial(), frame)) {
                sent++;
            }
        }
        return sent;
    }

    /** Who hears of a state. */
    List<Subscription> of(State state) {
        return List.copyOf(states[state.number()].members);
    }

    void touch(Connection connection) {
        touched.add(connection);
    }

    void flush() {
        for (int place = 0; place < touched.size(); place++) {
            touched.get(place).flushBatch();
        }
        touched.clear();
    }

    /** The snapshot's frame, encoded once per loop for as long as the feed hands out the same. */
    ByteBuf frame(Snapshot snapshot) {
        int number = snapshot.state().number();
        ByteBuf frame = snapshotFrames[number];
        if (frame == null || snapshots[number] != snapshot) {
            if (frame != null) {
                frame.release();
            }
            frame = Frames.text(snapshot.message());
            snapshotFrames[number] = frame;
            snapshots[number] = snapshot;
        }
        return frame;
    }

    /** Every second a slice of the connections: a timer for each would cost more memory than the socket itself. */
    private void sweep() {
        long now = System.nanoTime();
        long rounds = Math.max(1, settings.pingEvery().toSeconds());
        int slice = (int) ((connections.size() + rounds - 1) / rounds);
        for (int checked = 0; checked < slice && !connections.isEmpty(); checked++) {
            sweepAt = (sweepAt + 1) % connections.size();
            connections.get(sweepAt).check(now);
        }
        flush();
    }
}
