package radio.tarang.outbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

import radio.tarang.local.test.Database;
import radio.tarang.local.test.TestServers;

/** A service in miniature: versioned subjects in a database of its own, each change appended to its outbox; and its relays. */
final class TestOutbox implements AutoCloseable {

    final String name = "it-" + UUID.randomUUID();
    final Database database = TestServers.postgres().database("outbox");
    final HikariDataSource dataSource = new HikariDataSource();
    final TransactionTemplate transactions;
    final JdbcClient jdbc;
    private final String bootstrapServers;
    private final List<OutboxRelay> relays = new ArrayList<>();

    TestOutbox(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        dataSource.setJdbcUrl(database.jdbcUrl());
        dataSource.setUsername(database.username());
        dataSource.setPassword(database.password());
        dataSource.setMaximumPoolSize(20);
        dataSource.setMinimumIdle(1);
        transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        jdbc = JdbcClient.create(dataSource);
        migrate();
        jdbc.sql("CREATE TABLE subject (id text PRIMARY KEY, version bigint NOT NULL)").update();
    }

    void migrate() {
        var script = new ResourceDatabasePopulator(new ClassPathResource("db/outbox/R__outbox.sql"));
        script.execute(dataSource);
    }

    OutboxProperties properties(int lanes, Duration poll) {
        return new OutboxProperties(name, true, lanes, 500, DataSize.ofMegabytes(2), 8, poll, Map.of());
    }

    OutboxRelay startRelay() {
        return startRelay(properties(8, Duration.ofSeconds(1)));
    }

    OutboxRelay startRelay(OutboxProperties properties) {
        var relay = new OutboxRelay(properties, database.jdbcUrl(), database.username(), database.password(),
                bootstrapServers);
        relays.add(relay);
        relay.start();
        return relay;
    }

    /** Whose commits nobody hears of. */
    Outbox outbox() {
        return new Outbox(dataSource, 8, _ -> {
        }, () -> null);
    }

    Outbox outbox(OutboxRelay relay) {
        return new Outbox(dataSource, 8, relay::wake, () -> null);
    }

    /** One change of a subject: its next version, locked, and the event that reports it, in one transaction. */
    void change(Outbox outbox, String topic, String subject) {
        transactions.executeWithoutResult(_ -> {
            var version = jdbc.sql("""
                    INSERT INTO subject VALUES (?, 1) ON CONFLICT (id) DO UPDATE SET version = subject.version + 1
                    RETURNING version
                    """).param(subject).query(Long.class).single();
            outbox.append(List.of(event(topic, subject, version, "state " + version)));
        });
    }

    void append(Outbox outbox, OutboxEvent... events) {
        transactions.executeWithoutResult(_ -> outbox.append(List.of(events)));
    }

    static OutboxEvent event(String topic, String key, long sequence, @Nullable String payload) {
        var headers = CloudEvent.of("subject.changed", "outbox-test").subject("subjects/" + key).time(Instant.EPOCH)
                .sequence(sequence).dataSchema("urn:none").headers();
        return new OutboxEvent(topic, null, key, headers,
                payload == null ? null : payload.getBytes(StandardCharsets.UTF_8));
    }

    /** Makes the commit of a deletion fail while there is a row in the returned table: Kafka has committed by then. */
    void failCommitOfDeletions() {
        jdbc.sql("CREATE TABLE IF NOT EXISTS failing (since timestamptz)").update();
        jdbc.sql("INSERT INTO failing VALUES (now())").update();
        jdbc.sql("""
                CREATE FUNCTION fail_commit() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN IF EXISTS (SELECT FROM failing) THEN RAISE 'commit fails'; END IF; RETURN NULL; END $$
                """).update();
        jdbc.sql("""
                CREATE CONSTRAINT TRIGGER fail_commit AFTER DELETE ON outbox DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION fail_commit()
                """).update();
    }

    void letDeletionsCommit() {
        jdbc.sql("DELETE FROM failing").update();
    }

    Map<String, Long> versions() {
        var versions = new HashMap<String, Long>();
        jdbc.sql("SELECT id, version FROM subject").query(row -> {
            versions.put(row.getString(1), row.getLong(2));
        });
        return versions;
    }

    long rows() {
        return jdbc.sql("SELECT count(*) FROM outbox").query(Long.class).single();
    }

    /** Cuts sessions of the relays; the condition may name columns of pg_stat_activity. Returns how many. */
    long terminateRelaySessions(String condition) {
        return jdbc.sql("""
                SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                WHERE application_name = ? AND (%s)
                """.formatted(condition)).param(name + "-outbox").query(Long.class).single();
    }

    /** Age in seconds of the oldest open transaction of the relays. */
    double oldestTransactionSeconds() {
        return jdbc.sql("""
                SELECT coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)), 0) FROM pg_stat_activity
                WHERE application_name = ?
                """).param(name + "-outbox").query(Double.class).single();
    }

    @Override
    public void close() {
        relays.forEach(OutboxRelay::stop);
        dataSource.close();
    }
}
