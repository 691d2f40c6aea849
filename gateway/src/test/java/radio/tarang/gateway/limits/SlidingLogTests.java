package radio.tarang.gateway.limits;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SlidingLogTests {

    private final FakeClock clock = new FakeClock();
    private final SlidingLog log = new SlidingLog();
    private long ids;

    private boolean ask(Quota quota) {
        if (log.waitNanos(quota, clock.getAsLong()) > 0) {
            return false;
        }
        log.add(clock.getAsLong(), ids++, false);
        return true;
    }

    @RepeatedTest(200)
    void inNoWindowDoMoreThanNPassAndWhoeverMayDoes(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int limit = 1 + random.nextInt(30);
        Quota quota = new Quota(Bucket.LIKE, limit, Duration.ofSeconds(1 + random.nextInt(60)), 1);
        List<Long> passed = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            long now = clock.getAsLong();
            long inWindow = passed.stream().filter(at -> at > now - quota.windowNanos()).count();
            assertThat(ask(quota)).isEqualTo(inWindow < limit);
            if (inWindow < limit) {
                passed.add(now);
            }
            clock.passNanos((long) (random.nextDouble() * quota.windowNanos() / limit));
        }
    }

    @Test
    void theWaitIsHonest() {
        Quota quota = new Quota(Bucket.COMMENT, 10, Duration.ofMinutes(1), 1);
        for (int i = 0; i < 10; i++) {
            assertThat(ask(quota)).isTrue();
            clock.pass(Duration.ofSeconds(1));
        }
        assertThat(log.waitNanos(quota, clock.getAsLong())).isEqualTo(Duration.ofSeconds(50).toNanos());
        clock.passNanos(Duration.ofSeconds(50).toNanos() - 1);
        assertThat(ask(quota)).isFalse();
        clock.passNanos(1);
        assertThat(ask(quota)).isTrue();
        assertThat(ask(quota)).isFalse();
    }

    @Test
    void theShareIsAtLeastOne() {
        Quota quota = new Quota(Bucket.COMMENT, 10, Duration.ofMinutes(1), 100);
        assertThat(ask(quota)).isTrue();
        assertThat(ask(quota)).isFalse();
    }

    @Test
    void remembersWhatTheLedgerHasNotHeardOf() {
        Quota quota = new Quota(Bucket.LIKE, 100, Duration.ofHours(1), 2);
        log.add(clock.getAsLong(), 7, true);
        log.add(clock.getAsLong(), 9, false);
        clock.pass(Duration.ofSeconds(2));
        log.add(clock.getAsLong(), 8, false);
        List<SlidingLog.Untold> untold = log.untold(quota, clock.getAsLong());
        assertThat(untold).containsExactly(new SlidingLog.Untold(9, 2_000_000_000), new SlidingLog.Untold(8, 0));
        log.add(clock.getAsLong(), 10, false);
        log.told(untold);
        assertThat(log.untold(quota, clock.getAsLong())).extracting(SlidingLog.Untold::id).containsExactly(10L);
        clock.pass(Duration.ofHours(1));
        assertThat(log.empty(quota, clock.getAsLong())).isTrue();
    }
}
