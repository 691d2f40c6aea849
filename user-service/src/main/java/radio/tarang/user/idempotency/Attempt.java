package radio.tarang.user.idempotency;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;

import radio.tarang.user.Refusal;
import radio.tarang.user.security.Caller;

/**
 * One sending of a write.
 *
 * @param id of the caller and the key together
 * @param fingerprint of method, target and body: what has to be the same for an answer to be the same
 */
record Attempt(byte[] id, byte[] fingerprint) {
    static final String HEADER = "Idempotency-Key";
    /** A string in the sense of RFC 9651, or the same without its quotes. */
    private static final Pattern KEY = Pattern.compile("(\"?)([\\x21\\x23-\\x5B\\x5D-\\x7E]{1,128})\\1");

    static Attempt of(HttpServletRequest request, byte[] body) {
        Matcher key = KEY.matcher(String.valueOf(request.getHeader(HEADER)));
        if (!key.matches()) {
            throw Refusal.invalid(HEADER, "must be 1 to 128 visible ASCII characters");
        }
        String query = request.getQueryString();
        String target = request.getMethod() + " " + request.getRequestURI() + (query == null ? "" : "?" + query);
        return new Attempt(sha256(owner(request) + " " + key.group(2), new byte[0]), sha256(target, body));
    }

    private static String owner(HttpServletRequest request) {
        if (request.getAttribute(Caller.class.getName()) instanceof Caller caller) {
            if (caller.userId() != null) {
                return "user:" + caller.userId();
            }
            if (caller.session() != null) {
                return "session:" + caller.session();
            }
        }
        throw new Refusal(Refusal.Reason.SESSION_REQUIRED,
                "An Idempotency-Key belongs to somebody: sign in, or send an X-Session-Id.");
    }

    /** For a lock: two attempts that differ in it certainly differ. */
    long lock() {
        return ByteBuffer.wrap(id).getLong();
    }

    private static byte[] sha256(String head, byte[] tail) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(head.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
            return digest.digest(tail);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
