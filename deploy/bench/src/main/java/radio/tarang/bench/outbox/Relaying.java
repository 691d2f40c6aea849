package radio.tarang.bench.outbox;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import com.zaxxer.hikari.HikariDataSource;

import radio.tarang.faults.stage.Pace;
import radio.tarang.outbox.Outbox;
import radio.tarang.outbox.OutboxProperties;
import radio.tarang.outbox.OutboxRelay;

/** An outbox with its relay, as a service has it, and a consumer that waits for what comes out. */
final class Relaying implements AutoCloseable {

    private final OutboxRelay relay;
    private final Writers writers;
    private final Reader reader;
    private final AtomicLong written = new AtomicLong();

    Relaying(HikariDataSource database, OutboxProperties properties, Reader reader, String bootstrap) {
        this.relay = new OutboxRelay(properties, database.getJdbcUrl(), database.getUsername(), database.getPassword(),
                bootstrap);
        this.writers = new Writers(database, new Outbox(database, properties.lanes(), relay::wake, () -> null));
        this.reader = reader;
        relay.start();
        if (!Pace.until(Duration.ofSeconds(20), () -> relay.lanesOwned() == properties.lanes())) {
            throw new IllegalStateException("the relay owns only " + relay.lanesOwned() + " lanes");
        }
    }

    Writers writers() {
        return writers;
    }

    void run(long events, int perTransaction) {
        writers.write(events, perTransaction);
        awaitAll(events);
    }

    /** Until the consumer has these events too. */
    void awaitAll(long events) {
        reader.awaitSeen(written.addAndGet(events));
    }

    @Override
    public void close() {
        relay.stop();
    }
}
