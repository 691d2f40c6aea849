package radio.tarang.faults.stage;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting, in a program whose subject is time: a pause between two looks, and looking until something holds. */
public final class Pace {

    private Pace() {
    }

    public static void millis(long millis) {
        LockSupport.parkNanos(millis * 1_000_000);
    }

    /** Looks every 20 ms; answers whether the condition held before the limit passed. */
    public static boolean until(Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            millis(20);
        }
        return true;
    }
}
