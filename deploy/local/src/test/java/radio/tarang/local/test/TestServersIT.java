package radio.tarang.local.test;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

import radio.tarang.local.Checkout;
import radio.tarang.local.topic.Topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What other modules' tests rely on. */
class TestServersIT {
    @Test
    void givesEveryTestADatabaseOfItsOwn() throws SQLException {
        Database one = TestServers.postgres().database("program");
        Database other = TestServers.postgres().database("program");

        assertThat(one.jdbcUrl()).isNotEqualTo(other.jdbcUrl());
        try (Connection connection = connect(one); Statement statement = connection.createStatement()) {
            statement.execute("create table listener (name text)");
            assertThat(statement.executeQuery("select 1 from pg_tables where tablename = 'listener'").next()).isTrue();
        }
        assertThatThrownBy(() -> DriverManager.getConnection(one.jdbcUrl(), other.username(), other.password()))
                .hasMessageContaining("permission denied");
    }

    @Test
    void createsTheListedTopicsUnderAPrefix() throws Exception {
        TestKafka kafka = TestServers.kafka();
        kafka.createTopics("it-topics.");

        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            Set<String> names = admin.listTopics().names().get();
            for (Topic topic : Topic.ofCheckout(Checkout.root())) {
                assertThat(names).contains("it-topics." + topic.name());
            }
            assertThat(admin.describeTopics(Set.of("it-topics.program.events")).allTopicNames().get())
                    .hasEntrySatisfying("it-topics.program.events",
                            (topic) -> assertThat(topic.partitions()).hasSize(12));
        }
    }

    @Test
    void privatePostgresSurvivesKillAndPause() throws SQLException {
        try (PrivatePostgres postgres = TestServers.privatePostgres()) {
            Database database = postgres.database("kept");
            try (Connection connection = connect(database); Statement statement = connection.createStatement()) {
                statement.execute("create table kept as select 7 as n");
                postgres.kill();
                assertThatThrownBy(() -> statement.execute("select 1")).isInstanceOf(SQLException.class);
            }
            assertThatThrownBy(() -> connect(database)).isInstanceOf(SQLException.class);
            postgres.start();
            assertThat(sum(database)).isEqualTo(7);

            postgres.pause();
            assertThatThrownBy(() -> connect(database)).isInstanceOf(SQLException.class);
            postgres.resume();
            assertThat(sum(database)).isEqualTo(7);

            postgres.stop();
            assertThatThrownBy(() -> connect(database)).isInstanceOf(SQLException.class);
            postgres.start();
            assertThat(sum(database)).isEqualTo(7);
        }
    }

    @Test
    void privateKafkaSurvivesKillAndPause() throws Exception {
        try (PrivateKafka kafka = TestServers.privateKafka()) {
            kafka.createTopics("");
            send(kafka, "before");
            kafka.kill();
            assertThatThrownBy(() -> send(kafka, "while dead")).isInstanceOf(ExecutionException.class);
            kafka.start();
            send(kafka, "after");
            kafka.pause();
            assertThatThrownBy(() -> send(kafka, "while frozen")).isInstanceOf(ExecutionException.class);
            kafka.resume();
            kafka.stop();
            kafka.start();
            send(kafka, "at last");
        }
    }

    @Test
    void privateRedisSurvivesKillAndPause() throws Exception {
        try (PrivateRedis redis = TestServers.privateRedis()) {
            assertThat(redis.port()).isNotEqualTo(TestServers.redis().port());
            assertThat(redis.uri()).isEqualTo("redis://127.0.0.1:" + redis.port());
            assertThat(say(redis, "SET greeting namaste", "+OK")).isEqualTo("+OK");
            redis.kill();
            assertThatThrownBy(() -> say(redis, "PING", "+PONG")).isInstanceOf(IOException.class);
            redis.start();
            redis.pause();
            assertThatThrownBy(() -> say(redis, "PING", "+PONG")).isInstanceOf(IOException.class);
            redis.resume();
            redis.stop();
            redis.start();
            assertThat(say(redis, "GET greeting", "$7\r\nnamaste")).isEqualTo("$7\r\nnamaste");
        }
    }

    private static String say(PrivateRedis redis, String command, String expected) throws IOException {
        try (Socket socket = new Socket(redis.host(), redis.port())) {
            socket.setSoTimeout(1_000);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(expected.length()), StandardCharsets.US_ASCII);
        }
    }

    private static void send(PrivateKafka kafka, String text) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers(), "max.block.ms", 2_000,
                        "delivery.timeout.ms", 2_000, "request.timeout.ms", 1_500, "linger.ms", 0),
                new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("interaction.events", 0, "key", text)).get(10, TimeUnit.SECONDS);
        }
    }

    private static int sum(Database database) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("select sum(n) from kept")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static Connection connect(Database database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl() + "?connectTimeout=2&socketTimeout=2&loginTimeout=2",
                database.username(),
                database.password());
    }
}
