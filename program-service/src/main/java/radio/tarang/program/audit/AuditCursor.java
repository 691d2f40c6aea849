package radio.tarang.program.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import radio.tarang.program.Refusal;
import radio.tarang.program.web.PathIds;

/** Where the list goes on: right after one entry. To callers it is opaque. */
record AuditCursor(Instant at, UUID id) {
    private static final Pattern FORM = Pattern.compile("a1\\.(\\d{1,17})\\.([0-9a-f-]{36})");

    String text() {
        String plain = "a1." + ChronoUnit.MICROS.between(Instant.EPOCH, at) + "." + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
    }

    static AuditCursor parse(String text) {
        try {
            Matcher form = FORM.matcher(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII));
            if (form.matches()) {
                return new AuditCursor(Instant.EPOCH.plus(Long.parseLong(form.group(1)), ChronoUnit.MICROS),
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
