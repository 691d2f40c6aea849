package radio.tarang.program.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that shows what it is told to, and goes on from there. */
final class SetClock extends Clock {
    private final AtomicReference<Duration> offset = new AtomicReference<>();

    SetClock(String instant) {
        set(Instant.parse(instant));
    }

    void set(Instant instant) {
        offset.set(Duration.between(Clock.systemUTC().instant(), instant));
    }

    @Override
    public Instant instant() {
        return Clock.systemUTC().instant().plus(offset.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
