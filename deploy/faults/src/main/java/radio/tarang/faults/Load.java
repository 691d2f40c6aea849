package radio.tarang.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

import radio.tarang.faults.stage.Answer;
import radio.tarang.faults.stage.Pace;

/** The same request again and again at a fixed rate, whether or not the one before was answered, until it is closed. */
final class Load implements AutoCloseable {

    /** @param waited from the moment the request was due */
    record Sample(Instant due, Duration waited, Answer answer) {
    }

    private final ConcurrentLinkedQueue<Sample> samples = new ConcurrentLinkedQueue<>();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread clock;
    private volatile boolean closed;

    private Load(Duration gap, Supplier<Answer> request) {
        this.clock = Thread.ofPlatform().daemon().name("load").start(() -> tick(gap, request));
    }

    static Load of(int perSecond, Supplier<Answer> request) {
        return new Load(Duration.ofSeconds(1).dividedBy(perSecond), request);
    }

    private void tick(Duration gap, Supplier<Answer> request) {
        for (Instant due = Instant.now(); !closed; due = due.plus(gap)) {
            Pace.millis(Math.max(0, Duration.between(Instant.now(), due).toMillis()));
            Instant dueNow = due;
            callers.execute(() -> {
                Answer answer = request.get();
                samples.add(new Sample(dueNow, Duration.between(dueNow, Instant.now()), answer));
            });
        }
    }

    List<Sample> all() {
        return List.copyOf(samples);
    }

    /** What was due in that time, in no order. Requests still without an answer are not in it: ask after {@link #close()}. */
    List<Sample> between(Instant from, Instant to) {
        return samples.stream().filter(sample -> !sample.due().isBefore(from) && sample.due().isBefore(to)).toList();
    }

    static long percentileMillis(List<Sample> samples, double percentile) {
        List<Long> sorted = new ArrayList<>(
                samples.stream().map(sample -> sample.waited().toMillis()).sorted().toList());
        return sorted.isEmpty()
                ? 0
                : sorted.get((int) Math.min(sorted.size() - 1, Math.floor(sorted.size() * percentile / 100)));
    }

    /** Waits for the answers that are still out. */
    @Override
    public void close() {
        closed = true;
        try {
            clock.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        callers.close();
    }
}
