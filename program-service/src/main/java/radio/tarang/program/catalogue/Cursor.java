package radio.tarang.program.catalogue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import radio.tarang.program.Refusal;
import radio.tarang.program.web.PathIds;

/**
 * Where a list goes on: right after one of its entries. To callers it is opaque.
 *
 * @param count what the list goes by, as it was when the entry was shown; 0 where it goes by newness alone
 */
record Cursor(SongOrder order, long count, Instant createdAt, UUID id) {
    private static final Instant END_OF_TIME = Instant.parse("9999-01-01T00:00:00Z");
    private static final Pattern FORM = Pattern.compile("([a-z]{1,10})\\.(\\d{1,18})\\.(\\d{1,15})\\.([0-9a-f-]{36})");

    /** Before every entry there can be. */
    static Cursor start(SongOrder order) {
        return new Cursor(order, Long.MAX_VALUE, END_OF_TIME, new UUID(-1, -1));
    }

    String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(
                (order.word() + "." + count + "." + createdAt.toEpochMilli() + "." + id)
                        .getBytes(StandardCharsets.US_ASCII));
    }

    /** An empty one starts from the beginning. One of a list in another order is none of this. */
    static Cursor parse(String text, SongOrder order) {
        if (text.isEmpty()) {
            return start(order);
        }
        try {
            Matcher form = FORM.matcher(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII));
            if (form.matches() && form.group(1).equals(order.word())) {
                return new Cursor(order, Long.parseLong(form.group(2)),
                        Instant.ofEpochMilli(Long.parseLong(form.group(3))),
                        PathIds.parse(form.group(4)).orElseThrow());
            }
        } catch (RuntimeException e) {
            throw malformed(); // no base64, or no id inside
        }
        throw malformed();
    }

    private static Refusal malformed() {
        return Refusal.invalid("cursor", "is not a cursor of this list");
    }
}
