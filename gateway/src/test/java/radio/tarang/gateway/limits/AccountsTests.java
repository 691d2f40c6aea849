package radio.tarang.gateway.limits;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AccountsTests {

    private static final int MOST = 100;
    private final FakeClock clock = new FakeClock();
    private final Limits limits = new Limits(new LimitsProperties(1, 1, 20, MOST, Map.of()));
    private final Accounts accounts = new Accounts(limits, MOST);

    private Account of(String id, boolean ledgerKnows) {
        Account account = accounts.of(Account.Holder.ADDRESS, id, clock.getAsLong(), ledgerKnows);
        synchronized (account) {
            account.used(clock.getAsLong());
        }
        return account;
    }

    private void spend(Account account, int calls) {
        synchronized (account) {
            for (int i = 0; i < calls; i++) {
                account.meter(Bucket.ADDRESS_MINUTE).take(limits.quota(Bucket.ADDRESS_MINUTE), clock.getAsLong());
            }
            account.meter(Bucket.ADDRESS_MINUTE).send(limits.quota(Bucket.ADDRESS_MINUTE), clock.getAsLong());
            account.meter(Bucket.ADDRESS_MINUTE).charged(limits.quota(Bucket.ADDRESS_MINUTE),
                    calls * limits.quota(Bucket.ADDRESS_MINUTE).intervalNanos(), clock.getAsLong());
        }
    }

    @Test
    void millionsOfStrangersTakeNoMoreRoomThanThereIs() {
        for (int i = 0; i < 1_000_000; i++) {
            of("stranger-" + i, true);
        }
        assertThat(accounts.size()).isLessThanOrEqualTo(MOST);
    }

    @Test
    void whoOwesIsNeverForgottenHoweverManyCome() {
        Account spent = of("attacker", true);
        spend(spent, 20_000);
        for (int i = 0; i < 100_000; i++) {
            of("stranger-" + i, true);
        }
        assertThat(of("attacker", true)).isSameAs(spent);
        assertThat(spent.meter(Bucket.ADDRESS_MINUTE).remaining(limits.quota(Bucket.ADDRESS_MINUTE),
                clock.getAsLong())).isZero();
    }

    @Test
    void whenAllOweNewcomersShareOneAccountUntilSomebodyIsAtRest() {
        for (int i = 0; i < MOST; i++) {
            spend(of("busy-" + i, true), 1_000);
        }
        assertThat(of("new-1", true)).isSameAs(of("new-2", true));
        assertThat(of("new-1", true).id).isEqualTo(Accounts.SHARED);
        assertThat(accounts.crowdedOut.sum()).isEqualTo(3);
        clock.pass(Duration.ofSeconds(4));
        assertThat(of("new-1", true).id).isEqualTo("new-1");
    }

    @Test
    void theSweepForgetsWhoeverHasBeenAtRestForAWhileAndWhoeverStillHoldsItLooksAgain() {
        Account account = of("visitor", true);
        accounts.sweep(clock.getAsLong(), true);
        assertThat(account.closed()).isFalse();
        clock.pass(Duration.ofSeconds(2));
        accounts.sweep(clock.getAsLong(), true);
        assertThat(account.closed()).isTrue();
        assertThat(accounts.size()).isZero();
        assertThat(of("visitor", true)).isNotSameAs(account);
    }

    @Test
    void logsAreForgottenOnlyWhenRoomIsNeededAndTheLedgerHasThem() {
        Account account = of("fan", true);
        synchronized (account) {
            account.log(Bucket.LOGIN).add(clock.getAsLong(), 1, true);
        }
        clock.pass(Duration.ofSeconds(10));
        accounts.sweep(clock.getAsLong(), true);
        assertThat(account.closed()).as("there is room").isFalse();
        for (int i = 1; i < MOST; i++) {
            spend(of("busy-" + i, true), 1_000);
        }
        of("new", false);
        assertThat(account.closed()).as("only this replica knows").isFalse();
        for (int i = 0; i < MOST; i++) {
            of("new-" + i, true);
        }
        assertThat(account.closed()).isTrue();
    }
}
