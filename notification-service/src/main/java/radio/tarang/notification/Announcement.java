package radio.tarang.notification;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An accepted event, worded for listeners, at its place in this replica's order.
 *
 * @param serial   counts up by one per announcement of this process; orders, never leaves the process
 * @param offset   of its partition: a cursor at or below it has not seen it
 * @param boundary the moment the event speaks of, from which lateness is measured
 */
public record Announcement(long serial, State state, long offset, String programId, String type, byte[] body,
        Instant boundary, Positions positions, Reception reception) {
    /**
     * How those states hear a national programme that do not hear it as the country does.
     *
     * @param silentIn   a bit for the number of each state that is not told, because it hears the programme later or not at all
     * @param restatedIn of these, the states that hear something else because of it and get a new snapshot
     * @param otherWords what a state is told that hears it in another language, by the state's number
     */
    record Reception(long silentIn, long restatedIn, Map<Integer, byte[]> otherWords) {
    }

    /** Whether listeners of that state are told: not where a state departs from a national programme. */
    public boolean heardIn(int stateNumber) {
        return (reception.silentIn() >> stateNumber & 1) == 0;
    }

    /** Whether what listeners of that state hear changed by it, though they are not told it. */
    boolean restatedIn(State feed) {
        return (reception.restatedIn() >> feed.number() & 1) != 0;
    }

    /** As readers of that state's feed get it. A national one goes to every state, to each with its own cursor. */
    public Message message(State feed) {
        return new Message(type, body(feed), positions.cursor(feed));
    }

    private byte[] body(State feed) {
        return reception.otherWords().getOrDefault(feed.number(), body);
    }

    /** All it has to keep. */
    int bytes() {
        return reception.otherWords().values().stream().mapToInt(words -> words.length).sum() + body.length;
    }

    /** As a reader of that state's feed gets them who stands at that cursor: each message with the cursor after it. */
    public static List<Message> messages(List<Announcement> announcements, State feed, Cursor from) {
        List<Message> messages = new ArrayList<>(announcements.size());
        Cursor cursor = from;
        for (Announcement announcement : announcements) {
            long next = announcement.offset() + 1;
            cursor = announcement.state().national() ? cursor.seen(0, next) : cursor.seen(next, 0);
            messages.add(new Message(announcement.type(), announcement.body(feed), cursor));
        }
        return messages;
    }
}
