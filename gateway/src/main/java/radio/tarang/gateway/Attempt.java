package radio.tarang.gateway;

import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

/**
 * One try of a call that its breaker has permitted: tells the breaker how it went, and ends what takes too long. One step
 * instead of an operator for each of these, because every proxied call goes through it.
 */
final class Attempt<T> extends Mono<T> {

    /** A failing answer that was given up for another try; it never leaves {@link Upstreams}. */
    static final class FailedAnswer extends RuntimeException {

        FailedAnswer() {
            super("failed", null, false, false);
        }
    }

    /**
     * @param deadlineNanos of {@link System#nanoTime}
     * @param failed says of an answer that the service could not do its work
     * @param again whether such an answer is given up for another try
     */
    record Terms<T>(CircuitBreaker breaker, Timer timer, long deadlineNanos, Predicate<T> failed,
            BooleanSupplier again) {
    }

    private final Terms<T> terms;
    private final Mono<T> asked;

    Attempt(Terms<T> terms, Mono<T> asked) {
        this.terms = terms;
        this.asked = asked;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        asked.subscribe(new Watch<>(terms, actual));
    }

    /** The answer, its failure, the end of the time, the end of the interest in it: the first ends it, the others are late. */
    private static final class Watch<T> implements CoreSubscriber<T>, Subscription {

        private final Terms<T> terms;
        private final CoreSubscriber<? super T> actual;
        private final AtomicBoolean over = new AtomicBoolean();
        private final long fromNanos = System.nanoTime();
        private @Nullable Subscription asked;
        private @Nullable Timeout limit;

        Watch(Terms<T> terms, CoreSubscriber<? super T> actual) {
            this.terms = terms;
            this.actual = actual;
        }

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            asked = subscription;
            limit = terms.timer().newTimeout(timeout -> tooLate(), Math.max(1, terms.deadlineNanos() - fromNanos),
                    NANOSECONDS);
            actual.onSubscribe(this);
        }

        @Override
        public void request(long n) {
            if (asked != null) {
                asked.request(n);
            }
        }

        @Override
        public void onNext(T answer) {
            if (!end()) {
                drop(answer);
                return;
            }
            boolean failed = terms.failed().test(answer);
            if (failed) {
                terms.breaker().onError(tookNanos(), NANOSECONDS, new FailedAnswer());
            } else {
                terms.breaker().onSuccess(tookNanos(), NANOSECONDS);
            }
            if (failed && terms.again().getAsBoolean()) {
                drop(answer);
                actual.onError(new FailedAnswer());
            } else {
                actual.onNext(answer);
                actual.onComplete();
            }
        }

        @Override
        public void onComplete() {
            if (end()) {
                terms.breaker().onSuccess(tookNanos(), NANOSECONDS);
                actual.onComplete();
            }
        }

        @Override
        public void onError(Throwable failure) {
            if (end()) {
                if (failure instanceof Upstreams.CallerFault) {
                    terms.breaker().releasePermission();
                } else {
                    terms.breaker().onError(tookNanos(), NANOSECONDS, failure);
                }
                actual.onError(failure);
            }
        }

        private void tooLate() {
            if (end()) {
                stop();
                TimeoutException timeout = new TimeoutException("no answer in time");
                terms.breaker().onError(tookNanos(), NANOSECONDS, timeout);
                actual.onError(timeout);
            }
        }

        @Override
        public void cancel() {
            if (end()) {
                stop();
                terms.breaker().releasePermission();
            }
        }

        private boolean end() {
            boolean first = over.compareAndSet(false, true);
            if (first && limit != null) {
                limit.cancel();
            }
            return first;
        }

        private void stop() {
            if (asked != null) {
                asked.cancel();
            }
        }

        private static void drop(Object answer) {
            if (answer instanceof Disposable held) {
                held.dispose();
            }
        }

        private long tookNanos() {
            return System.nanoTime() - fromNanos;
        }
    }
}
