package radio.tarang.gateway.limits;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import radio.tarang.gateway.identity.Caller;
import radio.tarang.gateway.identity.ClientAddress;

/**
 * Decides about requests. What is decided on leases is decided from memory; what needs the ledger, or a lease that is used up,
 * is decided by who may wait, and by this replica alone if the ledger does not answer in time.
 */
public final class Limiter implements AutoCloseable {

    /** How long a decision may wait for the ledger in all. */
    static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** What one look at the accounts can end with. */
    private sealed interface Outcome {

        record Decided(Decision decision) implements Outcome {
        }

        /** Held in every bucket on leases; the log decides. */
        record Held() implements Outcome {
        }

        /** The account's lease is used up. */
        record Owing(Account account) implements Outcome {
        }

        /** An account was closed meanwhile. */
        record Gone() implements Outcome {
        }
    }

    /** Who asks for what. */
    private record Turn(Limits.Plan plan, @Nullable Account caller, Account address, boolean alone, long id) {

        Account first() {
            return caller == null ? address : caller;
        }

        Account of(boolean ofAddress) {
            return ofAddress || caller == null ? address : caller;
        }
    }

    private final Limits limits;
    private final Accounts accounts;
    private final Settler settler;
    private final LongSupplier clock;
    private final String replica;
    private final AtomicLong ids = new AtomicLong();
    private final LongAdder[] refused = new LongAdder[Bucket.values().length];

    Limiter(Limits limits, Accounts accounts, Settler settler, LongSupplier clock, String replica) {
        this.limits = limits;
        this.accounts = accounts;
        this.settler = settler;
        this.clock = clock;
        this.replica = replica;
        for (int i = 0; i < refused.length; i++) {
            refused[i] = new LongAdder();
        }
    }

    /** An ordinary call of the API, without waiting: null where that cannot be decided so. */
    public @Nullable Decision call(Caller caller) {
        return atOnce(Rule.CALL, caller);
    }

    @Nullable
    Decision atOnce(Rule rule, Caller caller) {
        boolean alone = settler.away();
        Limits.Plan plan = limits.plan(holder(caller), rule);
        if (plan.exact() != null && !alone) {
            return null;
        }
        for (;;) {
            Outcome outcome = look(turn(plan, caller, alone, 0), false);
            if (!(outcome instanceof Outcome.Gone)) {
                return outcome instanceof Outcome.Decided decided ? decided.decision() : null;
            }
        }
    }

    /** The same, waiting for the ledger where need be. Never on an event loop. */
    Decision decide(Rule rule, Caller caller) throws InterruptedException {
        return decide(limits.plan(holder(caller), rule), caller);
    }

    /** Whether one more anonymous session may be handed out at this address. May wait. */
    Decision newSession(Caller caller) throws InterruptedException {
        return decide(limits.newSession(), new Caller(null, null, caller.address(), java.util.Set.of()));
    }

    /** Without the ledger: for who has waited enough, or cannot wait because too many do. */
    Decision alone(Rule rule, Caller caller) {
        return alone(limits.plan(holder(caller), rule), caller, ids.incrementAndGet());
    }

    private Decision decide(Limits.Plan plan, Caller caller) throws InterruptedException {
        long until = clock.getAsLong() + PATIENCE_NANOS;
        long id = ids.incrementAndGet();
        while (!settler.away() && clock.getAsLong() < until) {
            Turn turn = turn(plan, caller, false, id);
            switch (look(turn, plan.exact() != null)) {
                case Outcome.Decided decided -> {
                    return decided.decision();
                }
                case Outcome.Held held -> {
                    Decision decision = askLog(turn, until - clock.getAsLong());
                    return decision == null ? alone(plan, caller, id) : decision;
                }
                case Outcome.Owing owing -> awaitCharge(owing.account(), until - clock.getAsLong());
                case Outcome.Gone gone -> {
                    // Another account has its place.
                }
            }
        }
        return alone(plan, caller, id);
    }

    private Decision alone(Limits.Plan plan, Caller caller, long id) {
        for (;;) {
            if (look(turn(plan, caller, true, id), false) instanceof Outcome.Decided decided) {
                return decided.decision();
            }
        }
    }

    private void awaitCharge(Account account, long nanos) throws InterruptedException {
        synchronized (account) {
            settler.hurry();
            TimeUnit.NANOSECONDS.timedWait(account, Math.max(1, nanos));
        }
    }

