package radio.tarang.notification;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

import radio.tarang.notification.FeedEvent.ProgrammeChanged;

/** Words events that were read back from the log as they were worded live, skipping repeats and what came out of order. */
final class Replay {
    private final Function<String, @Nullable String> streamUrls;
    private final Duration announceWithin;
    private final Positions positions;
    private final ToLongFunction<Programme> silentIn;

    Replay(Function<String, @Nullable String> streamUrls, Duration announceWithin, Positions positions,
            ToLongFunction<Programme> silentIn) {
        this.streamUrls = streamUrls;
        this.announceWithin = announceWithin;
        this.positions = positions.copy();
        this.silentIn = silentIn;
    }

    /** All get the same serial: they are older than anything live. */
    List<Announcement> announcements(List<FeedEvent> events, long serial) {
        Map<String, Long> sequences = new HashMap<>();
        Map<String, Programme> before = new HashMap<>();
        List<Announcement> announcements = new ArrayList<>();
        for (FeedEvent event : events) {
            long sequence = event.origin().sequence();
            if (sequence <= sequences.getOrDefault(event.subject(), Long.MIN_VALUE)) {
                continue;
            }
            sequences.put(event.subject(), sequence);
            if (event instanceof ProgrammeChanged changed) {
                Programme programme = changed.programme();
                Programme old = before.put(event.subject(), programme);
                if (Wording.worthTelling(changed, old, announceWithin)) {
                    byte[] body = Wording.body(changed, old, streamUrls.apply(programme.stationId()));
                    announcements
                            .add(new Announcement(serial, programme.state(), event.origin().offset(), programme.id(),
                                    Wording.type(changed.happening()), body, Wording.boundary(changed), positions,
                                    silentIn.applyAsLong(programme)));
                }
            }
        }
        return announcements;
    }
}
