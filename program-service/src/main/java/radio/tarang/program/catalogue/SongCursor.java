package radio.tarang.program.catalogue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import radio.tarang.program.Refusal;
import radio.tarang.program.web.PathIds;
import radio.tarang.program.web.SongView;

/** Where the list of the newest songs goes on: right after one of them. To callers it is opaque. */
record SongCursor(Instant createdAt, UUID id) {
    /** Before every song there is. */
    static final SongCursor START = new SongCursor(Instant.parse("9999-01-01T00:00:00Z"), new UUID(-1, -1));
    private static final Pattern FORM = Pattern.compile("s1\\.(\\d{1,15})\\.([0-9a-f-]{36})");

    static SongCursor after(SongView last) {
        return new SongCursor(Objects.requireNonNull(last.createdAt()), Objects.requireNonNull(last.id()));
    }

    String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(
                ("s1." + createdAt.toEpochMilli() + "." + id).getBytes(StandardCharsets.US_ASCII));
    }

    /** An empty one starts from the beginning. */
    static SongCursor parse(String text) {
        if (text.isEmpty()) {
            return START;
        }
        try {
            Matcher form = FORM.matcher(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII));
            if (form.matches()) {
                return new SongCursor(Instant.ofEpochMilli(Long.parseLong(form.group(1))),
                        PathIds.parse(form.group(2)).orElseThrow());
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
