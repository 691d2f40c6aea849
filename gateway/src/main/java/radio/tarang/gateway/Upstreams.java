package radio.tarang.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.circuitbreaker.IllegalStateTransitionException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timer;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Every call to a service goes through here, proxied or for the cache: one breaker per route, one time limit over all
 * attempts, one retry with jitter where the caller says it is safe. Resilience4j is used directly because Spring
 * Cloud's wrapper adds a bulkhead of 25 and counts "full" as a failure of the service.
 */
@Component
public class Upstreams {

    /** Names what the breaker counts; an answer is a failure when the service could not do its work. */
    public static boolean failed(int status) {
        return status == 502 || status == 503 || status == 504;
    }

    @ConfigurationProperties("tarang.upstream")
    public record Limits(@DefaultValue("3s") Duration timeout, @DefaultValue("50") int failureRatePercent,
            @DefaultValue("30s") Duration openFor, @DefaultValue("20") int window, @DefaultValue("10") int minimumCalls,
            @DefaultValue("50ms") Duration retryJitter) {
    }

    /** The breaker of the route is open: nothing was sent. */
    public static final class BreakerOpen extends RuntimeException {

        private final int retryAfterSeconds;

        BreakerOpen(String route, int retryAfterSeconds) {
            super("breaker of " + route + " is open", null, false, false);
            this.retryAfterSeconds = retryAfterSeconds;
        }

        public int retryAfterSeconds() {
            return retryAfterSeconds;
        }
    }

    /** The caller went wrong in the middle of a call; it says nothing about the service. */
    public static class CallerFault extends RuntimeException {

        private final int status;

        public CallerFault(int status) {
            super("caller's fault " + status, null, false, false);
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    /** However healthy a service says it is, its route is left alone this long after it failed. */
    private static final Duration LEAST_OPEN = Duration.ofSeconds(2);

    private final Limits limits;
    private final MeterRegistry meters;
    private final CircuitBreakerRegistry breakers;
    /** Ends what takes too long, to a tenth of a second: setting and taking back a limit costs a call next to nothing here. */
    private final Timer timer = new HashedWheelTimer(new DefaultThreadFactory("upstream-limits", true), 100,
            TimeUnit.MILLISECONDS, 512, false, -1, late -> Schedulers.parallel().schedule(late));
    private final Map<String, Long> openedAtNanos = new ConcurrentHashMap<>();

    public Upstreams(Limits limits, MeterRegistry meters) {
        this.limits = limits;
        this.meters = meters;
        breakers = CircuitBreakerRegistry
                .of(CircuitBreakerConfig.custom().failureRateThreshold(limits.failureRatePercent())
                        .slidingWindowSize(limits.window()).minimumNumberOfCalls(limits.minimumCalls())
                        .waitDurationInOpenState(limits.openFor()).permittedNumberOfCallsInHalfOpenState(3)
                        .automaticTransitionFromOpenToHalfOpenEnabled(true).build());
    }

    public Duration timeout() {
        return limits.timeout();
    }

    /**
     * The route's service says that it can work: an open breaker lets a few calls try it, without waiting for the end of its
     * time. A service that was restarted is back for its callers within seconds, one that is away is left alone for long.
     */
    public void tryAgain(String route) {
        long now = System.nanoTime();
        if (now - openedAtNanos.getOrDefault(route, now) < LEAST_OPEN.toNanos()) {
            return;
        }
        try {
            breakers.find(route).filter(breaker -> breaker.getState() == CircuitBreaker.State.OPEN)
                    .ifPresent(CircuitBreaker::transitionToHalfOpenState);
        } catch (IllegalStateTransitionException itHasMeanwhile) {
            // Its own time was over at the same moment.
        }
    }

    public String state(String route) {
        return breaker(route).getState().name();
    }

    /**
     * @param attempt one try; subscribed to again for the retry. An answer of it that nobody takes is disposed of, if it is
     * {@link reactor.core.Disposable}
     * @param failed says of an answer that the service could not do its work
     */
    public <T> Mono<T> call(String route, boolean retry, Duration limit, Mono<T> attempt, Predicate<T> failed) {
        return Mono.defer(() -> {
            long deadline = System.nanoTime() + limit.toNanos();
            if (!retry) {
                return once(route, deadline, attempt, failed, () -> false);
            }
            BooleanSupplier again = () -> deadline - System.nanoTime() > limit.toNanos() / 3;
            // Not after a timeout: the time is spent, and a slow service is not helped by asking twice.
            return once(route, deadline, attempt, failed, again).onErrorResume(
                    e -> e instanceof Attempt.FailedAnswer || e instanceof IOException && again.getAsBoolean(),
                    e -> Mono.delay(jitter())
                            .then(Mono.defer(() -> once(route, deadline, attempt, failed, () -> false))));
        });
    }

    private <T> Mono<T> once(String route, long deadline, Mono<T> attempt, Predicate<T> failed, BooleanSupplier again) {
        CircuitBreaker breaker = breaker(route);
        return breaker.tryAcquirePermission()
                ? new Attempt<>(new Attempt.Terms<>(breaker, timer, deadline, failed, again), attempt)
                : Mono.error(new BreakerOpen(route, (int) Math.max(1, limits.openFor().toSeconds())));
    }

    private Duration jitter() {
        long most = Math.max(1, limits.retryJitter().toNanos());
        return Duration.ofNanos(ThreadLocalRandom.current().nextLong(most / 5, most + 1));
    }

    private CircuitBreaker breaker(String route) {
        return breakers.find(route).orElseGet(() -> {
            CircuitBreaker breaker = breakers.circuitBreaker(route);
            breaker.getEventPublisher().onStateTransition(change -> {
                if (change.getStateTransition().getToState() == CircuitBreaker.State.OPEN) {
                    openedAtNanos.put(route, System.nanoTime());
                }
            });
            Gauge.builder("gateway_breaker_open", breaker, b -> b.getState() == CircuitBreaker.State.CLOSED ? 0 : 1)
                    .tag("route", route).register(meters);
            return breaker;
        });
    }
}
