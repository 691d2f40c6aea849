package radio.tarang.notification;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Where a reader of a state's feed stands, written {@code epoch:STATE.NATIONAL}. Opaque to clients.
 *
 * @param epoch    changes when the topic is recreated or states move to other partitions; offsets mean nothing across epochs
 * @param state    first offset not yet seen of the state's partition
 * @param national first offset not yet seen of partition 0
 */
public record Cursor(String epoch, long state, long national) {
    private static final Pattern TEXT = Pattern.compile("([0-9a-f]{8}):(\\d{1,18})\\.(\\d{1,18})");

    /** Null when the text is no cursor. */
    public static @Nullable Cursor parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? new Cursor(matcher.group(1), Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3)))
                : null;
    }

    /** The cursor after something at these offsets was seen; never moves back. */
    Cursor seen(long state, long national) {
        return new Cursor(epoch, Math.max(this.state, state), Math.max(this.national, national));
    }

    @Override
    public String toString() {
        return epoch + ":" + state + "." + national;
    }
}
