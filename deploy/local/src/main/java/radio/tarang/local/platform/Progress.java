package radio.tarang.local.platform;

import java.io.IOException;
import java.time.Duration;

/** What a person watching is told: what begins, and how long it took. */
@FunctionalInterface
public interface Progress {
    void line(String text);

    default void step(String what, Step step) throws IOException {
        long began = System.nanoTime();
        line("  " + what + " ...");
        step.run();
        line("  %s: %.1f s".formatted(what, Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0));
    }

    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }
}
