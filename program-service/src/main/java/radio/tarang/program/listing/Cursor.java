package radio.tarang.program.listing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import radio.tarang.program.ProgramStatus;
import radio.tarang.program.Refusal;
import radio.tarang.program.web.PathIds;

/**
 * Where a list goes on: right after one programme. To callers it is opaque.
 *
 * @param national whether that programme stood among the national ones, which follow the state's own
 */
record Cursor(ProgramStatus status, boolean national, Instant start, UUID id) {
    private static final Pattern FORM = Pattern.compile("1\\.([a-z]{4,9})\\.([01])\\.(-?\\d{1,13})\\.([0-9a-f-]{36})");

    String text() {
        String plain = "1." + status.word() + "." + (national ? 1 : 0) + "." + start.toEpochMilli() + "." + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
    }

    /** @param status of the list: a cursor goes on with the list it came from and no other */
    static Cursor parse(String text, ProgramStatus status) {
        try {
            Matcher form = FORM.matcher(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII));
            if (form.matches() && form.group(1).equals(status.word())) {
                return new Cursor(status, form.group(2).equals("1"),
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
