package radio.tarang.notification.intake;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import radio.tarang.local.test.Database;
import radio.tarang.local.test.PrivateKafka;
import radio.tarang.local.test.PrivatePostgres;
import radio.tarang.local.test.TestServers;
import radio.tarang.notification.Broadcaster;
import radio.tarang.notification.Broadcaster.Show;
import radio.tarang.notification.Listener;
import radio.tarang.notification.Replica;
import radio.tarang.notification.Replica.World;

import static org.assertj.core.api.Assertions.assertThat;

/** What the feed still knows after a restart, and without the stores it needs. */
class RememberingIT {
    @Test
    void bootsFromWhatWasSavedAndServesOlderCursorsFromTheTopic() throws SQLException {
        World world = World.create();
        try (Broadcaster broadcaster = new Broadcaster(world)) {
            Show show = broadcaster.show("MH", "Before the restart");
            String cursor;
            try (Replica replica = Replica.start(world); Listener listener = replica.listener()) {
                listener.subscribe("MH").await("SNAPSHOT");
                cursor = listener.cursor();
                show.started(2);
                listener.awaitTold("PROGRAM_STARTED", show.id);
                Awaitility.await().until(() -> saved(world.database(), "programs/" + show.id) == 2);
            }
            // Proves where the next start looks: the topic still says otherwise.
            change(world.database(),
                    "UPDATE feed_subject SET data = convert_to(replace(convert_from(data, 'UTF8'), 'Before', 'Saved before'), 'UTF8')");
            show.with("title", "While away").updated(3);
            Show another = broadcaster.show("MH", "Also while away");
            another.started(2);
            // Rings without a past: everything older has to come from the topic.
            try (Replica replica = Replica.start(world, "tarang.feed.warm-up=0s", "tarang.feed.ring-count=2");
                    Listener fresh = replica.listener();
                    Listener returning = replica.listener()) {
                String snapshot = fresh.subscribe("MH").await("SNAPSHOT").toString();
                assertThat(snapshot).contains("While away", "Also while away");
                returning.subscribe("MH", cursor);
                returning.awaitTold("PROGRAM_STARTED", another.id);
                assertThat(returning.told(show.id)).containsExactly("PROGRAM_STARTED 2", "PROGRAM_UPDATED 3");
                assertThat(returning.ofType("SNAPSHOT")).isEmpty();
                for (int sequence = 4; sequence < 9; sequence++) {
                    show.updated(sequence);
                }
                returning.await(message -> message.path("payload").path("sequence").asInt(0) == 8);
                try (Listener again = replica.listener()) {
                    again.subscribe("MH", cursor);
                    again.await(message -> message.path("payload").path("sequence").asInt(0) == 8);
                    assertThat(again.told(show.id)).containsExactly("PROGRAM_STARTED 2", "PROGRAM_UPDATED 3",
                            "PROGRAM_UPDATED 4", "PROGRAM_UPDATED 5",
                            "PROGRAM_UPDATED 6", "PROGRAM_UPDATED 7", "PROGRAM_UPDATED 8");
                }
            }
            Show untouched = broadcaster.show("MH", "Before the second restart");
            untouched.started(2);
            try (Replica replica = Replica.start(world, "tarang.feed.warm-up=0s", "tarang.feed.replay-age=1ms");
                    Listener late = replica.listener()) {
                late.subscribe("MH", cursor).await("SNAPSHOT");
                assertThat(late.received().getFirst().path("type").stringValue()).isEqualTo("RESYNC");
                Awaitility.await().until(() -> saved(world.database(), "programs/" + untouched.id) == 2);
            }
            change(world.database(),
                    "UPDATE feed_subject SET data = convert_to(replace(convert_from(data, 'UTF8'), 'Before', 'Saved before'), 'UTF8')");
            try (Replica replica = Replica.start(world); Listener listener = replica.listener()) {
                assertThat(listener.subscribe("MH").await("SNAPSHOT").toString())
                        .contains("Saved before the second restart");
            }
        }
    }

    @Test
    void goesOnWithoutPostgresAndCatchesUpWithSaving() throws SQLException {
        try (PrivatePostgres postgres = TestServers.privatePostgres()) {
            World shared = World.create();
            World world = new World(shared.bootstrapServers(), shared.prefix(), postgres.database("notification"));
            postgres.kill();
            try (Broadcaster broadcaster = new Broadcaster(world)) {
                Show known = broadcaster.show("DL", "Known from the topic");
                known.started(2);
                // Not even the first start needs it.
                try (Replica replica = Replica.start(world); Listener listener = replica.listener()) {
                    assertThat(listener.subscribe("DL").await("SNAPSHOT").toString()).contains("Known from the topic");
                    Show live = broadcaster.show("DL", "News without a database");
                    live.started(2);
                    listener.awaitTold("PROGRAM_STARTED", live.id);
                    postgres.start();
                    Awaitility.await().atMost(Duration.ofSeconds(20))
                            .until(() -> saved(world.database(), "programs/" + live.id) == 2);
                    assertThat(saved(world.database(), "programs/" + known.id)).isEqualTo(2);
                }
            }
        }
    }

