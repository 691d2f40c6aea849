package radio.tarang.gateway.limits;

import org.jspecify.annotations.Nullable;

/**
 * One request before its accounts: looks at all of its buckets first and takes from all of them or from none.
 *
 * @param caller null for a caller with neither user nor session
 * @param alone the ledger is not asked: this replica's shares count, and its own logs
 * @param id names the call in logs
 */
record Turn(Limits.Plan plan, @Nullable Account caller, Account address, boolean alone, long id) {

    /** What one look can end with. */
    sealed interface Outcome {

        /** @param over the bucket that refused; null = taken, or held if that was asked for */
        record Decided(@Nullable Quota over, long waitNanos) implements Outcome {
        }

        /** The account's lease is used up: nothing was taken. */
        record Owing(Account account) implements Outcome {
        }

        /** An account was closed meanwhile: nothing was taken. */
        record Gone() implements Outcome {
        }
    }

    private static final Outcome TAKEN = new Outcome.Decided(null, 0);

    private Account first() {
        return caller == null ? address : caller;
    }

    private Account of(boolean ofAddress) {
        return ofAddress ? address : first();
    }

    /** Whose logs the plan speaks of. */
    Account logged() {
        return of(plan.logsOfAddress());
    }

    /** @param hold in the buckets on leases, because the ledger's logs are still to be asked */
    Outcome look(long now, boolean hold) {
        synchronized (first()) {
            synchronized (address) {
                if (first().closed() || address.closed()) {
                    return new Outcome.Gone();
                }
                first().used(now);
                address.used(now);
                Outcome.Decided refused = refused(now);
                if (refused != null) {
                    return refused;
                }
                if (!alone) {
                    if (!first().leaseLeft(plan.ofCaller(), now)) {
                        return new Outcome.Owing(first());
                    }
                    if (!address.leaseLeft(plan.ofAddress(), now)) {
                        return new Outcome.Owing(address);
                    }
                }
                take(first(), plan.ofCaller(), now, hold);
                take(address, plan.ofAddress(), now, hold);
                if (!hold) {
                    remember(now, false);
                }
                return TAKEN;
            }
        }
    }

    /** The bucket that makes the caller wait longest, if there is one. */
    private Outcome.@Nullable Decided refused(long now) {
        Outcome.Decided longest = longest(plan.ofCaller(), first(), now, null);
        longest = longest(plan.ofAddress(), address, now, longest);
        if (alone) {
            for (Quota quota : plan.logs()) {
                long wait = logged().log(quota.bucket()).waitNanos(quota, now);
                longest = longer(longest, quota, wait);
            }
        }
        return longest;
    }

    private Outcome.@Nullable Decided longest(Quota[] quotas, Account account, long now,
            Outcome.@Nullable Decided before) {
        Outcome.Decided longest = before;
        for (Quota quota : quotas) {
            Gcra meter = account.meter(quota.bucket());
            long wait = meter.waitNanos(quota, now);
            longest = longer(longest, quota, alone ? Math.max(wait, meter.shareWaitNanos(quota, now)) : wait);
        }
        return longest;
    }

    private static Outcome.@Nullable Decided longer(Outcome.@Nullable Decided one, Quota quota, long waitNanos) {
        return waitNanos > (one == null ? 0 : one.waitNanos()) ? new Outcome.Decided(quota, waitNanos) : one;
    }

    private static void take(Account account, Quota[] quotas, long now, boolean hold) {
        for (Quota quota : quotas) {
            if (hold) {
                account.meter(quota.bucket()).hold(quota, now);
            } else {
                account.meter(quota.bucket()).take(quota, now);
            }
        }
    }

    /** @param known to the ledger as well */
    void remember(long now, boolean known) {
        Account account = logged();
        synchronized (account) {
            for (Quota quota : plan.logs()) {
                account.log(quota.bucket()).add(now, id, known);
            }
        }
    }

    /** The logs have decided about what was held. */
    void settleHeld(long now, boolean taken) {
        settleHeld(first(), plan.ofCaller(), now, taken);
        settleHeld(address, plan.ofAddress(), now, taken);
    }

    private static void settleHeld(Account account, Quota[] quotas, long now, boolean taken) {
        synchronized (account) {
            for (Quota quota : quotas) {
                if (taken) {
                    account.meter(quota.bucket()).keepHeld(quota, now);
                } else {
                    account.meter(quota.bucket()).giveBackHeld(quota);
                }
            }
            // What is no longer held is somebody else's lease.
            account.notifyAll();
        }
    }

    /** Has the ledger told of what was taken. */
    void owe(Settler settler) {
        settler.owes(first(), plan.ofCaller());
        settler.owes(address, plan.ofAddress());
    }

    /**
     * @param over the bucket that refused: shown too, whosever it is
     * @param answer of the ledger about the logs, if it was asked
     */
    String rateLimit(@Nullable Quota over, long now, long @Nullable [] answer) {
        synchronized (first()) {
            synchronized (address) {
                StringBuilder text = new StringBuilder(96);
                for (Quota quota : plan.shown()) {
                    show(text, quota, now, answer);
                }
                if (over != null && !plan.shown().contains(over)) {
                    show(text, over, now, answer);
                }
                return text.toString();
            }
        }
    }

    private void show(StringBuilder text, Quota quota, long now, long @Nullable [] answer) {
        long remaining;
        long resetNanos;
        int log = plan.logs().indexOf(quota);
        if (log < 0) {
            Gcra meter = of(plan.isOfAddress(quota)).meter(quota.bucket());
            remaining = meter.remaining(quota, now);
            resetNanos = meter.level(now);
        } else if (answer != null) {
            remaining = Math.max(0, quota.calls() - answer[1 + 3 * log]);
            resetNanos = answer[3 + 3 * log] * 1_000;
        } else {
            SlidingLog own = logged().log(quota.bucket());
            remaining = Math.max(0, (alone ? quota.share() : quota.calls()) - own.used(quota, now));
            resetNanos = own.resetNanos(quota, now);
        }
        text.append(text.isEmpty() ? "\"" : ", \"").append(quota.name()).append("\";r=").append(remaining)
                .append(";t=").append((resetNanos + 999_999_999) / 1_000_000_000);
    }
}
