package radio.tarang.program;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands until it is told another time: a boundary's last millisecond lasts as long as a test needs. */
public final class StandingClock extends Clock {
    private volatile Instant now;

    public StandingClock(Instant now) {
        this.now = now;
    }

    public void stand(Instant at) {
        now = at;
    }

    @Override
    public Instant instant() {
        return now;
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
