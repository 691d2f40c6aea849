package radio.tarang.bench.outbox;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import radio.tarang.outbox.Outbox;
import radio.tarang.outbox.OutboxEvent;

/** Sixteen callers that append in transactions of a given size, as request threads and the lifecycle engine do. */
final class Writers {

    static final int CALLERS = 16;

    private final TransactionTemplate transactions;
    private final Outbox outbox;
    private final AtomicLong numbers = new AtomicLong();

    Writers(DataSource database, Outbox outbox) {
        this.transactions = new TransactionTemplate(new DataSourceTransactionManager(database));
        this.outbox = outbox;
    }

    void write(long events, int perTransaction) {
        AtomicLong left = new AtomicLong(events / perTransaction);
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            for (int i = 0; i < CALLERS; i++) {
                callers.execute(() -> {
                    while (left.decrementAndGet() >= 0) {
                        append(perTransaction, batch -> {
                        });
                    }
                });
            }
        }
    }

    /** @param before is told in the transaction what will be appended */
    void append(int events, Consumer<List<OutboxEvent>> before) {
        long from = numbers.getAndAdd(events);
        List<OutboxEvent> batch = LongStream.range(from, from + events).mapToObj(Events::number).toList();
        transactions.executeWithoutResult(status -> {
            before.accept(batch);
            outbox.append(batch);
        });
    }
}
