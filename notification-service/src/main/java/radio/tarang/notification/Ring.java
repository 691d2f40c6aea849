package radio.tarang.notification;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The latest announcements of one state (or of the whole country), in the order of their offsets; bounded in bytes and in number. */
final class Ring {
    private static final int ENTRY_BYTES = 256;

    private final long maxBytes;
    private final int maxCount;
    private final Deque<Announcement> entries = new ArrayDeque<>();
    private long bytes;
    private long completeFrom;

    Ring(long maxBytes, int maxCount) {
        this.maxBytes = maxBytes;
        this.maxCount = maxCount;
    }

    /** Nothing before this offset is in the ring; everything from it on is. */
    long completeFrom() {
        return completeFrom;
    }

    void restart(long completeFrom) {
        entries.clear();
        bytes = 0;
        this.completeFrom = completeFrom;
    }

    void add(Announcement announcement) {
        entries.addLast(announcement);
        bytes += size(announcement);
        while (bytes > maxBytes || entries.size() > maxCount) {
            Announcement oldest = entries.removeFirst();
            bytes -= size(oldest);
            completeFrom = oldest.offset() + 1;
        }
    }

    List<Announcement> since(long offset) {
        List<Announcement> later = new ArrayList<>();
        for (Announcement entry : entries) {
            if (entry.offset() >= offset) {
                later.add(entry);
            }
        }
        return later;
    }

    private static long size(Announcement announcement) {
        return announcement.bytes() + ENTRY_BYTES;
    }
}
