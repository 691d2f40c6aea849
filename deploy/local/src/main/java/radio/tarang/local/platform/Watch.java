package radio.tarang.local.platform;

import java.io.IOException;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.function.BooleanSupplier;

import radio.tarang.local.server.Pause;
import radio.tarang.local.server.ProcessServer;

/** Starts one part of the platform again whenever it has ended, at once the first time, then ever more patiently. */
record Watch(ProcessServer part, Progress progress, BooleanSupplier stopping) implements Runnable {
    private static final int LOOK_MILLIS = 250;
    private static final int LOG_EVERY_LOOKS = 240;
    private static final long LOG_LIMIT_BYTES = 32L << 20;
    private static final int LONGEST_PAUSE_MILLIS = 30_000;
    /** Whoever lived this long starts with a clean record. */
    private static final int HEALTHY_LOOKS = 240;

    @Override
    public void run() {
        int failures = 0;
        int looks = 0;
        while (Pause.millis(LOOK_MILLIS) && !stopping.getAsBoolean()) {
            looks++;
            if (looks % LOG_EVERY_LOOKS == 0) {
                boundLog();
            }
            if (part.process().isPresent()) {
                failures = looks > HEALTHY_LOOKS ? 0 : failures;
                continue;
            }
            looks = 0;
            if (failures > 0 && !patience(failures)) {
                return;
            }
            failures++;
            restart();
        }
    }

    private boolean patience(int failures) {
        long end = System.nanoTime() + Math.min(LONGEST_PAUSE_MILLIS, 500L << Math.min(failures, 10)) * 1_000_000;
        while (System.nanoTime() < end && !stopping.getAsBoolean()) {
            if (!Pause.millis(LOOK_MILLIS)) {
                return false;
            }
        }
        return !stopping.getAsBoolean();
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
