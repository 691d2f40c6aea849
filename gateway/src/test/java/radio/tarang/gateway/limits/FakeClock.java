package radio.tarang.gateway.limits;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Nanoseconds that pass when told to. */
final class FakeClock implements LongSupplier {

    private long now = 1_000_000;

    @Override
    public long getAsLong() {
        return now;
    }

    void pass(Duration time) {
        now += time.toNanos();
    }

    void passNanos(long nanos) {
        now += nanos;
    }
}
