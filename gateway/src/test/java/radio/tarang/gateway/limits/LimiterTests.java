package radio.tarang.gateway.limits;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import radio.tarang.gateway.identity.Caller;

import static org.assertj.core.api.Assertions.assertThat;

/** What a replica decides alone, on two that share the traffic; with the ledger: {@link LimitsIT}. */
class LimiterTests {

    private final FakeClock clock = new FakeClock();
    private final Limits limits = new Limits(new LimitsProperties(1, 2, 20, 1_000, Map.of()));
    private final Accounts accounts = new Accounts(limits, 1_000);
    private final RedisProperties nowhere = new RedisProperties(URI.create("redis://127.0.0.1:1"),
            Duration.ofMillis(100), 2, Duration.ofSeconds(60));
    private final Settler settler = new Settler(new Breaker(new Ledger(nowhere), nowhere.retry(), clock), limits,
            accounts, 2, clock);
    private final Limiter limiter = new Limiter(limits, accounts, settler, clock, "r1");

    @AfterEach
    void close() {
        settler.close();
    }

    private static Caller caller(@Nullable String user, @Nullable String session, String address) {
        return new Caller(user, session, address, Set.of());
    }

    private Decision ask(Rule rule, Caller caller) {
        return Objects.requireNonNull(limiter.atOnce(rule, caller), "alone, nothing has to wait");
    }

    private int pass(Rule rule, Caller caller, int asked) {
        int passed = 0;
        for (int i = 0; i < asked; i++) {
            passed += ask(rule, caller).admitted() ? 1 : 0;
        }
        return passed;
    }

    @Test
    void itsShareOfEachBucketAndNoMore() {
        assertThat(pass(Rule.LIKE, caller("u1", null, "10.0.0.1"), 120)).isEqualTo(50);
        assertThat(pass(Rule.LIKE, caller(null, "s1", "10.0.0.1"), 120)).isEqualTo(100);
        assertThat(pass(Rule.UNLIKE, caller(null, "s1", "10.0.0.1"), 10)).isZero();
        assertThat(pass(Rule.COMMENT, caller("u1", null, "10.0.0.1"), 20)).isEqualTo(5);
        assertThat(pass(Rule.COMMENT, caller(null, "s1", "10.0.0.1"), 30)).isEqualTo(15);
        assertThat(pass(Rule.PLAY, caller("u2", null, "10.0.0.1"), 900)).isEqualTo(500);
        assertThat(pass(Rule.CALL, caller("u3", null, "10.0.0.1"), 900)).isEqualTo(500);
        assertThat(pass(Rule.LOGIN, caller(null, null, "10.0.0.2"), 200)).isEqualTo(150);
        assertThat(pass(Rule.LOGIN_PAGE, caller(null, null, "10.0.0.2"), 10)).isZero();
        assertThat(pass(Rule.REGISTER, caller(null, null, "10.0.0.2"), 20)).isEqualTo(5);
        assertThat(pass(Rule.CALL, caller(null, null, "10.0.0.3"), 11_000)).isEqualTo(10_000);
    }

    @Test
    void whoIsRefusedInOneBucketIsCountedInNone() {
        Caller user = caller("u1", null, "10.0.0.1");
        pass(Rule.COMMENT, user, 5);
        String before = ask(Rule.COMMENT, user).rateLimit();
        pass(Rule.COMMENT, user, 1_000);
        assertThat(ask(Rule.COMMENT, user).rateLimit()).isEqualTo(before)
                .startsWith("\"api-minute\";r=995;t=1, \"api-hour\";r=9995;t=2, \"comment\";r=0;t=60");
        pass(Rule.CALL, user, 495);
        pass(Rule.LIKE, user, 100);
        clock.pass(Duration.ofMinutes(1));
        assertThat(pass(Rule.LIKE, user, 60)).as("refusals of api-minute left the likes alone").isEqualTo(50);
    }

    @Test
    void theLongestWaitNamesTheBucketAndIsHonest() {
        Caller user = caller("u1", null, "10.0.0.1");
        pass(Rule.COMMENT, user, 5);
        clock.pass(Duration.ofMillis(20_500));
        Decision refused = ask(Rule.COMMENT, user);
        assertThat(refused.over()).isEqualTo(Bucket.COMMENT);
        assertThat(refused.retryAfterSeconds()).isEqualTo(40);
        assertThat(refused.problem().members()).containsEntry("retryAfter", 40).containsEntry("limit", "comment");
        clock.pass(Duration.ofSeconds(40));
        assertThat(ask(Rule.COMMENT, user).admitted()).isTrue();
        pass(Rule.CALL, caller("u2", null, "10.0.0.1"), 600);
        Decision soon = ask(Rule.CALL, caller("u2", null, "10.0.0.1"));
        assertThat(soon.retryAfterSeconds()).as("at least a second").isEqualTo(1);
    }

    @Test
    void theCeilingOfAnAddressBindsEverybodyBehindIt() {
        for (int i = 0; i < 20; i++) {
            assertThat(pass(Rule.CALL, caller("u" + i, null, "10.0.0.1"), 500)).isEqualTo(500);
        }
        Decision refused = ask(Rule.CALL, caller("u21", null, "10.0.0.1"));
        assertThat(refused.over()).isEqualTo(Bucket.ADDRESS_MINUTE);
        assertThat(refused.rateLimit()).startsWith("\"api-minute\";r=1000;").contains("\"address-minute\";");
        assertThat(pass(Rule.CALL, caller("u21", null, "10.0.0.2"), 1)).isEqualTo(1);
    }

    @Test
    void newSessionsAreCountedByAddress() throws InterruptedException {
        int handedOut = 0;
        for (int i = 0; i < 50; i++) {
            handedOut += limiter.newSession(caller(null, null, "10.0.0.1")).admitted() ? 1 : 0;
        }
        assertThat(handedOut).isEqualTo(30);
        assertThat(limiter.newSession(caller(null, "s", "10.0.0.1")).over()).isEqualTo(Bucket.SESSION_ISSUE_MINUTE);
        assertThat(limiter.newSession(caller(null, null, "10.0.0.2")).admitted()).isTrue();
    }
}
