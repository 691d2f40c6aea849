package radio.tarang.notification.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * Signed anonymous sessions, {@code v1.<kid>.<issuedDay>.<random>.<mac>}: what counts is written down in
 * {@code docs/contracts/session/vectors.json}. The gateway issues them; here they are only checked.
 */
final class Sessions {
    static final String PROPERTY = "tarang.session.keys";
    private static final int OLDEST_DAYS = 400;
    private static final int CLOCK_DAYS = 1;
    private static final int KEYS = 2;
    private static final String ALGORITHM = "HmacSHA256";
    // 16 and 32 bytes in base64url: the last character carries spare bits, which must be zero, or one value had many spellings
    private static final Pattern FORM = Pattern.compile(
            "(v1\\.([a-z0-9]{1,8})\\.(0|[1-9][0-9]{0,6})\\.([A-Za-z0-9_-]{21}[AQgw]))\\.([A-Za-z0-9_-]{42}[AEIMQUYcgkosw048])");
    private static final Pattern KEY = Pattern
            .compile("([a-z0-9]{1,8}):([A-Za-z0-9_-]{42}[AEIMQUYcgkosw048])");
    private static final int LONGEST = 96;

    private final Map<String, SecretKey> keys;
    private final Clock clock;

    /** @param keys the value of {@link #PROPERTY}: {@code kid:base64url-of-32-bytes}, comma-separated, at most two */
    Sessions(@Nullable String keys, Clock clock) {
        this.keys = parse(keys);
        this.clock = clock;
    }

    /** The random part of a session that counts. */
    Optional<String> verify(@Nullable String session) {
        if (session == null || session.length() > LONGEST) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(session);
        SecretKey key = form.matches() ? keys.get(form.group(2)) : null;
        if (key == null || !isSigned(form.group(1), form.group(5), key)) {
            return Optional.empty();
        }
        long today = Math.floorDiv(clock.instant().getEpochSecond(), 86_400L);
        long issued = Long.parseLong(form.group(3));
        return issued <= today + CLOCK_DAYS && issued >= today - OLDEST_DAYS
                ? Optional.of(form.group(4))
                : Optional.empty();
    }

    private static boolean isSigned(String text, String mac, SecretKey key) {
        try {
            Mac code = Mac.getInstance(ALGORITHM);
            code.init(key);
            byte[] right = code.doFinal(text.getBytes(StandardCharsets.US_ASCII));
            return MessageDigest.isEqual(right, Base64.getUrlDecoder().decode(mac));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    private static Map<String, SecretKey> parse(@Nullable String text) {
        if (text == null || text.isBlank()) {
            throw new Misconfigured(PROPERTY, "(TARANG_SESSION_KEYS) is missing: kid:base64url-of-32-bytes,"
                    + " comma-separated, at most two");
        }
        Map<String, SecretKey> keys = new HashMap<>();
        for (String entry : text.split(",", -1)) {
            Matcher form = KEY.matcher(entry);
            if (!form.matches()) {
                throw new Misconfigured(PROPERTY, "(TARANG_SESSION_KEYS) holds an entry that is not"
                        + " kid:base64url-of-32-bytes");
            }
            if (keys.put(form.group(1), new SecretKeySpec(Base64.getUrlDecoder().decode(form.group(2)),
                    ALGORITHM)) != null) {
                throw new Misconfigured(PROPERTY, "(TARANG_SESSION_KEYS) names a key twice");
            }
        }
        if (keys.size() > KEYS) {
            throw new Misconfigured(PROPERTY, "(TARANG_SESSION_KEYS) holds more than two keys");
        }
        return Map.copyOf(keys);
    }
}
