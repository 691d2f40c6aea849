package radio.tarang.program.importing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Cuts an iCalendar file into its components, in constant memory, so that what is wrong with one event stays with that event and has a line. Lines are
 * unfolded as octets, because senders fold in the middle of characters. What is nested in an event (alarms) is left out; depth, lines and components
 * are bounded, and what is longer is marked as cut, not kept.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5545#section-3.1">RFC 5545 §3.1</a>
 */
final class CalendarBlocks {
    /** @param text its content lines, unfolded, from BEGIN to END; @param whole false if it was too long to be kept */
    record Block(int line, String name, String text, boolean whole) {
    }

    private static final int MAX_DEPTH = 8;
    private static final int MAX_LINE_OCTETS = 32 * 1024;
    private static final int MAX_BLOCK_CHARS = 128 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[64 * 1024];
    private final ByteArrayOutputStream content = new ByteArrayOutputStream(256);
    private int buffered;
    private int next;
    /** The physical line that the next content line begins in, counted from 1. */
    private int line = 1;
    private int contentLine;
    private boolean cut;
    private int depth;

    CalendarBlocks(InputStream in) {
        this.in = in;
    }

    /** The next component of a calendar; null at the proper end of the file. */
    @Nullable
    Block next() throws Unreadable {
        for (String text = contentLine(); text != null; text = contentLine()) {
            String upper = text.length() > 80 ? "" : text.strip().toUpperCase(Locale.ROOT);
            if (depth == 0 && !upper.equals("BEGIN:VCALENDAR")) {
                if (upper.isEmpty() && text.isBlank()) {
                    continue;
                }
                throw new Unreadable(contentLine, "This is not iCalendar: where BEGIN:VCALENDAR belongs there is '"
                        + ImportRow.shortened(text) + "'.");
            }
            if (upper.startsWith("BEGIN:")) {
                depth++;
                if (depth == 2) {
                    return block(upper.substring(6).strip());
                }
            } else if (upper.equals("END:VCALENDAR")) {
                depth--;
            }
        }
        if (depth > 0 || line == 1) {
            throw endsEarly();
        }
        return null;
    }

    private Block block(String name) throws Unreadable {
        int began = contentLine;
        StringBuilder text = new StringBuilder("BEGIN:").append(name).append("\r\n");
        boolean whole = true;
        int outside = depth - 1;
        for (String content = contentLine(); content != null; content = contentLine()) {
            String upper = content.length() > 80 ? "" : content.strip().toUpperCase(Locale.ROOT);
            if (upper.startsWith("BEGIN:") && ++depth > MAX_DEPTH) {
                throw new Unreadable(contentLine, "Components are nested deeper than " + MAX_DEPTH + ".");
            }
            boolean ours = depth == outside + 1 || name.equals("VTIMEZONE");
            if (upper.startsWith("END:")) {
                depth--;
            }
            if (depth == outside) {
                return new Block(began, name, text.append("END:").append(name).append("\r\n").toString(), whole);
            }
            if (!ours || content.isBlank()) {
                continue;
            }
            if (cut || text.length() + content.length() > MAX_BLOCK_CHARS) {
                whole = false;
            } else {
                text.append(upper.isEmpty() ? content : content.strip()).append("\r\n");
            }
        }
        throw endsEarly();
    }

    private Unreadable endsEarly() {
        return new Unreadable(line, "The file ends too early, in line " + line
                + ": it is cut off. What came before was imported.");
    }

    /** The next content line, unfolded; null at the end of the file. */
    private @Nullable String contentLine() {
        content.reset();
        cut = false;
        contentLine = line;
        boolean any = false;
        while (true) {
            int octet = read();
            if (octet < 0) {
                return any ? text() : null;
            }
            any = true;
            if (octet == '\n' || octet == '\r') {
                if (octet == '\r' && peek() == '\n') {
                    read();
                }
                line++;
                int ahead = peek();
                if (ahead != ' ' && ahead != '\t') {
                    return text();
                }
                read();
            } else if (content.size() < MAX_LINE_OCTETS) {
                content.write(octet);
            } else {
                cut = true;
            }
        }
    }

    private String text() {
        String text = content.toString(StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private int read() {
        int octet = peek();
        if (octet >= 0) {
            next++;
        }
        return octet;
    }

    private int peek() {
        if (next == buffered) {
            try {
                buffered = Math.max(in.read(buffer), 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            next = 0;
            if (buffered == 0) {
                return -1;
            }
        }
        return buffer[next] & 0xff;
    }
}
