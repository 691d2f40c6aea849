package radio.tarang.gateway.identity;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Signed anonymous listeners, {@code v1.<kid>.<issuedDay>.<random>.<mac>}: nothing is stored, whoever has the keys can
 * verify. What is accepted and refused is written down in {@code docs/contracts/session/vectors.json}.
 */
final class Sessions {

    static final int LIFE_DAYS = 400;
    private static final int RANDOM_BYTES = 16;
    private static final int RANDOM_CHARS = 22;
    private static final int MAC_CHARS = 43;
    private static final int LONGEST = 3 + 9 + 6 + RANDOM_CHARS + 1 + MAC_CHARS + 1;
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final Map<String, Mac> macs = new HashMap<>();
    private final String signingKid;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Sessions(SessionKeys keys, Clock clock) {
        Map<String, SecretKeySpec> byKid = keys.byKid();
        byKid.forEach((kid, key) -> macs.put(kid, mac(key)));
        signingKid = byKid.keySet().iterator().next();
        this.clock = clock;
    }

    /** A new listener. */
    String issue() {
        byte[] bits = new byte[RANDOM_BYTES];
        random.nextBytes(bits);
        String signed = "v1." + signingKid + '.' + today() + '.' + BASE64URL.encodeToString(bits);
        return signed + '.' + code(signingKid, signed);
    }

    /** @return the random part, or null where the value is not one of ours or too old */
    @Nullable
    String verify(@Nullable String value) {
        if (value == null || value.length() > LONGEST || !value.startsWith("v1.")) {
            return null;
        }
        int afterKid = value.indexOf('.', 3);
        int afterDay = value.indexOf('.', afterKid + 1);
        int afterRandom = value.length() - MAC_CHARS - 1;
        if (afterKid < 4 || afterDay < 0 || afterRandom != afterDay + 1 + RANDOM_CHARS
                || value.charAt(afterRandom) != '.') {
            return null;
        }
        String kid = value.substring(3, afterKid);
        String random = value.substring(afterDay + 1, afterRandom);
        if (!macs.containsKey(kid) || !base64url(random) || !current(value.substring(afterKid + 1, afterDay))) {
            return null;
        }
        byte[] expected = code(kid, value.substring(0, afterRandom)).getBytes(US_ASCII);
        byte[] given = value.substring(afterRandom + 1).getBytes(US_ASCII);
        return MessageDigest.isEqual(expected, given) ? random : null;
    }

    long today() {
        return TimeUnit.MILLISECONDS.toDays(clock.millis());
    }

    private boolean current(String issuedDay) {
        int length = issuedDay.length();
        if (length == 0 || length > 6 || length > 1 && issuedDay.charAt(0) == '0') {
            return false;
        }
        long day = 0;
        for (int i = 0; i < length; i++) {
            char c = issuedDay.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
            day = day * 10 + c - '0';
        }
        long age = today() - day;
        return age >= -1 && age <= LIFE_DAYS;
    }

    /** Canonical: of the last character's six bits only two carry something. */
    private static boolean base64url(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_')) {
                return false;
            }
        }
        return "AQgw".indexOf(text.charAt(text.length() - 1)) >= 0;
    }

    private String code(String kid, String signed) {
        Mac keyed = macs.get(kid);
        if (keyed == null) {
            throw new IllegalArgumentException("no such key");
        }
        try {
            // A Mac has a state: every use takes a copy, which is cheaper than a new one with its key schedule.
            return BASE64URL.encodeToString(((Mac) keyed.clone()).doFinal(signed.getBytes(US_ASCII)));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Mac mac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(SessionKeys.MAC);
            mac.init(key);
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }
}
