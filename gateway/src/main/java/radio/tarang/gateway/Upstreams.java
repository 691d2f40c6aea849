package radio.tarang.gateway;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.circuitbreaker.IllegalStateTransitionException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

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

    /** A failing status seen by the breaker; never leaves this class. */
    private static final class FailedStatus extends RuntimeException {

        FailedStatus() {
            super("failed", null, false, false);
        }
    }

    /** However healthy a service says it is, its route is left alone this long after it failed. */
    private static final Duration LEAST_OPEN = Duration.ofSeconds(2);

    private final Limits limits;
    private final MeterRegistry meters;
    private final CircuitBreakerRegistry breakers;
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
     * @param attempt one try; subscribed to again for the retry
     * @param failed says of an answer that the service could not do its work
     */
    public <T> Mono<T> call(String route, boolean retry, Duration limit, Mono<T> attempt, Predicate<T> failed) {
        return Mono.defer(() -> {
            long deadline = System.nanoTime() + limit.toNanos();
            Mono<T> first = once(route, deadline, attempt, failed);
            if (!retry) {
                return first;
            }
            Mono<T> second = Mono.delay(jitter()).then(Mono.defer(() -> once(route, deadline, attempt, failed)));
            return first.map(answer -> new Try<>(answer, failed.test(answer)))
                    .onErrorResume(e -> worthAnotherTry(e) && remaining(deadline) > limit.toNanos() / 3,
                            e -> second.map(answer -> new Try<>(answer, false)))
                    .flatMap(t -> t.again() && remaining(deadline) > limit.toNanos() / 3
                            ? second
                            : Mono.just(t.answer()));
        });
    }

    private record Try<T>(T answer, boolean again) {
    }

    private <T> Mono<T> once(String route, long deadline, Mono<T> attempt, Predicate<T> failed) {
        return Mono.defer(() -> {
            CircuitBreaker breaker = breaker(route);
            if (!breaker.tryAcquirePermission()) {
                return Mono.error(new BreakerOpen(route, (int) Math.max(1, limits.openFor().toSeconds())));
            }
            long start = System.nanoTime();
            return attempt.timeout(Duration.ofNanos(Math.max(1, remaining(deadline)))).doOnSuccess(answer -> {
                long took = System.nanoTime() - start;
                if (answer != null && failed.test(answer)) {
                    breaker.onError(took, NANOSECONDS, new FailedStatus());
                } else {
                    breaker.onSuccess(took, NANOSECONDS);
                }
            }).doOnError(e -> {
                if (e instanceof CallerFault) {
                    breaker.releasePermission();
                } else {
                    breaker.onError(System.nanoTime() - start, NANOSECONDS, e);
                }
            }).doOnCancel(breaker::releasePermission);
        });
    }

    private static long remaining(long deadline) {
        return deadline - System.nanoTime();
    }

    private Duration jitter() {
        long most = Math.max(1, limits.retryJitter().toNanos());
        return Duration.ofNanos(ThreadLocalRandom.current().nextLong(most / 5, most + 1));
    }

    /** Not after a timeout: the time is spent, and a slow service is not helped by asking twice. */
    private static boolean worthAnotherTry(Throwable e) {
        return e instanceof java.io.IOException;
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
