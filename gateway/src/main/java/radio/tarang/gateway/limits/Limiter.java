package radio.tarang.gateway.limits;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
public final class Limiter {

    /**
     * How long a decision may wait in all. Redis itself is given up much sooner; this is for a machine so busy that whoever
     * speaks to Redis gets no turn, where giving up would mean counting in two places.
     */
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

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
        Limits.Plan plan = limits.plan(holder(caller), rule);
        boolean alone = settler.away();
        if (!plan.logs().isEmpty() && !alone) {
            return null;
        }
        Turn turn = turn(plan, caller, alone, alone ? ids.incrementAndGet() : 0);
        return turn.look(clock.getAsLong(), false) instanceof Turn.Outcome.Decided decided
                ? decided(turn, decided)
                : null;
    }

    /** The same, waiting for the ledger where need be. Never on an event loop. */
    Decision decide(Rule rule, Caller caller) throws InterruptedException {
        return decide(limits.plan(holder(caller), rule), caller);
    }

    /** Whether one more anonymous session may be handed out at the caller's address. May wait. */
    Decision newSession(Caller caller) throws InterruptedException {
        return decide(limits.newSession(), new Caller(null, null, caller.address(), Set.of()));
    }

    /** Without the ledger: for who cannot wait because too many do. */
    Decision alone(Rule rule, Caller caller) {
        return alone(limits.plan(holder(caller), rule), caller, ids.incrementAndGet());
    }

    private Decision decide(Limits.Plan plan, Caller caller) throws InterruptedException {
        long until = clock.getAsLong() + PATIENCE_NANOS;
        long id = ids.incrementAndGet();
        boolean ask = !plan.logs().isEmpty();
        while (!settler.away() && clock.getAsLong() < until) {
            Turn turn = turn(plan, caller, false, id);
            switch (turn.look(clock.getAsLong(), ask)) {
                case Turn.Outcome.Decided decided -> {
                    Decision decision = ask && decided.over() == null
                            ? askLogs(turn, until - clock.getAsLong())
                            : decided(turn, decided);
                    return decision == null ? alone(plan, caller, id) : decision;
                }
                case Turn.Outcome.Owing owing -> awaitCharge(owing.account(), until - clock.getAsLong());
                case Turn.Outcome.Gone gone -> {
                    // Another account has its place.
                }
            }
        }
        return alone(plan, caller, id);
    }

    private Decision alone(Limits.Plan plan, Caller caller, long id) {
        for (;;) {
            Turn turn = turn(plan, caller, true, id);
            if (turn.look(clock.getAsLong(), false) instanceof Turn.Outcome.Decided decided) {
                return decided(turn, decided);
            }
        }
    }

    private Turn turn(Limits.Plan plan, Caller caller, boolean alone, long id) {
        long now = clock.getAsLong();
        Account address = accounts.of(Account.Holder.ADDRESS, prefix(caller.address()), now, !alone);
        Account own = caller.user() != null
                ? accounts.of(Account.Holder.USER, caller.user(), now, !alone)
                : caller.session() != null
                        ? accounts.of(Account.Holder.SESSION, caller.session(), now, !alone)
                        : null;
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

    private static void awaitCharge(Account account, long nanos) throws InterruptedException {
        synchronized (account) {
            TimeUnit.NANOSECONDS.timedWait(account, Math.max(1, nanos));
        }
    }

    private Decision decided(Turn turn, Turn.Outcome.Decided decided) {
        if (decided.over() != null) {
            return refuse(turn, decided.over(), decided.waitNanos(), null);
        }
        turn.owe(settler);
        return new Decision(null, 0, turn.rateLimit(null, clock.getAsLong(), null), turn.plan().policy());
    }

    /** @return null where the ledger does not answer in time: then nothing is held any more */
    private @Nullable Decision askLogs(Turn turn, long patienceNanos) throws InterruptedException {
        List<List<SlidingLog.Untold>> untold = new ArrayList<>();
        Ledger.Question question = question(turn, untold);
        long[] answer = null;
        try {
            answer = settler.ask(question, patienceNanos);
        } finally {
            turn.settleHeld(clock.getAsLong(), answer != null && answer[0] == 1);
        }
        if (answer == null) {
            return null;
        }
        Account account = turn.logged();
        synchronized (account) {
            for (int i = 0; i < untold.size(); i++) {
                account.log(turn.plan().logs().get(i).bucket()).told(untold.get(i));
            }
        }
        if (answer[0] != 1) {
            int longest = 0;
            for (int i = 1; i < turn.plan().logs().size(); i++) {
                longest = answer[2 + 3 * i] > answer[2 + 3 * longest] ? i : longest;
            }
            return refuse(turn, turn.plan().logs().get(longest), answer[2 + 3 * longest] * 1_000, answer);
        }
        turn.remember(clock.getAsLong(), true);
        turn.owe(settler);
        return new Decision(null, 0, turn.rateLimit(null, clock.getAsLong(), answer), turn.plan().policy());
    }

    /** Takes along what the ledger has not heard of. */
    private Ledger.Question question(Turn turn, List<List<SlidingLog.Untold>> untold) {
        Account account = turn.logged();
        List<String> keys = new ArrayList<>();
        List<String> arguments = new ArrayList<>();
        synchronized (account) {
            for (Quota quota : turn.plan().logs()) {
                List<SlidingLog.Untold> calls = account.log(quota.bucket()).untold(quota, clock.getAsLong());
                StringBuilder told = new StringBuilder();
                calls.forEach(call -> told.append(member(call.id())).append(' ').append(call.ageNanos() / 1_000)
                        .append(' '));
                untold.add(calls);
                keys.add(account.key(quota.bucket()));
                arguments.addAll(List.of(Long.toString(quota.windowMicros()), Integer.toString(quota.calls()),
                        member(turn.id()), told.toString()));
            }
        }
        return Ledger.take(keys, arguments);
    }

    private String member(long id) {
        return replica + '-' + Long.toString(id, Character.MAX_RADIX);
    }

    private Decision refuse(Turn turn, Quota over, long waitNanos, long @Nullable [] answer) {
        refused[over.bucket().ordinal()].increment();
        int seconds = (int) Math.max(1, (waitNanos + 999_999_999) / 1_000_000_000);
        return new Decision(over.bucket(), seconds, turn.rateLimit(over, clock.getAsLong(), answer),
                turn.plan().policy());
    }

    long refused(Bucket bucket) {
        return refused[bucket.ordinal()].sum();
    }
}
