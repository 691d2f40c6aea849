package radio.tarang.gateway.limits;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what was admitted to the ledger, in the background and in batches: at once where a lease is half used, else within
 * {@link #PACE_MILLIS}. A ledger that fails or is slow is left alone and tried again a little later; meanwhile everybody asks
 * {@link #away()} and decides alone.
 */
final class Settler implements AutoCloseable {

    static final int PACE_MILLIS = 100;
    private static final int BATCH = 256;
    private static final int MOST_WAITING = 10_000;
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Logger LOG = LoggerFactory.getLogger(Settler.class);

    /** Somebody waits for the answer. */
    private record Waiting(Ledger.Question question, CompletableFuture<Boolean> answered) {
    }

    private record Charged(Account account, List<Bucket> buckets, Ledger.Question question) {
    }

    private final Breaker ledger;
    private final Limits limits;
    private final Accounts accounts;
    private final LongSupplier clock;
    private final Queue<Account> owing = new ConcurrentLinkedQueue<>();
    private final LinkedBlockingQueue<Waiting> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Semaphore work = new Semaphore(0);
    private final List<Thread> workers = new ArrayList<>();
    final LongAdder charges = new LongAdder();
    private final AtomicLong sweepAt = new AtomicLong();
    private volatile boolean closed;

    Settler(Breaker ledger, Limits limits, Accounts accounts, int workers, LongSupplier clock) {
        this.ledger = ledger;
        this.limits = limits;
        this.accounts = accounts;
        this.clock = clock;
        for (int i = 0; i < workers; i++) {
            this.workers.add(Thread.ofVirtual().name("limits-" + i).start(this::work));
        }
    }

    /** Whether this replica is alone. */
    boolean away() {
        return ledger.open();
    }

    /** How long the last exchange took. */
    Duration lastExchange() {
        return ledger.lastExchange();
    }

    /** Has the ledger told of what an account took in these; at once where a lease is half used. */
    void owes(Account account, Quota[] quotas) {
        if (quotas.length == 0) {
            return;
        }
        boolean first;
        boolean soon = false;
        synchronized (account) {
            first = account.queue();
            for (Quota quota : quotas) {
                soon |= account.meter(quota.bucket()).owesMuch(quota);
            }
        }
        if (first) {
            owing.add(account);
        }
        if (soon && !away()) {
            hurry();
        }
    }

    private void hurry() {
        if (work.availablePermits() == 0) {
            work.release();
        }
    }

    /** @return the answer, or null where there is none in time */
    long @Nullable [] ask(Ledger.Question question, long patienceNanos) throws InterruptedException {
        Waiting one = new Waiting(question, new CompletableFuture<>());
        if (away() || !waiting.offer(one)) {
            return null;
        }
        hurry();
        try {
            return one.answered().get(patienceNanos, TimeUnit.NANOSECONDS) ? question.answer() : null;
        } catch (java.util.concurrent.TimeoutException | java.util.concurrent.ExecutionException e) {
            waiting.remove(one);
            return null;
        }
    }

    private void work() {
        while (!closed) {
            try {
                sweep();
                work.tryAcquire(PACE_MILLIS, TimeUnit.MILLISECONDS);
                if (away()) {
                    fail();
                }
                if (away() || !settleSome()) {
                    probe();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("Settling limits failed", e);
            }
        }
    }

    /** Once a second, by whichever worker comes along. */
    private void sweep() {
        long now = clock.getAsLong();
        long due = sweepAt.get();
        if (now >= due && sweepAt.compareAndSet(due, now + SECOND_NANOS)) {
            accounts.sweep(now, !away());
        }
    }

    private boolean settleSome() {
        List<Waiting> asked = new ArrayList<>();
        waiting.drainTo(asked, BATCH);
        List<Charged> charged = charges();
        if (asked.isEmpty() && charged.isEmpty()) {
            return false;
        }
        List<Ledger.Question> all = new ArrayList<>(asked.size() + charged.size());
        asked.forEach(one -> all.add(one.question()));
        charged.forEach(one -> all.add(one.question()));
        long start = clock.getAsLong();
        boolean done = ledger.ask(all);
        long now = clock.getAsLong();
        // The ledger spoke somewhere in between.
        charged.forEach(one -> finish(one, done, now - (now - start) / 2));
        asked.forEach(one -> one.answered().complete(done));
        if (!waiting.isEmpty() || charged.size() == BATCH) {
            hurry();
        }
        return true;
    }

    private List<Charged> charges() {
        List<Charged> all = new ArrayList<>();
        for (Account account = owing.poll(); account != null; account = all.size() < BATCH ? owing.poll() : null) {
            long now = clock.getAsLong();
            synchronized (account) {
                List<Bucket> buckets = account.uncharged();
                List<String> keys = new ArrayList<>(buckets.size());
                List<String> arguments = new ArrayList<>(buckets.size() * 4);
                for (Bucket bucket : buckets) {
                    Quota quota = limits.quota(bucket);
                    Gcra meter = account.meter(bucket);
                    keys.add(account.key(bucket));
                    arguments.add(Long.toString(quota.windowMicros()));
                    arguments.add(Integer.toString(quota.calls()));
                    arguments.add(Long.toString(Math.max(0, meter.ageNanos(now)) / 1_000));
                    arguments.add(arguments.size() - 1, Integer.toString(meter.send(quota, now)));
                }
                if (buckets.isEmpty()) {
                    account.unqueued();
                } else {
                    all.add(new Charged(account, buckets, Ledger.charge(keys, arguments)));
                }
            }
        }
        return all;
    }

    private void finish(Charged charged, boolean done, long now) {
        Account account = charged.account();
        boolean again = !done;
        boolean soon = false;
        synchronized (account) {
            for (int i = 0; i < charged.buckets().size(); i++) {
                Quota quota = limits.quota(charged.buckets().get(i));
                Gcra meter = account.meter(quota.bucket());
                if (done) {
                    meter.charged(quota, charged.question().answer()[i] * 1_000, now);
                } else {
                    meter.notCharged();
                }
                again |= meter.uncharged() > 0;
                soon |= meter.owesMuch(quota);
            }
            if (!again) {
                account.unqueued();
            }
            account.notifyAll();
        }
        if (done) {
            charges.increment();
        }
        if (again) {
            owing.add(account);
        }
        if (again && done && soon) {
            hurry();
        }
    }

    private void probe() {
        if (ledger.probe()) {
            hurry();
        }
    }

    private void fail() {
        for (Waiting one = waiting.poll(); one != null; one = waiting.poll()) {
            one.answered().complete(false);
        }
    }

    @Override
    public void close() {
        closed = true;
        workers.forEach(Thread::interrupt);
        fail();
        ledger.close();
    }
}
