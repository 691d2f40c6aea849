package radio.tarang.notification.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RevokedTokensTests {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final UUID SOMEBODY = UUID.fromString("2f1c6a52-7d7e-4c0e-9d54-1f0a4b8f7a11");

    /** A clock that is set by hand. */
    private static final class Hand extends Clock {
        private Instant now = NOON;

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

    private final Hand clock = new Hand();
    private final RevokedTokens revoked = new RevokedTokens(clock);

    private static Token issuedAt(Instant issued) {
        return new Token(SOMEBODY, "somebody", Set.of("listener"), Set.of(), "s1", issued, issued.plusSeconds(900));
    }

    @Test
    void endsASignInAndNoOther() {
        revoked.add("sid:s2", NOON);
        assertThat(revoked.refuse(issuedAt(NOON.minusSeconds(1)))).isFalse();

        revoked.add("sid:s1", NOON);
        assertThat(revoked.refuse(issuedAt(NOON.minusSeconds(1)))).isTrue();
    }

    @Test
    void endsWhatAPersonHoldsAndNotWhatTheyGetAfterwards() {
        revoked.add("sub:" + SOMEBODY, NOON);

        assertThat(revoked.refuse(issuedAt(NOON.minusSeconds(1)))).isTrue();
        assertThat(revoked.refuse(issuedAt(NOON))).isTrue();
        assertThat(revoked.refuse(issuedAt(NOON.plusSeconds(1)))).isFalse();
    }

    @Test
    void takesSeveralNamesAndLeavesAloneWhatItDoesNotKnow() {
        revoked.add("ip:1.2.3.4, sid:s9 ,sub:" + SOMEBODY + ",sid:,nonsense,", NOON);

        assertThat(revoked.refuse(issuedAt(NOON))).isTrue();
    }

    @Test
    void anOlderRevocationNeverReplacesANewerOne() {
        revoked.add("sid:s1", NOON);
        revoked.add("sid:s1", NOON.minusSeconds(60));

        assertThat(revoked.refuse(issuedAt(NOON.minusSeconds(30)))).isTrue();
    }

    @Test
    void forgetsWhatNoTokenCanOutlive() {
        revoked.add("sid:s1", NOON);
        clock.now = NOON.plus(RevokedTokens.KEPT).plus(Duration.ofSeconds(1));
        revoked.add("sid:another", clock.now);

        assertThat(revoked.refuse(issuedAt(NOON))).isFalse();
    }

    @Test
    void isBounded() {
        revoked.add("sid:s1", NOON);
        for (int n = 0; n < 100_000; n++) {
            revoked.add("sid:other-" + n, NOON);
        }

        assertThat(revoked.refuse(issuedAt(NOON))).isFalse();
    }
}
