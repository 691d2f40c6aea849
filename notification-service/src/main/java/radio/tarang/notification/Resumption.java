package radio.tarang.notification;

import java.util.List;

/** What became of a cursor. */
public sealed interface Resumption {
    /**
     * Everything missed, in order.
     *
     * @param serial announcements after this one are live
     */
    record Missed(List<Announcement> announcements, long serial) implements Resumption {
    }

    /** Part of it is older than the rings: the log has to be read up to where they begin. */
    record Older(Cursor ringsBegin) implements Resumption {
    }

    /** This replica has not read that far yet; or nobody has, and the cursor is from a topic that was longer. */
    record Ahead() implements Resumption {
    }

    /** It cannot be honoured. */
    record Lost(String reason) implements Resumption {
    }
}
