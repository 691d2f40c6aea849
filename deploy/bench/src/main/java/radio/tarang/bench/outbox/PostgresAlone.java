package radio.tarang.bench.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

import radio.tarang.faults.stage.Pace;
import radio.tarang.outbox.Outbox;
import radio.tarang.outbox.OutboxProperties;

/** The same rows in and out, in the relay's lanes and batches, with nobody to tell. */
record PostgresAlone(DataSource database, OutboxProperties properties) {

    void run(long events, int perTransaction) {
        Writers writers = new Writers(database, new Outbox(database, properties.lanes(), lanes -> {
        }, () -> null));
        AtomicLong taken = new AtomicLong();
        AtomicBoolean stop = new AtomicBoolean();
        try (ExecutorService takers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int lane = 0; lane < properties.lanes(); lane++) {
                int own = lane;
                takers.execute(() -> dequeue(own, taken, stop));
            }
            writers.write(events, perTransaction);
            boolean all = Pace.until(Duration.ofSeconds(60), () -> taken.get() >= events);
            stop.set(true);
            if (!all) {
                throw new IllegalStateException("dequeued only " + taken + " of " + events);
            }
        }
    }

    private void dequeue(int lane, AtomicLong taken, AtomicBoolean stop) {
        try (Connection connection = database.getConnection();
                PreparedStatement delete = connection.prepareStatement("""
                        delete from outbox where lane = ? and id in (
                          select id from outbox where lane = ? order by id limit ?)
                        returning id, topic, partition, key, headers, payload
                        """)) {
            delete.setInt(1, lane);
            delete.setInt(2, lane);
            delete.setInt(3, properties.batchRows());
            while (!stop.get()) {
                int rows = 0;
                try (var result = delete.executeQuery()) {
                    while (result.next()) {
                        rows += result.getBytes("payload").length > 0 ? 1 : 0;
                    }
                }
                taken.addAndGet(rows);
                if (rows == 0) {
                    Pace.millis(2);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot dequeue lane " + lane, e);
        }
    }
}
