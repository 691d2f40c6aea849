package radio.tarang.notification;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An accepted event, worded for listeners, at its place in this replica's order.
 *
 * @param serial   counts up by one per announcement of this process; orders, never leaves the process
 * @param offset   of its partition: a cursor at or below it has not seen it
 * @param boundary the moment the event speaks of, from which lateness is measured
 * @param silentIn the states, a bit for each number, that do not hear this programme with the country
 */
public record Announcement(long serial, State state, long offset, String programId, String type, byte[] body,
        Instant boundary, Positions positions, long silentIn) {
    /** Whether listeners of that state are told: not where a state departs from a national programme. */
    public boolean heardIn(int stateNumber) {
        return (silentIn >> stateNumber & 1) == 0;
    }

    /** As readers of that state's feed get it. A national one goes to every state, to each with its own cursor. */
    public Message message(State feed) {
        return new Message(type, body, positions.cursor(feed));
    }

    /** As a reader gets them who stands at that cursor: each message with the cursor after it. */
    public static List<Message> messages(List<Announcement> announcements, Cursor from) {
        List<Message> messages = new ArrayList<>(announcements.size());
        Cursor cursor = from;
        for (Announcement announcement : announcements) {
            long next = announcement.offset() + 1;
            cursor = announcement.state().national() ? cursor.seen(0, next) : cursor.seen(next, 0);
            messages.add(new Message(announcement.type(), announcement.body(), cursor));
        }
        return messages;
    }
}