    @Test
    void noticesThatTheTopicIsAnother() throws Exception {
        World world = World.create();
        try (Broadcaster broadcaster = new Broadcaster(world);
                Replica replica = Replica.start(world);
                Listener listener = replica.listener()) {
            broadcaster.show("TN", "Of the old topic").started(2);
            listener.subscribe("TN");
            listener.await(message -> message.toString().contains("Of the old topic"));
            String cursor = listener.cursor();
            recreate(world);
            Show show = broadcaster.show("TN", "Of the new topic");
            show.started(1);
            listener.await("RESYNC");
            listener.await(message -> message.toString().contains("Of the new topic"));
            assertThat(listener.ofType("SNAPSHOT").getLast().toString()).doesNotContain("Of the old topic");
            assertThat(listener.cursor()).doesNotStartWith(cursor.substring(0, 8));
            try (Listener returning = replica.listener()) {
                returning.subscribe("TN", cursor).await("SNAPSHOT");
                assertThat(returning.received().getFirst().path("payload").path("reason").stringValue())
                        .isEqualTo("epoch-changed");
            }
        }
    }

    @Test
    void keepsItsListenersWhileKafkaIsAway() {
        try (PrivateKafka kafka = TestServers.privateKafka()) {
            kafka.createTopics("");
            World world = new World(kafka.bootstrapServers(), "", TestServers.postgres().database("notification"));
            try (Broadcaster broadcaster = new Broadcaster(world);
                    Replica replica = Replica.start(world);
                    Listener listener = replica.listener()) {
                Show show = broadcaster.show("GA", "Fado");
                show.started(2);
                listener.subscribe("GO");
                listener.await(message -> message.toString().contains("Fado"));
                kafka.kill();
                try (Listener meanwhile = replica.listener()) {
                    assertThat(meanwhile.subscribe("GA").await("SNAPSHOT").toString()).contains("Fado");
                }
                assertThat(replica.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
                kafka.start();
                show.ended(3);
                listener.awaitTold("PROGRAM_ENDED", show.id);
                assertThat(listener.ofType("RESYNC")).isEmpty();
            }
        }
    }

    @Test
    void isNotReadyOnTopicsThatAreNotAsAgreed() throws Exception {
        World shared = World.create();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", shared.bootstrapServers()))) {
            String topic = "narrow-" + shared.prefix() + "program.events";
            admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1),
                    new NewTopic(topic + ".notification-feed.dlt", 1, (short) 1),
                    new NewTopic(topic + ".notification-feed.retry", 1, (short) 1))).all().get();
        }
        World world = new World(shared.bootstrapServers(), "narrow-" + shared.prefix(), shared.database());
        try (Replica replica = Replica.launch(world)) {
            Awaitility.await().untilAsserted(() -> assertThat(replica.get("/actuator/health/readiness").body())
                    .contains("has not the agreed 12 partitions"));
            assertThat(replica.get("/actuator/health/readiness").statusCode()).isEqualTo(503);
            assertThat(replica.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
            assertThat(replica.get("/ws").statusCode()).isEqualTo(426);
        }
    }

    private static void recreate(World world) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", world.bootstrapServers()))) {
            admin.deleteTopics(List.of(world.topic())).all().get();
            NewTopic topic = new NewTopic(world.topic(), Optional.of(12), Optional.empty())
                    .configs(Map.of("cleanup.policy", "compact"));
            Awaitility.await()
                    .ignoreExceptionsMatching(failure -> failure instanceof ExecutionException
                            && failure.getCause() instanceof TopicExistsException)
                    .until(() -> {
                        admin.createTopics(List.of(topic)).all().get();
                        return true;
                    });
        }
    }

    /** The sequence that is saved of a subject, 0 when none. */
    private static long saved(Database database, String subject) throws SQLException {
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
                var query = connection.prepareStatement("SELECT max(sequence) FROM feed_subject WHERE subject = ?")) {
            query.setString(1, subject);
            try (var row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        } catch (SQLException notThere) {
            return -1;
        }
    }

    private static void change(Database database, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