    private Turn turn(Limits.Plan plan, Caller caller, boolean alone, long id) {
        long now = clock.getAsLong();
        Account address = accounts.of(Account.Holder.ADDRESS, prefix(caller.address()), now, !alone);
        Account own = caller.user() != null
                ? accounts.of(Account.Holder.USER, caller.user(), now, !alone)
                : caller.session() == null
                        ? null
                        : accounts.of(Account.Holder.SESSION, caller.session(), now, !alone);
        return new Turn(plan, own, address, alone, id);
    }

    private static Account.Holder holder(Caller caller) {
        return caller.user() != null
                ? Account.Holder.USER
                : caller.session() != null ? Account.Holder.SESSION : Account.Holder.ADDRESS;
    }

    /** What one household or one attacker has. IPv4, which most have, is left as it is without being read. */
    private static String prefix(String address) {
        return address.indexOf(':') < 0 ? address : ClientAddress.prefix(address);
    }

    private Outcome look(Turn turn, boolean hold) {
        synchronized (turn.first()) {
            synchronized (turn.address()) {
                if (turn.first().closed() || turn.address().closed()) {
                    return new Outcome.Gone();
                }
                long now = clock.getAsLong();
                turn.first().used(now);
                turn.address().used(now);
                Longest longest = new Longest();
                see(turn, turn.plan().ofCaller(), false, now, longest);
                see(turn, turn.plan().ofAddress(), true, now, longest);
                Quota exact = turn.plan().exact();
                if (exact != null && turn.alone()) {
                    longest.see(exact, turn.of(turn.plan().exactOfAddress()).log(exact.bucket()).waitNanos(exact, now));
                }
                if (longest.quota != null) {
                    return new Outcome.Decided(refuse(turn, longest.quota, longest.nanos, now, null));
                }
                Account owing = turn.alone() ? null : owing(turn, now);
                if (owing != null) {
                    return new Outcome.Owing(owing);
                }
                take(turn, turn.plan().ofCaller(), false, hold, now);
                take(turn, turn.plan().ofAddress(), true, hold, now);
                if (hold) {
                    return new Outcome.Held();
                }
                if (exact != null) {
                    turn.of(turn.plan().exactOfAddress()).log(exact.bucket()).add(now, turn.id(), false);
                }
                return new Outcome.Decided(
                        new Decision(null, 0, rateLimit(turn, null, now, null), turn.plan().policy()));
            }
        }
    }

    /** The bucket that makes a caller wait longest. */
    private static final class Longest {

        private @Nullable Quota quota;
        private long nanos;

        void see(Quota one, long waitNanos) {
            if (waitNanos > nanos) {
                quota = one;
                nanos = waitNanos;
            }
        }
    }

    private static @Nullable Account owing(Turn turn, long now) {
        if (!turn.of(false).leaseLeft(turn.plan().ofCaller(), now)) {
            return turn.of(false);
        }
        return turn.address().leaseLeft(turn.plan().ofAddress(), now) ? null : turn.address();
    }

    private static void see(Turn turn, Quota[] quotas, boolean ofAddress, long now, Longest longest) {
        for (Quota quota : quotas) {
            Gcra meter = turn.of(ofAddress).meter(quota.bucket());
            longest.see(quota, meter.waitNanos(quota, now));
            if (turn.alone()) {
                longest.see(quota, meter.shareWaitNanos(quota, now));
            }
        }
    }

    private void take(Turn turn, Quota[] quotas, boolean ofAddress, boolean hold, long now) {
        Account account = turn.of(ofAddress);
        boolean soon = false;
        for (Quota quota : quotas) {
            Gcra meter = account.meter(quota.bucket());
            if (hold) {
                meter.hold(quota, now);
            } else {
                meter.take(quota, now);
                soon |= meter.owesMuch(quota);
            }
        }
        if (!hold && quotas.length > 0) {
            owes(account, soon);
        }
    }

    private void owes(Account account, boolean soon) {
        if (account.queue()) {
            settler.owes(account);
        }
        if (soon && !settler.away()) {
            settler.hurry();
        }
    }

