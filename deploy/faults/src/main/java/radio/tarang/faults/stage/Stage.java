package radio.tarang.faults.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import radio.tarang.local.Checkout;
import radio.tarang.local.server.Archive;
import radio.tarang.local.server.Kafka;
import radio.tarang.local.server.Ports;
import radio.tarang.local.server.Postgres;
import radio.tarang.local.server.ProcessServer;
import radio.tarang.local.server.Redis;
import radio.tarang.local.server.Server;
import radio.tarang.local.topic.Topics;

/**
 * The isolated platform: its stores run once it is open, its services when somebody starts them. Closing it ends every process it
 * started and deletes its data; the logs stay where {@link #folder()} says if {@code -Dtarang.keep=true}.
 */
public final class Stage implements AutoCloseable {

    public static final List<String> SERVICES = List.of("program-service", "notification-service", "gateway");
    /** Of every service's role, which has the name of its database. */
    public static final String PASSWORD = "stage";
    /** Times every rate limit, unless a scenario says otherwise: all load comes from one address. */
    private static final String UNLIMITED = "1000";

    private final Path folder;
    private final Postgres postgresRecipe;
    private final Kafka kafkaRecipe;
    private final Redis redisRecipe;
    private final ProcessServer postgres;
    private final ProcessServer kafka;
    private final ProcessServer redis;
    private final Issuer issuer;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2)).build();
    private final List<Server> running = new ArrayList<>();
    private final int programPort = Ports.free();
    private final int notificationPort = Ports.free();
    private final int userPort = Ports.free();
    /** Of services that so far need no store and that few scenes start. */
    private final Map<String, Integer> barePorts = Map.of("comment-service", Ports.free(), "counter-service",
            Ports.free(), "search-service", Ports.free());

    private Stage(Path root, Path folder) throws IOException {
        this.folder = folder;
        this.postgresRecipe = new Postgres("postgres", root.resolve("deploy/local/target/servers"), Ports.free(),
                PASSWORD, true);
        this.kafkaRecipe = new Kafka("kafka", Checkout.classPath(root), Ports.free(), Ports.free(),
                List.of());
        this.postgres = new ProcessServer(postgresRecipe, folder.resolve("postgres"));
        this.kafka = new ProcessServer(kafkaRecipe, folder.resolve("kafka"));
        this.redisRecipe = new Redis("redis", root.resolve("deploy/local/target/servers"), Ports.free());
        this.redis = new ProcessServer(redisRecipe, folder.resolve("redis"));
        this.issuer = Issuer.start();
    }

    /** Starts PostgreSQL, with fsync as in production, Kafka and Redis, and makes the databases and topics. */
    public static Stage open() throws IOException {
        Path root = Checkout.root();
        Stage stage = new Stage(root, Files.createTempDirectory("tarang-stage-"));
        Runtime.getRuntime().addShutdownHook(new Thread(stage::close));
        stage.startAll(stage.postgres, stage.kafka, stage.redis);
        stage.createDatabases();
        try (var admin = stage.kafkaRecipe.admin()) {
            new Topics(admin).apply(radio.tarang.local.topic.Topic.ofCheckout(root), "");
        }
        return stage;
    }

    private void createDatabases() throws IOException {
        try (Connection connection = postgresRecipe.connect("postgres");
                Statement statement = connection.createStatement()) {
            for (String database : List.of("program", "notification", "users")) {
                statement.execute("create role %s login password '%s'".formatted(database, PASSWORD));
                statement.execute("create database %s owner %s".formatted(database, database));
            }
        } catch (SQLException e) {
            throw new IOException("cannot make the databases", e);
        }
    }

    public Service program(JavaLaunch launch) {
        return service("program-service", "program-service", programPort, launch.with(stores("program")));
    }

    /** A second program-service on the same database; the gateway does not know it. */
    public Service programReplica(JavaLaunch launch) {
        return service("program-service", "program-service-2", Ports.free(), launch.with(stores("program")));
    }

    public Service notification(JavaLaunch launch) {
        return service("notification-service", "notification-service", notificationPort,
                launch.with(stores("notification")));
    }

    /** @param launch also says where Keycloak is, which the stage has none of */
    public Service user(JavaLaunch launch) {
        return service("user-service", "user-service", userPort, launch.with(stores("users"))
                .underlaid(Map.of("TARANG_PRIVACY_EXPORT_SECRET", "an export's secret on the stage, long enough",
                        "TARANG_PRIVACY_SERVICES_PROGRAM", "http://127.0.0.1:" + programPort)));
    }

    /** @param name of a service that so far has nothing but its door */
    public Service bare(String name, JavaLaunch launch) {
        return service(name, name, barePort(name),
                launch.with("SPRING_KAFKA_BOOTSTRAP_SERVERS", bootstrapServers()));
    }

    private int barePort(String name) {
        return Objects.requireNonNull(barePorts.get(name), name);
    }

    public Service gateway(JavaLaunch launch) {
        return service("gateway", "gateway", Ports.free(), launch.underlaid(Map.of("TARANG_SERVICES_COMMENT",
                "http://127.0.0.1:" + barePort("comment-service"), "TARANG_SERVICES_COUNTER",
                "http://127.0.0.1:" + barePort("counter-service"), "TARANG_SERVICES_SEARCH",
                "http://127.0.0.1:" + barePort("search-service")))
                .underlaid(Map.of("SPRING_KAFKA_BOOTSTRAP_SERVERS", bootstrapServers(),
                        "TARANG_REDIS_URI", "redis://127.0.0.1:" + redisRecipe.port(),
                        "TARANG_LIMITS_FACTOR", UNLIMITED,
                        "TARANG_SERVICES_PROGRAM", "http://127.0.0.1:" + programPort,
                        "TARANG_SERVICES_USER", "http://127.0.0.1:" + userPort,
                        "TARANG_SERVICES_NOTIFICATION", "http://127.0.0.1:" + notificationPort)));
    }

    private Service service(String name, String label, int port, JavaLaunch launch) {
        return new Service(new ServiceRecipe(name, port, launch.underlaid(issuer.environment()), http),
                folder.resolve(label));
    }

    private Map<String, String> stores(String database) {
        return Map.of("SPRING_DATASOURCE_URL", postgresRecipe.jdbcUrl(database), "SPRING_DATASOURCE_USERNAME", database,
                "SPRING_DATASOURCE_PASSWORD", PASSWORD, "SPRING_KAFKA_BOOTSTRAP_SERVERS", bootstrapServers());
    }

    /** Starts all at the same time and returns when the last one answers. */
    public void startAll(Server... servers) throws IOException {
        running.addAll(Arrays.asList(servers));
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> started = new ArrayList<>();
            for (Server server : servers) {
                Callable<Boolean> start = () -> {
                    server.start();
                    return true;
                };
                started.add(pool.submit(start));
            }
            for (Future<Boolean> future : started) {
                future.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("the stage did not come up; logs are in " + folder + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    public Server postgres() {
        return postgres;
    }

    public Server kafka() {
        return kafka;
    }

    public Server redis() {
        return redis;
    }

    /** Whose tokens the services believe. */
    public Issuer issuer() {
        return issuer;
    }

    public long postgresPid() {
        return postgres.process().orElseThrow().pid();
    }

    public long kafkaPid() {
        return kafka.process().orElseThrow().pid();
    }

    public String bootstrapServers() {
        return kafkaRecipe.bootstrapServers();
    }

    public String jdbcUrl(String database) {
        return postgresRecipe.jdbcUrl(database);
    }

    /** A connection as the service that owns the database. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(postgresRecipe.jdbcUrl(database), database, PASSWORD);
    }

    public Path folder() {
        return folder;
    }

    @Override
    public synchronized void close() {
        for (Server server : running.reversed()) {
            try {
                server.resume();
                server.stop();
            } catch (IOException e) {
                System.err.println("cannot stop " + server.name() + ": " + e.getMessage());
            }
        }
        running.clear();
        issuer.close();
        http.shutdownNow();
        if (!Boolean.getBoolean("tarang.keep")) {
            try {
                Archive.delete(folder);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot delete " + folder, e);
            }
        }
    }
}
