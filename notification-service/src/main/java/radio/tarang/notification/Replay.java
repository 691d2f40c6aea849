package radio.tarang.notification;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import radio.tarang.notification.FeedEvent.ProgrammeChanged;

/** Words events that were read back from the log as they were worded live, skipping repeats and what came out of order. */
final class Replay {
    private final Announcing announcing;
    private final Positions positions;

    Replay(Announcing announcing, Positions positions) {
        this.announcing = announcing;
        this.positions = positions.copy();
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
                Programme old = before.put(event.subject(), changed.programme());
                // What a state that departs from it heard before is not known any more: it may have been something else.
                Announcement announcement = announcing.announcement(changed, old, serial, event.origin().offset(),
                        positions, OptOut::hearsSomething);
                if (announcement != null) {
                    announcements.add(announcement);
                }
            }
        }
        return announcements;
    }
}