    /** @return null where the ledger does not answer in time: then nothing is held any more */
    private @Nullable Decision askLog(Turn turn, long patienceNanos) throws InterruptedException {
        Quota exact = java.util.Objects.requireNonNull(turn.plan().exact());
        Account account = turn.of(turn.plan().exactOfAddress());
        List<SlidingLog.Untold> untold;
        synchronized (account) {
            untold = account.log(exact.bucket()).untold(exact, clock.getAsLong());
        }
        StringBuilder told = new StringBuilder();
        untold.forEach(call -> told.append(member(call.id())).append(' ').append(call.ageNanos() / 1_000).append(' '));
        long[] answer = null;
        try {
            answer = settler.ask(Ledger.take(List.of(account.key(exact.bucket())),
                    List.of(Long.toString(exact.windowMicros()), Integer.toString(exact.calls()), member(turn.id()),
                            told.toString())),
                    patienceNanos);
        } finally {
            if (answer == null) {
                settleHeld(turn, false);
            }
        }
        if (answer == null) {
            return null;
        }
        boolean taken = answer[0] == 1;
        settleHeld(turn, taken);
        synchronized (turn.first()) {
            synchronized (turn.address()) {
                long now = clock.getAsLong();
                SlidingLog log = account.log(exact.bucket());
                log.told(untold);
                if (!taken) {
                    return refuse(turn, exact, answer[2] * 1_000, now, answer);
                }
                log.add(now, turn.id(), true);
                return new Decision(null, 0, rateLimit(turn, null, now, answer), turn.plan().policy());
            }
        }
    }

    private String member(long id) {
        return replica + '-' + Long.toString(id, Character.MAX_RADIX);
    }

    private void settleHeld(Turn turn, boolean keep) {
        settleHeld(turn.first(), turn.caller() == null ? new Quota[0] : turn.plan().ofCaller(), keep);
        settleHeld(turn.address(), turn.plan().ofAddress(), keep);
    }

    private void settleHeld(Account account, Quota[] quotas, boolean keep) {
        synchronized (account) {
            boolean soon = false;
            for (Quota quota : quotas) {
                Gcra meter = account.meter(quota.bucket());
                if (keep) {
                    meter.keepHeld(quota, clock.getAsLong());
                    soon |= meter.owesMuch(quota);
                } else {
                    meter.giveBackHeld(quota);
                }
            }
            if (keep && quotas.length > 0) {
                owes(account, soon);
            }
        }
    }

    private Decision refuse(Turn turn, Quota over, long waitNanos, long now, long @Nullable [] answer) {
        refused[over.bucket().ordinal()].increment();
        int seconds = (int) Math.max(1, (waitNanos + 999_999_999) / 1_000_000_000);
        return new Decision(over.bucket(), seconds, rateLimit(turn, over, now, answer), turn.plan().policy());
    }

    /** @param answer of the ledger about the log, if it was asked */
    private static String rateLimit(Turn turn, @Nullable Quota over, long now, long @Nullable [] answer) {
        StringBuilder text = new StringBuilder(96);
        for (Quota quota : turn.plan().shown()) {
            boolean ofAddress = turn.plan().exact() == quota
                    ? turn.plan().exactOfAddress()
                    : contains(turn.plan().ofAddress(), quota);
            show(text, quota, turn.of(ofAddress), now, answer);
        }
        if (over != null && !turn.plan().shown().contains(over)) {
            show(text, over, turn.address(), now, answer);
        }
        return text.toString();
    }

    private static boolean contains(Quota[] quotas, Quota quota) {
        for (Quota one : quotas) {
            if (one == quota) {
                return true;
            }
        }
        return false;
    }

    private static void show(StringBuilder text, Quota quota, Account account, long now, long @Nullable [] answer) {
        long remaining;
        long resetNanos;
        if (!quota.exact()) {
            Gcra meter = account.meter(quota.bucket());
            remaining = meter.remaining(quota, now);
            resetNanos = meter.level(now);
        } else if (answer != null) {
            remaining = Math.max(0, quota.calls() - answer[1]);
            resetNanos = answer[3] * 1_000;
        } else {
            remaining = Math.max(0, quota.share() - account.log(quota.bucket()).used(quota, now));
            resetNanos = account.log(quota.bucket()).resetNanos(quota, now);
        }
        text.append(text.isEmpty() ? "\"" : ", \"").append(quota.bucket().text()).append("\";r=").append(remaining)
                .append(";t=").append((resetNanos + 999_999_999) / 1_000_000_000);
    }

    long refused(Bucket bucket) {
        return refused[bucket.ordinal()].sum();
    }

    @Override
    public void close() {
        settler.close();
    }
}
