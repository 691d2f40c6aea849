package radio.tarang.gateway.edge;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SilenceTests {

    private final Silence silence = new Silence(Duration.ofSeconds(75), at(0));

    /** Nanoseconds of a clock that began below zero, as the machine's may. */
    private static long at(int second) {
        return Duration.ofSeconds(second - 50L).toNanos();
    }

    @Test
    void aConnectionOnWhichNobodyAsksIsIdleAndOneThatIsOwedAnAnswerIsNot() {
        silence.broken(at(10));
        assertThat(silence.tooLong(at(85), false)).isFalse();
        assertThat(silence.tooLong(at(86), false)).isTrue();
        assertThat(silence.tooLong(at(86), true)).isFalse();
    }

    @Test
    void anAnswerThatStopsInItsMiddleEndsTheConnectionAndOneThatGoesOnDoesNot() {
        for (int second = 0; second <= 1_000; second += 100) {
            silence.broken(at(second));
            assertThat(silence.tooLong(at(second + 99), true)).isFalse();
        }
        assertThat(silence.tooLong(at(1_000 + 181), true)).isTrue();
    }

    @Test
    void whoTakesALittleIsLeftAloneAndWhoTakesNothingIsNot() {
        for (int second = 15; second < 300; second += 15) {
            assertThat(silence.untaken(at(second), 1_000 - second)).isFalse();
        }
        assertThat(silence.untaken(at(300), 715)).isFalse();
        assertThat(silence.untaken(at(330), 715)).isTrue();
        assertThat(silence.untaken(at(345), 0)).isFalse();
        assertThat(silence.untaken(at(900), 0)).isFalse();
    }
}
