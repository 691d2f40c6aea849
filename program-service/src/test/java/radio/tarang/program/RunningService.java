package radio.tarang.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import radio.tarang.local.test.Database;
import radio.tarang.local.test.TestServers;
import radio.tarang.program.security.TestIssuer;

/** The whole service in this JVM, as a caller sees it. */
public final class RunningService implements AutoCloseable {
    /** What a start may differ in. */
    public record Setup(Database database, String brokers, String topic, @Nullable Clock clock,
            Map<String, String> properties) {
        /** A database and topics nobody else uses, on the servers of this build. */
        public static Setup fresh() {
            String prefix = "it-" + UUID.randomUUID().toString().substring(0, 8) + ".";
            TestServers.kafka().createTopics(prefix);
            return new Setup(TestServers.postgres().database("program"), TestServers.kafka().bootstrapServers(),
                    prefix + "program.events",
                    null, Map.of());
        }

        public Setup with(Clock other) {
            return new Setup(database, brokers, topic, other, properties);
        }

        public Setup with(String property, String value) {
            Map<String, String> more = new HashMap<>(properties);
            more.put(property, value);
            return new Setup(database, brokers, topic, clock, more);
        }
    }

    /** An answer, with its body parsed if it is JSON. */
    public record Answer(int status, HttpResponse<String> raw) {
        public JsonNode json() {
            return JSON.readTree(raw.body());
        }

        public String text(String member) {
            return json().path(member).asString();
        }

        public @Nullable String header(String name) {
            return raw.headers().firstValue(name).orElse(null);
        }

        /** The last part of the problem's type. */
        public String slug() {
            String type = text("type");
            return type.substring(type.lastIndexOf('/') + 1);
        }
    }

    /** The {@code Authorization} of an editor of the whole country. */
    public static final String EDITOR = "Bearer " + TestIssuer.shared().token("listener", "host", "editor");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static @Nullable RunningService shared;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5)).build();
    private final ConfigurableApplicationContext context;
    private final Setup setup;
    private final int port;

    private RunningService(ConfigurableApplicationContext context, Setup setup) {
        this.context = context;
        this.setup = setup;
        this.port = Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer()).getPort();
    }

    /** One for all tests that do not mind company: they keep apart by making their own stations. */
    public static synchronized RunningService shared() {
        RunningService running = shared;
        if (running == null) {
            running = start(Setup.fresh());
            shared = running;
        }
        return running;
    }

    public static RunningService start(Setup setup) {
        List<String> args = new ArrayList<>(
                List.of("--server.port=0", "--spring.datasource.url=" + setup.database().jdbcUrl(),
                        "--spring.datasource.username=" + setup.database().username(),
                        "--spring.datasource.password=" + setup.database().password(),
                        "--spring.kafka.bootstrap-servers=" + setup.brokers(),
                        "--tarang.topics.program-events=" + setup.topic(),
                        "--tarang.topics.interaction-events=" + setup.topic().replace("program", "interaction"),
                        // transactional ids are the service's name: two databases on one broker must not fence each other
                        "--tarang.outbox.name=" + setup.database().jdbcUrl().replaceAll(".*/([^?]*).*", "$1"),
                        "--spring.main.banner-mode=off"));
        Map<String, String> more = new HashMap<>(TestIssuer.settings());
        more.putAll(setup.properties());
        more.forEach((key, value) -> args.add("--" + key + "=" + value));
        Clock clock = setup.clock();
        SpringApplicationBuilder builder = new SpringApplicationBuilder(ProgramServiceApplication.class);
        if (clock != null) {
            builder.initializers(
                    context -> ((GenericApplicationContext) context).registerBean("testClock", Clock.class, () -> clock,
                            definition -> definition.setPrimary(true)));
        }
        return new RunningService(builder.run(args.toArray(String[]::new)), setup);
    }

    public Answer get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    public Answer post(String path, String json, String... headers) {
        return send(request(path, headers).header("Content-Type", "application/json").POST(body(json)));
    }

    public Answer put(String path, String json, String... headers) {
        return send(request(path, headers).header("Content-Type", "application/json").PUT(body(json)));
    }

    public Answer patch(String path, String json, String... headers) {
        return send(request(path, headers).header("Content-Type", "application/json").method("PATCH", body(json)));
    }

    public Answer delete(String path, String... headers) {
        return send(request(path, headers).DELETE());
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(answer.statusCode(), answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** An editor's request where one is needed, unless the headers say who asks. */
    public HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20));
        if (headers.length > 0) {
            request.headers(headers);
        }
        boolean editors = path.startsWith("/api/v1/admin/") || path.endsWith("/end");
        return editors && !List.of(headers).contains("Authorization")
                ? request.header("Authorization", EDITOR)
                : request;
    }

    public Records records() {
        return new Records(setup.brokers(), setup.topic());
    }

    public String brokers() {
        return setup.brokers();
    }

    /** Beside the topic of the programmes, under the same prefix. */
    public String interactionTopic() {
        return setup.topic().replace("program", "interaction");
    }

    public JdbcClient jdbc() {
        return context.getBean(JdbcClient.class);
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        context.close();
    }

    private static HttpRequest.BodyPublisher body(String json) {
        return HttpRequest.BodyPublishers.ofString(json);
    }
}
