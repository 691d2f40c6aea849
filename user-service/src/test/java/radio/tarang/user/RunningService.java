package radio.tarang.user;

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
import radio.tarang.local.test.TestRealm;
import radio.tarang.local.test.TestServers;

/** The whole service in this JVM, as a caller sees it. */
public final class RunningService implements AutoCloseable {
    /** What a start may differ in. */
    public record Setup(Database database, String brokers, String topic, @Nullable Clock clock,
            Map<String, String> realm, Map<String, String> properties) {
        /** A database and topics nobody else uses, on the servers of this build. */
        public static Setup fresh() {
            String prefix = "it-" + UUID.randomUUID().toString().substring(0, 8) + ".";
            TestServers.kafka().createTopics(prefix);
            return new Setup(TestServers.postgres().database("users"), TestServers.kafka().bootstrapServers(),
                    prefix + "interaction.events", null, of(TestServers.keycloak().realm()), Map.of());
        }

        private static Map<String, String> of(TestRealm realm) {
            return Map.of("tarang.identity.issuer", realm.issuer(), "tarang.identity.jwks-uri", realm.jwksUri(),
                    "tarang.keycloak.url", realm.url(), "tarang.keycloak.realm", realm.realm(),
                    "tarang.keycloak.client-secret", realm.userServiceSecret(),
                    "tarang.keycloak.apps-secret", realm.appsSecret());
        }

        public String programTopic() {
            return topic.replace("interaction.events", "program.events");
        }

        public Setup with(TestRealm other) {
            return new Setup(database, brokers, topic, clock, of(other), properties);
        }

        public Setup with(Clock other) {
            return new Setup(database, brokers, topic, other, realm, properties);
        }

        public Setup with(String property, String value) {
            Map<String, String> more = new HashMap<>(properties);
            more.put(property, value);
            return new Setup(database, brokers, topic, clock, realm, more);
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

    static final String SESSION_KEYS = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
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

    /** One for all tests that do not mind company: they keep apart by making their own people. */
    public static synchronized RunningService shared() {
        RunningService running = shared;
        if (running == null) {
            running = start(Setup.fresh());
            shared = running;
        }
        return running;
    }

    public static RunningService start(Setup setup) {
        Map<String, String> properties = new HashMap<>(Map.of("server.port", "0",
                "spring.datasource.url", setup.database().jdbcUrl(),
                "spring.datasource.username", setup.database().username(),
                "spring.datasource.password", setup.database().password(),
                "spring.kafka.bootstrap-servers", setup.brokers(),
                "tarang.topics.interaction-events", setup.topic(),
                "tarang.topics.program-events", setup.programTopic(),
                // transactional ids are the service's name: two databases on one broker must not fence each other
                "tarang.outbox.name", setup.database().jdbcUrl().replaceAll(".*/([^?]*).*", "$1"),
                "tarang.session.keys", SESSION_KEYS,
                "spring.main.banner-mode", "off"));
        properties.put("tarang.follow.group", setup.programTopic());
        // A failure is told sooner than in life, and a machine busy with tests gets more patience.
        properties.putAll(Map.of("tarang.login.shortest-refusal", "20ms", "tarang.login.growth", "1ms",
                "tarang.keycloak.answer-within", "10s"));
        properties.put("tarang.privacy.export-secret", "only for tests, but long enough for them");
        properties.putAll(setup.realm());
        properties.putAll(setup.properties());
        List<String> args = properties.entrySet().stream()
                .map(property -> "--" + property.getKey() + "=" + property.getValue()).toList();
        Clock clock = setup.clock();
        SpringApplicationBuilder builder = new SpringApplicationBuilder(UserServiceApplication.class);
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

    public HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20));
        return headers.length == 0 ? request : request.headers(headers);
    }

    public Records records() {
        return new Records(setup.brokers(), setup.topic());
    }

    public Setup setup() {
        return setup;
    }

    public JdbcClient jdbc() {
        return context.getBean(JdbcClient.class);
    }

    public boolean runs() {
        return context.isActive();
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
