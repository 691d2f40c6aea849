package radio.tarang.program.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The loop: sweep, then wait for the next boundary, a second at most. The second covers what this process cannot know: programmes written elsewhere,
 * crashed replicas, a clock that jumped. At a full hour several areas are worked off at once, each by one hand.
 */
@Component
@ConditionalOnProperty(name = "tarang.lifecycle.enabled", matchIfMissing = true)
class Lifecycle implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);
    private static final Duration SWEEP_EVERY = Duration.ofSeconds(1);
    /** Something is due that we did not get: another replica has it in hand, or it became due this moment. */
    private static final Duration LOCKED_ELSEWHERE = Duration.ofMillis(50);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    private final DuePrograms due;
    private final Sweep sweep;
    private final Lateness lateness;
    private final Clock clock;
    private final int areasAtOnce;
    private final Executor hands = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("lifecycle-", 0).factory());
    private volatile @Nullable CountDownLatch stopping;
    private volatile @Nullable Thread thread;

    Lifecycle(DuePrograms due, Sweep sweep, Lateness lateness, Clock clock,
            @Value("${tarang.lifecycle.areas-at-once:2}") int areasAtOnce) {
        this.due = due;
        this.sweep = sweep;
        this.lateness = lateness;
        this.clock = clock;
        this.areasAtOnce = areasAtOnce;
    }

    @Override
    public void start() {
        CountDownLatch stop = new CountDownLatch(1);
        stopping = stop;
        thread = Thread.ofPlatform().name("lifecycle").daemon().start(() -> loop(stop));
    }

    private void loop(CountDownLatch stop) {
        boolean failing = false;
        try {
            Duration wait = Duration.ZERO;
            while (!stop.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                try {
                    wait = sweepOnce(!failing);
                    if (failing) {
                        LOG.info("The schedule is kept again");
                        failing = false;
                    }
                } catch (RuntimeException e) {
                    if (!failing) {
                        LOG.warn("The schedule cannot be kept at the moment; trying every second", e);
                        failing = true;
                    }
                    wait = SWEEP_EVERY;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * @param together whether areas with little to do share transactions; after a failure they do not, so that what cannot be done holds up its own
     *        area alone
     * @return how long nothing will happen
     */
    Duration sweepOnce(boolean together) {
        Queue<String> areas = new ConcurrentLinkedQueue<>(due.areas(clock.instant()));
        int workers = Math.min(areasAtOnce, areas.size());
        if (workers <= 1) {
            sweepAll(areas, together);
        } else {
            List<CompletableFuture<Void>> working = new ArrayList<>();
            for (int n = 0; n < workers; n++) {
                working.add(CompletableFuture.runAsync(() -> sweepAll(areas, together), hands));
            }
            CompletableFuture.allOf(working.toArray(CompletableFuture[]::new)).join();
        }
        Instant now = clock.instant();
        Duration untilNext = due.nextBoundary().map(next -> Duration.between(now, next)).orElse(SWEEP_EVERY);
        if (untilNext.isNegative() || untilNext.isZero()) {
            return LOCKED_ELSEWHERE;
        }
        return untilNext.compareTo(SWEEP_EVERY) < 0 ? untilNext.plusMillis(1) : SWEEP_EVERY;
    }

    private void sweepAll(Queue<String> areas, boolean together) {
        Queue<String> others = together ? areas : new ArrayDeque<>();
        String area = areas.poll();
        while (area != null) {
            Sweep.Step step = sweep.step(area, others, clock.instant());
            step.events().forEach(lateness::record);
            area = step.unfinished() == null ? areas.poll() : step.unfinished();
        }
    }

    @Override
    public void stop() {
        CountDownLatch stop = stopping;
        Thread running = thread;
        if (stop == null || running == null) {
            return;
        }
        stop.countDown();
        try {
            if (!running.join(STOP_WITHIN)) {
                LOG.warn("The last sweep did not finish in time; its transaction is left to roll back");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
