package radio.tarang.gateway.limits;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GcraTests {

    private static final Quota MINUTE = new Quota(Bucket.API_MINUTE, 1_000, Duration.ofMinutes(1), 2);

    private final FakeClock clock = new FakeClock();
    private final Gcra meter = new Gcra();

    private boolean ask(Quota quota) {
        long now = clock.getAsLong();
        if (meter.waitNanos(quota, now) > 0) {
            return false;
        }
        meter.take(quota, now);
        return true;
    }

    @Test
    void fromRestExactlyNPassAndThenOnePerInterval() {
        int passed = 0;
        for (int i = 0; i < 5_000; i++) {
            passed += ask(MINUTE) ? 1 : 0;
        }
        assertThat(passed).isEqualTo(1_000);
        assertThat(meter.waitNanos(MINUTE, clock.getAsLong())).isEqualTo(60_000_000);
        clock.passNanos(59_999_999);
        assertThat(ask(MINUTE)).isFalse();
        clock.passNanos(1);
        assertThat(ask(MINUTE)).isTrue();
        assertThat(ask(MINUTE)).isFalse();
    }

    @Test
    void fullOnceMoreAfterAWindowOfSilence() {
        while (ask(MINUTE)) {
            assertThat(meter.remaining(MINUTE, clock.getAsLong())).isBetween(0, 999);
        }
        assertThat(meter.remaining(MINUTE, clock.getAsLong())).isZero();
        clock.pass(Duration.ofMinutes(1));
        assertThat(meter.remaining(MINUTE, clock.getAsLong())).isEqualTo(1_000);
        assertThat(meter.level(clock.getAsLong())).isZero();
    }

    @RepeatedTest(200)
    void inNoWindowDo2NPassWhateverTheRhythm(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int limit = 1 + random.nextInt(50);
        Quota quota = new Quota(Bucket.API_MINUTE, limit, Duration.ofSeconds(1 + random.nextInt(60)), 1);
        List<Long> passed = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            if (ask(quota)) {
                passed.add(clock.getAsLong());
            }
            clock.passNanos(random.nextInt(10) == 0
                    ? (long) (random.nextDouble() * 2 * quota.windowNanos())
                    : (long) (random.nextDouble() * quota.intervalNanos() / 3));
        }
        for (long from : passed) {
            assertThat(passed.stream().filter(at -> at >= from && at < from + quota.windowNanos()).count())
                    .isLessThan(Math.max(2, 2L * limit));
        }
    }

    @Test
    void whatAnotherBucketRefusedConsumesNothing() {
        long before = meter.waitNanos(MINUTE, clock.getAsLong());
        for (int i = 0; i < 10_000; i++) {
            meter.hold(MINUTE, clock.getAsLong());
            meter.giveBackHeld(MINUTE);
        }
        assertThat(meter.waitNanos(MINUTE, clock.getAsLong())).isEqualTo(before);
        assertThat(meter.remaining(MINUTE, clock.getAsLong())).isEqualTo(1_000);
        assertThat(meter.uncharged()).isZero();
    }

    @Test
    void aLeaseIsOnePercentAndLapsesAfterASecond() {
        for (int i = 0; i < 10; i++) {
            assertThat(meter.leaseLeft(MINUTE, clock.getAsLong())).isTrue();
            ask(MINUTE);
        }
        assertThat(meter.leaseLeft(MINUTE, clock.getAsLong())).isFalse();
        charge(0);
        assertThat(meter.leaseLeft(MINUTE, clock.getAsLong())).isTrue();
        ask(MINUTE);
        clock.pass(Duration.ofMillis(999));
        assertThat(meter.leaseLeft(MINUTE, clock.getAsLong())).isTrue();
        clock.pass(Duration.ofMillis(1));
        assertThat(meter.leaseLeft(MINUTE, clock.getAsLong())).isFalse();
    }

    private int charge(long othersNanos) {
        int amount = meter.send(MINUTE, clock.getAsLong());
        meter.charged(MINUTE, othersNanos + amount * MINUTE.intervalNanos(), clock.getAsLong());
        return amount;
    }

    @Test
    void whatOthersTookIsLearntWithTheCharge() {
        ask(MINUTE);
        assertThat(charge(999 * MINUTE.intervalNanos())).isEqualTo(1);
        assertThat(ask(MINUTE)).isFalse();
        assertThat(meter.waitNanos(MINUTE, clock.getAsLong())).isEqualTo(MINUTE.intervalNanos());
    }

    @Test
    void whatIsTakenWhileAChargeIsOnItsWayIsCountedOnTop() {
        ask(MINUTE);
        int amount = meter.send(MINUTE, clock.getAsLong());
        ask(MINUTE);
        meter.hold(MINUTE, clock.getAsLong());
        meter.charged(MINUTE, amount * MINUTE.intervalNanos(), clock.getAsLong());
        assertThat(meter.remaining(MINUTE, clock.getAsLong())).isEqualTo(997);
        assertThat(meter.uncharged()).isEqualTo(1);
    }

    @Test
    void aChargeThatDidNotArriveIsStillOwed() {
        ask(MINUTE);
        meter.send(MINUTE, clock.getAsLong());
        meter.notCharged();
        assertThat(meter.uncharged()).isEqualTo(1);
        assertThat(meter.atRest(clock.getAsLong() + MINUTE.windowNanos(), true)).isFalse();
    }

    @Test
    void afterALongOutageOnlyWhatStillStandsIsCharged() {
        for (int i = 0; i < 600; i++) {
            ask(MINUTE);
            clock.pass(Duration.ofMillis(100));
        }
        assertThat(meter.uncharged()).isEqualTo(600);
        assertThat(meter.send(MINUTE, clock.getAsLong())).isLessThanOrEqualTo(MINUTE.lease());
    }

    @Test
    void theShareIsHalfTheLimitOnTwoReplicas() {
        int passed = 0;
        while (meter.shareWaitNanos(MINUTE, clock.getAsLong()) == 0) {
            meter.take(MINUTE, clock.getAsLong());
            passed++;
        }
        assertThat(passed).isEqualTo(500);
        clock.pass(Duration.ofMillis(120));
        assertThat(meter.shareWaitNanos(MINUTE, clock.getAsLong())).isZero();
    }
}
