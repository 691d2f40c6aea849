package radio.tarang.gateway.limits;

import org.jspecify.annotations.Nullable;

import radio.tarang.gateway.Problem;

/**
 * Whether a request may go on, and what its answer says of its caller's limits.
 *
 * @param over the bucket that refused; null = admitted
 * @param retryAfterSeconds after which the same call passes if nothing else is asked meanwhile; 0 where admitted
 * @param rateLimit value of {@code RateLimit} (draft-ietf-httpapi-ratelimit-headers-10): {@code r} calls may follow at once,
 * after {@code t} seconds without a call all of them
 * @param policy value of {@code RateLimit-Policy}
 */
public record Decision(@Nullable Bucket over, int retryAfterSeconds, String rateLimit, String policy) {

    public static final String RATE_LIMIT = "RateLimit";
    public static final String POLICY = "RateLimit-Policy";

    public boolean admitted() {
        return over == null;
    }

    /** What a refused caller is told. */
    public Problem problem() {
        return Problem.rateLimited(retryAfterSeconds, over == null ? "" : over.text());
    }
}
