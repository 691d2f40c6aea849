package radio.tarang.gateway.limits;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The limits: {@code tarang.limits.buckets.<name>.calls} and {@code .window} override the defaults of {@link Bucket}.
 *
 * @param factor multiplies every limit; for benchmarks, so that the limiter stays in the path
 * @param replicas gateways expected to share the traffic: each enforces that part of a limit while Redis is away
 * @param addressFactor the ceiling of an address, in multiples of {@code api-minute}
 * @param accounts callers remembered at a time; beyond that, newcomers share one account until somebody is at rest
 */
@ConfigurationProperties("tarang.limits")
record LimitsProperties(@DefaultValue("1") double factor, @DefaultValue("1") int replicas,
        @DefaultValue("20") int addressFactor, @DefaultValue("100000") int accounts,
        @DefaultValue Map<Bucket, Rate> buckets) {

    private static final long MOST_CALLS = 1_000_000_000;

    /** What of a bucket's default is overridden. */
    record Rate(@Nullable Integer calls, @Nullable Duration window) {

        Rate {
            require(calls == null || calls >= 1 && calls <= MOST_CALLS, "calls must be 1 to 1 000 000 000");
            require(window == null || !window.minusSeconds(1).isNegative() && window.compareTo(Duration.ofDays(1)) <= 0,
                    "window must be 1 s to 1 d");
        }
    }

    LimitsProperties {
        require(factor > 0 && factor <= 1_000_000, "factor must be above 0 and at most 1 000 000");
        require(replicas >= 1 && replicas <= 1_000, "replicas must be 1 to 1 000");
        require(addressFactor >= 1 && addressFactor <= 1_000, "address-factor must be 1 to 1 000");
        require(accounts >= 100 && accounts <= 10_000_000, "accounts must be 100 to 10 000 000");
        buckets = Map.copyOf(buckets);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("tarang.limits: " + what);
        }
    }

    Quota quota(Bucket bucket) {
        Rate own = buckets.get(bucket);
        Duration window = own == null || own.window() == null ? bucket.window : own.window();
        double calls = own == null || own.calls() == null ? defaultCalls(bucket) : own.calls();
        int most = (int) Math.clamp(Math.round(calls * factor), 1, MOST_CALLS);
        return new Quota(bucket, most, window, replicas);
    }

    private double defaultCalls(Bucket bucket) {
        if (bucket != Bucket.ADDRESS_MINUTE) {
            return bucket.calls;
        }
        Rate perUser = buckets.get(Bucket.API_MINUTE);
        return (double) addressFactor
                * (perUser == null || perUser.calls() == null ? Bucket.API_MINUTE.calls : perUser.calls());
    }
}
