package radio.tarang.gateway;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class UpstreamsTests {

    private final Upstreams upstreams = new Upstreams(
            new Upstreams.Limits(Duration.ofSeconds(1), 50, Duration.ofMinutes(5), 20, 10, Duration.ofMillis(50)),
            new SimpleMeterRegistry());

    @Test
    void aServiceThatSaysItCanWorkIsTriedLongBeforeTheBreakersTimeIsOver() {
        for (int i = 0; i < 10; i++) {
            call(503);
        }
        assertThatThrownBy(() -> call(200)).isInstanceOf(Upstreams.BreakerOpen.class);
        upstreams.tryAgain("program");
        assertThatThrownBy(() -> call(200)).as("at once would be no breaker at all")
                .isInstanceOf(Upstreams.BreakerOpen.class);

        await().atMost(Duration.ofSeconds(5)).until(() -> {
            upstreams.tryAgain("program");
            return upstreams.state("program").equals("HALF_OPEN");
        });
        for (int i = 0; i < 3; i++) {
            assertThat(call(200)).isEqualTo(200);
        }
        assertThat(upstreams.state("program")).isEqualTo("CLOSED");
    }

    @Test
    void aClosedBreakerIsLeftAlone() {
        call(200);
        upstreams.tryAgain("program");
        upstreams.tryAgain("never-called");
        assertThat(upstreams.state("program")).isEqualTo("CLOSED");
    }

    @Test
    void whatNobodyTakesIsDisposedOf() {
        List<Disposable> answers = List.of(Disposables.single(), Disposables.single());
        Iterator<Disposable> given = answers.iterator();
        assertThat(upstreams.call("twice", true, Duration.ofSeconds(1), Mono.fromSupplier(given::next),
                answer -> answer == answers.getFirst()).block()).isSameAs(answers.getLast());
        assertThat(answers.getFirst().isDisposed()).as("given up for another try").isTrue();
        assertThat(answers.getLast().isDisposed()).isFalse();

        Disposable late = Disposables.single();
        AtomicReference<CoreSubscriber<? super Disposable>> deaf = new AtomicReference<>();
        Mono<Disposable> slow = new Mono<>() {
            @Override
            public void subscribe(CoreSubscriber<? super Disposable> asking) {
                deaf.set(asking);
                asking.onSubscribe(Operators.emptySubscription());
            }
        };
        assertThatThrownBy(() -> upstreams.call("slow", true, Duration.ofMillis(50), slow, answer -> false).block())
                .hasCauseInstanceOf(TimeoutException.class);
        Objects.requireNonNull(deaf.get()).onNext(late);
        assertThat(late.isDisposed()).as("too late").isTrue();
    }

    private int call(int status) {
        return upstreams.call("program", false, Duration.ofSeconds(1), Mono.just(status), Upstreams::failed)
                .blockOptional().orElseThrow();
    }
}
