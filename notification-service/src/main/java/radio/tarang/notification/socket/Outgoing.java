package radio.tarang.notification.socket;

import java.util.List;

import io.netty.buffer.ByteBuf;

import radio.tarang.notification.Announcement;
import radio.tarang.notification.State;

/**
 * An announcement as bytes: one frame, or for a national one a frame per state, which differ in the cursor alone. Shared by all loops, each of
 * which holds one reference while it delivers.
 */
final class Outgoing {
    final Announcement announcement;
    private final ByteBuf[] frames;

    private Outgoing(Announcement announcement, ByteBuf[] frames) {
        this.announcement = announcement;
        this.frames = frames;
    }

    static Outgoing encode(Announcement announcement, List<State> states) {
        if (!announcement.state().national()) {
            return new Outgoing(announcement, new ByteBuf[]{Frames.text(announcement.message(announcement.state()))});
        }
        return new Outgoing(announcement,
                states.stream().map(state -> Frames.text(announcement.message(state))).toArray(ByteBuf[]::new));
    }

    /** As readers of that state's feed get it; 0 for those of the programme alone. */
    ByteBuf frame(int stateNumber) {
        return frames.length == 1 ? frames[0] : frames[stateNumber];
    }

    void retain() {
        for (ByteBuf frame : frames) {
            frame.retain();
        }
    }

    void release() {
        for (ByteBuf frame : frames) {
            frame.release();
        }
    }
}
