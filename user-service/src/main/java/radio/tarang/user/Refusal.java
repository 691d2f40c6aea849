package radio.tarang.user;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import radio.tarang.user.Findings.Finding;

/**
 * The service understood and says no. Each reason is a stable problem type of the API; the detail is written for the caller and holds nothing internal.
 */
public final class Refusal extends RuntimeException {
    /** The slug is the last part of the problem's type URI. */
    public enum Reason {
        VALIDATION_FAILED("validation-failed", 400, "The request is not valid"), //
        INVALID_CREDENTIALS("invalid-credentials", 401, "The name or the password is wrong"), //
        INVALID_REFRESH_TOKEN("invalid-refresh-token", 401, "Sign in again"), //
        USE_BROWSER_LOGIN("use-browser-login", 403, "Sign in through the browser"), //
        FORBIDDEN("forbidden", 403, "You may not do this"), //
        UNKNOWN_USER("unknown-user", 404, "No such user"), //
        UNKNOWN_DEVICE("unknown-device", 404, "No such device"), //
        UNKNOWN_STATION("unknown-station", 404, "No such station"), //
        UNKNOWN_PROGRAM("unknown-program", 404, "No such programme"), //
        UNKNOWN_FOLLOW("unknown-follow", 404, "That is not followed"), //
        UNKNOWN_BLOCK("unknown-block", 404, "That is not blocked"), //
        USERNAME_TAKEN("username-taken", 409, "The name is taken"), //
        EMAIL_TAKEN("email-taken", 409, "The e-mail address is taken"), //
        CANNOT_FOLLOW_YOURSELF("cannot-follow-yourself", 409, "Nobody follows themselves"), //
        CANNOT_BLOCK_YOURSELF("cannot-block-yourself", 409, "Nobody blocks themselves"), //
        TOO_MANY("too-many", 409, "There is no room for more"), //
        ADMIN_LOCKOUT("admin-lockout", 409, "That would lock an administrator out"), //
        IDEMPOTENCY_IN_PROGRESS("idempotency-in-progress", 409, "The same request is being answered"), //
        PRECONDITION_FAILED("precondition-failed", 412, "It has changed since you read it"), //
        PAYLOAD_TOO_LARGE("payload-too-large", 413, "The request body is too large"), //
        IDEMPOTENCY_KEY_REUSED("idempotency-key-reused", 422, "The key belongs to another request"), //
        SESSION_REQUIRED("session-required", 428, "Say who you are first"), //
        RATE_LIMITED("rate-limited", 429, "Too many attempts");

        private final String slug;
        private final int status;
        private final String title;

        Reason(String slug, int status, String title) {
            this.slug = slug;
            this.status = status;
            this.title = title;
        }

        public String slug() {
            return slug;
        }

        public int status() {
            return status;
        }

        public String title() {
            return title;
        }
    }

    private final Reason reason;
    private final transient List<Finding> findings;
    private final @Nullable Duration retryAfter;

    public Refusal(Reason reason, String detail) {
        this(reason, detail, List.of(), null);
    }

    private Refusal(Reason reason, String detail, List<Finding> findings, @Nullable Duration retryAfter) {
        super(detail, null, false, false);
        this.reason = reason;
        this.findings = findings;
        this.retryAfter = retryAfter;
    }

    public static Refusal invalid(List<Finding> findings) {
        return new Refusal(Reason.VALIDATION_FAILED,
                findings.size() == 1 ? "One field is wrong." : findings.size() + " fields are wrong.",
                List.copyOf(findings), null);
    }

    public static Refusal invalid(String field, String message) {
        return invalid(List.of(new Finding(field, message)));
    }

    public static Refusal unknown(Reason reason, String id) {
        return new Refusal(reason,
                "There is nothing with the id '" + (id.length() > 64 ? id.substring(0, 64) + "…" : id) + "'.");
    }

    public static Refusal changedMeanwhile() {
        return new Refusal(Reason.PRECONDITION_FAILED,
                "Somebody else changed it first. Read it again and repeat your change.");
    }

    /** @param retryAfter when the next attempt has a chance; said in whole seconds, rounded up */
    public static Refusal tooManyFailures(Duration retryAfter) {
        return new Refusal(Reason.RATE_LIMITED, "Signing in failed too often from here.", List.of(), retryAfter);
    }

    public Reason reason() {
        return reason;
    }

    public List<Finding> findings() {
        return findings;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
