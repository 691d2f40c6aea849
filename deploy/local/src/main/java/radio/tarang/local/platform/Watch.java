package radio.tarang.local.platform;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.function.BooleanSupplier;

import radio.tarang.local.server.Pause;
import radio.tarang.local.server.ProcessServer;

/** Starts one part of the platform again whenever it has ended, at once the first time, then ever more patiently. */
record Watch(ProcessServer part, Progress progress, BooleanSupplier stopping) implements Runnable {
    private static final Duration LOG_EVERY = Duration.ofMinutes(1);
    private static final long LOG_LIMIT_BYTES = 32L << 20;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** Whoever lived this long starts with a clean record. */
    private static final Duration HEALTHY_AFTER = Duration.ofMinutes(1);

    @Override
    public void run() {
        int failures = 0;
        while (!stopping.getAsBoolean()) {
            Instant since = Instant.now();
            awaitEnd();
            if (Duration.between(since, Instant.now()).compareTo(HEALTHY_AFTER) > 0) {
                failures = 0;
            }
            if (failures > 0) {
                patience(failures);
            }
            failures++;
            if (!stopping.getAsBoolean()) {
                restart();
            }
        }
    }

    /** The system says when a process ends: nothing is asked meanwhile, but for the log's size. */
    private void awaitEnd() {
        for (var process = part.process(); process.isPresent(); process = part.process()) {
            if (process.get().awaitEndQuietly(LOG_EVERY)) {
                return;
            }
            boundLog();
        }
    }

    private void patience(int failures) {
        long millis = Math.min(LONGEST_PAUSE.toMillis(), 500L << Math.min(failures, 10));
        for (long waited = 0; waited < millis && !stopping.getAsBoolean(); waited += 250) {
            Pause.millis(250);
        }
    }

    private void restart() {
        say(part.name() + " has ended; starting it again");
        long began = System.nanoTime();
        try {
            part.start();
            say("%s answers again after %.1f s".formatted(part.name(), (System.nanoTime() - began) / 1e9));
        } catch (IOException failed) {
            if (!stopping.getAsBoolean()) {
                say(part.name() + " did not start: " + failed.getMessage());
            }
        }
    }

    private void boundLog() {
        try {
            part.boundLog(LOG_LIMIT_BYTES);
        } catch (IOException failed) {
            say("The log of " + part.name() + " could not be shortened: " + failed.getMessage());
        }
    }

    private void say(String text) {
        progress.line(LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + " " + text);
    }
}
