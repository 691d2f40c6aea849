package radio.tarang.outbox;

import java.sql.SQLException;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The publishing side: claims its share of the lanes, wakes them on hints and by a poll, gives them back when it stops.
 * Starting needs neither PostgreSQL nor Kafka; both are tried until they answer.
 */
public final class OutboxRelay implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);
    private static final Duration RETRY = Duration.ofMillis(500);
    /** More than a lane's batch can take: init, send and commit wait for Kafka at most 4 s each, PostgreSQL at most 10 s. */
    private static final Duration LONGEST_BATCH = Duration.ofSeconds(20);

    /**
     * Limits of every session: the first two end a dead relay's locks and transactions; the deletions need not be on disk at the
     * commit, because a crash that undoes the newest of them only repeats records; a queue is read by its index whatever the
     * statistics of a moment say.
     */
    private static final String SESSION = " -c idle_in_transaction_session_timeout=15s -c tcp_user_timeout=10s"
            + " -c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3 -c synchronous_commit=off"
            + " -c enable_seqscan=off -c enable_bitmapscan=off";

    private final OutboxProperties properties;
    private final String name;
    private final PGSimpleDataSource database = new PGSimpleDataSource();
    private final Map<String, Object> producerConfig;
    private final Map<Integer, Lane> lanes = new ConcurrentHashMap<>();
    private final LinkedBlockingQueue<BitSet> rowsElsewhere = new LinkedBlockingQueue<>();
    private final LongAdder sent = new LongAdder();
    private final LongAdder dead = new LongAdder();
    private volatile double depth = Double.NaN;
    private volatile double oldestAgeSeconds = Double.NaN;
    private volatile @Nullable Run run;

    /** @param properties with a name */
    public OutboxRelay(OutboxProperties properties, String jdbcUrl, @Nullable String username,
            @Nullable String password,
            String bootstrapServers) {
        this.properties = properties;
        this.name = Objects.requireNonNull(properties.name(), "tarang.outbox.name");
        this.producerConfig = properties.producerConfig(bootstrapServers);
        database.setUrl(jdbcUrl);
        if (username != null)
            database.setUser(username);
        if (password != null)
            database.setPassword(password);
        database.setOptions(Objects.requireNonNullElse(database.getOptions(), "") + SESSION);
        database.setSocketTimeout(10);
        database.setConnectTimeout(5);
        database.setTcpKeepAlive(true);
        database.setApplicationName(name + "-outbox");
    }

    /** A hint that these lanes have rows. Never blocks, never throws; harmless when wrong or lost. */
    public void wake(BitSet touched) {
        var elsewhere = new BitSet();
        touched.stream().forEach(number -> {
            var lane = lanes.get(number);
            if (lane != null && !lane.isStopping())
                lane.wake();
            else
                elsewhere.set(number);
        });
        if (!elsewhere.isEmpty() && run != null)
            rowsElsewhere.add(elsewhere);
    }

    /** Rows not yet published, as of the last poll, at most {@link Outbox#DEPTH_LIMIT}; NaN while PostgreSQL is away. */
    public double depth() {
        return depth;
    }

    /** Age of the oldest row not yet published, as of the last poll; 0 when there is none, NaN while PostgreSQL is away. */
    public double oldestAgeSeconds() {
        return oldestAgeSeconds;
    }

    public int lanesOwned() {
        return lanes.size();
    }

    /** Rows published since the program started. */
    public long sent() {
        return sent.sum();
    }

    /** Rows moved to {@code outbox_dead} since the program started. */
    public long dead() {
        return dead.sum();
    }

    @Override
    public synchronized void start() {
        if (run == null) {
            var started = new Run();
            run = started;
            Thread.ofVirtual().name(name + "-outbox").start(started);
        }
    }

    /** Waits for the batches in hand. */
    @Override
    public synchronized void stop() {
        var stopping = run;
        run = null;
        if (stopping != null)
            stopping.stop();
    }

    @Override
    public boolean isRunning() {
        return run != null;
    }

    /** Before the web server and the consumers, and after them when stopping. */
    @Override
    public int getPhase() {
        return 0;
    }

    private Producer<String, byte @Nullable []> producer(int lane) {
        var config = new HashMap<>(producerConfig);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, name + "-outbox-" + lane);
        return new KafkaProducer<>(config);
    }

    /** From one start to the next stop. */
    private final class Run implements Runnable {

        private final CountDownLatch stopping = new CountDownLatch(1);
        private final CountDownLatch stopped = new CountDownLatch(1);

        @Override
        public void run() {
            try (var pool = pool()) {
                var shared = new Lane.Shared(properties, name, pool, OutboxRelay.this::producer, sent, dead);
                var notifier = Thread.ofVirtual().name(name + "-outbox-notify")
                        .start(() -> LaneClaims.notifyReplicas(pool, rowsElsewhere));
                while (stopping.getCount() > 0)
                    ownLanes(shared);
                notifier.interrupt();
                notifier.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } finally {
                stopped.countDown();
            }
        }

        private void stop() {
            stopping.countDown();
            lanes.values().forEach(Lane::stop);
            rowsElsewhere.add(new BitSet()); // the notification wakes this relay's own listener too
            try {
                if (!stopped.await(LONGEST_BATCH.toSeconds() + 5, TimeUnit.SECONDS))
                    log.warn("The relay of {} did not stop in time; its locks end with its connections", name);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        /** For the life of one listening connection. */
        private void ownLanes(Lane.Shared shared) throws InterruptedException {
            try (var connection = database.getConnection()) {
                var claims = new LaneClaims(connection, name, properties.lanes());
                try {
                    tend(claims, shared);
                } finally {
                    stopLanes(); // before the connection ends, and with it the claims
                }
                claims.notifyReplicas(new BitSet());
            } catch (SQLException | RuntimeException failure) {
                depth = Double.NaN;
                oldestAgeSeconds = Double.NaN;
                log.warn("The relay of {} cannot tend its lanes, next attempt in {}: {}", name, RETRY,
                        failure.toString());
                stopping.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
            }
        }

        private void tend(LaneClaims claims, Lane.Shared shared) throws SQLException, InterruptedException {
            while (stopping.getCount() > 0) {
                claims.share(lanes, shared);
                look(claims);
                var deadline = System.nanoTime() + properties.poll().toNanos();
                var heard = claims.await(properties.poll());
                // Hints that name lanes are passed on at once; an empty one, or the end of the wait, is a reason to look around.
                while (heard != null && !heard.isEmpty() && stopping.getCount() > 0 && System.nanoTime() < deadline) {
                    heard.stream().mapToObj(lanes::get).filter(Objects::nonNull).forEach(Lane::wake);
                    heard = claims.await(Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime())));
                }
            }
        }

        private void look(LaneClaims claims) throws SQLException {
            var backlog = claims.backlog();
            backlog.stream().map(found -> lanes.get(found.lane())).filter(Objects::nonNull).forEach(Lane::wake);
            oldestAgeSeconds = backlog.stream().mapToDouble(LaneClaims.Backlog::ageSeconds).max().orElse(0);
            depth = backlog.isEmpty() ? 0 : claims.depth();
        }

        private void stopLanes() throws InterruptedException {
            lanes.values().forEach(Lane::stop);
            for (var lane : lanes.values())
                lane.awaitStopped(LONGEST_BATCH);
            lanes.clear();
        }

        private HikariDataSource pool() {
            var config = new HikariConfig();
            config.setPoolName(name + "-outbox");
            config.setDataSource(database);
            config.setAutoCommit(false);
            config.setMaximumPoolSize(properties.connections());
            config.setMinimumIdle(1);
            config.setIdleTimeout(30_000);
            config.setConnectionTimeout(10_000);
            config.setInitializationFailTimeout(-1);
            return new HikariDataSource(config);
        }
    }
}
