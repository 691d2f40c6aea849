package radio.tarang.gateway.limits;

import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * The accounts of callers who are not at rest, bounded in number. Only accounts at rest are ever forgotten, because a new one
 * is worth the same: nobody gains a fresh burst by making this table overflow. While it is full of accounts in debt, newcomers
 * of a kind share one account: an attacker with a million addresses shares one ceiling with himself.
 */
final class Accounts {

    static final String SHARED = "shared";
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** Accounts looked at by whoever finds the table full. */
    private static final int LOOKED_AT = 16;

    private final Limits limits;
    private final int most;
    private final Map<Account.Holder, ConcurrentHashMap<String, Account>> byHolder = new EnumMap<>(
            Account.Holder.class);
    private final Map<Account.Holder, Account> shared = new EnumMap<>(Account.Holder.class);
    private final AtomicInteger size = new AtomicInteger();
    final LongAdder crowdedOut = new LongAdder();
    private @Nullable Iterator<Account> hand;
    private int handTable;

    Accounts(Limits limits, int most) {
        this.limits = limits;
        this.most = most;
        for (Account.Holder holder : Account.Holder.values()) {
            byHolder.put(holder, new ConcurrentHashMap<>());
            shared.put(holder, new Account(holder, SHARED));
        }
    }

    Account of(Account.Holder holder, String id, long now, boolean ledgerKnows) {
        ConcurrentHashMap<String, Account> table = table(holder);
        Account known = table.get(id);
        if (known != null) {
            return known;
        }
        if (size.get() >= most && !makeRoom(now, ledgerKnows)) {
            crowdedOut.increment();
            Account common = shared.get(holder);
            return common == null ? new Account(holder, SHARED) : common;
        }
        Account fresh = new Account(holder, id);
        Account other = table.putIfAbsent(id, fresh);
        if (other != null) {
            return other;
        }
        size.incrementAndGet();
        return fresh;
    }

    private ConcurrentHashMap<String, Account> table(Account.Holder holder) {
        ConcurrentHashMap<String, Account> table = byHolder.get(holder);
        if (table == null) {
            throw new IllegalStateException(holder.name());
        }
        return table;
    }

    /** Where the next one to be looked at is remembered, so that every account gets its turn. */
    private synchronized boolean makeRoom(long now, boolean ledgerKnows) {
        for (int i = 0; i < LOOKED_AT; i++) {
            Iterator<Account> all = hand;
            if (all == null || !all.hasNext()) {
                handTable = (handTable + 1) % Account.Holder.values().length;
                all = table(Account.Holder.values()[handTable]).values().iterator();
                hand = all;
            }
            if (all.hasNext()) {
                closeIfAtRest(all.next(), now, 0, ledgerKnows);
            }
        }
        return size.get() < most;
    }

    /** Forgets everybody at rest who has not been here for a while. */
    void sweep(long now, boolean ledgerKnows) {
        // Logs take an hour to empty: they are forgotten only when room is needed.
        boolean forgetLogs = ledgerKnows && size.get() > most / 2;
        byHolder.values().forEach(table -> table.values()
                .forEach(account -> closeIfAtRest(account, now, IDLE_NANOS, forgetLogs)));
    }

    private void closeIfAtRest(Account account, long now, long idleNanos, boolean ledgerKnows) {
        if (account.closeIfAtRest(limits, now, idleNanos, ledgerKnows)
                && table(account.holder).remove(account.id, account)) {
            size.decrementAndGet();
        }
    }

    int size() {
        return size.get();
    }
}
