package radio.tarang.notification;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import radio.tarang.local.test.Database;
import radio.tarang.local.test.TestServers;
import radio.tarang.notification.security.TestIssuer;

/** A running notification-service. */
public final class Replica implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ConfigurableApplicationContext context;

    private Replica(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Where a replica lives: several of the same world share topics and database. */
    public record World(String bootstrapServers, String prefix, Database database) {
        public static World create() {
            String prefix = "it-" + UUID.randomUUID() + ".";
            TestServers.kafka().createTopics(prefix);
            return new World(TestServers.kafka().bootstrapServers(), prefix,
                    TestServers.postgres().database("notification"));
        }

        public String topic() {
            return prefix + "program.events";
        }

        public String interactions() {
            return prefix + "interaction.events";
        }
    }

    /** @param settings as {@code name=value} */
    public static Replica start(World world, String... settings) {
        Replica replica = launch(world, settings);
        Awaitility.await().atMost(Duration.ofSeconds(30))
                .until(() -> replica.get("/actuator/health/readiness").statusCode() == 200);
        return replica;
    }

    /** Starts without waiting for readiness. */
    public static Replica launch(World world, String... settings) {
        List<String> arguments = new ArrayList<>(List.of("--server.port=0",
                "--spring.kafka.bootstrap-servers=" + world.bootstrapServers(),
                "--tarang.topics.program-events=" + world.topic(),
                "--tarang.topics.interaction-events=" + world.interactions(),
                "--spring.datasource.url=" + world.database().jdbcUrl(),
                "--spring.datasource.username=" + world.database().username(),
                "--spring.datasource.password=" + world.database().password(),
                "--tarang.socket.drain=200ms", "--spring.main.banner-mode=off", "--logging.structured.format.console=",
                "--logging.level.root=WARN"));
        TestIssuer.settings().forEach((name, value) -> {
            if (Stream.of(settings).noneMatch(setting -> setting.startsWith(name + "="))) {
                arguments.add("--" + name + "=" + value);
            }
        });
        for (String setting : settings) {
            arguments.add("--" + setting);
        }
        return new Replica(
                SpringApplication.run(NotificationServiceApplication.class, arguments.toArray(String[]::new)));
    }

    public int port() {
        return Integer.parseInt(Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port")));
    }

    public <T> Collection<T> beans(Class<T> type) {
        return context.getBeansOfType(type).values();
    }

    public Listener listener() {
        return Listener.connect(port());
    }

    public HttpResponse<String> get(String path) {
        try {
            return HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
