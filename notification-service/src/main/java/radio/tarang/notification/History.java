package radio.tarang.notification;

import java.util.List;
import java.util.Optional;

/** The log behind the rings. Every call blocks: never from an event loop. */
public interface History {
    /** Every event of a partition in [from, to), or empty when the log may no longer hold all of them, or holds too many. */
    Optional<List<FeedEvent>> read(int partition, long from, long to);

    /** The offset after the last committed record of a partition. */
    long end(int partition);
}
