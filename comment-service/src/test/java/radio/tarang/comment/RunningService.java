package radio.tarang.comment;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import radio.tarang.comment.security.TestIssuer;
import radio.tarang.local.test.TestServers;

/** The whole service in this JVM, as a caller sees it. */
public final class RunningService implements AutoCloseable {
    /** What a start may differ in. */
    public record Setup(String brokers, String topic, Map<String, String> properties) {
        /** Topics nobody else uses, on the servers of this build. */
        public static Setup fresh() {
            String prefix = "it-" + UUID.randomUUID().toString().substring(0, 8) + ".";
            TestServers.kafka().createTopics(prefix);
            return new Setup(TestServers.kafka().bootstrapServers(), prefix + "interaction.events", Map.of());
        }

        public Setup with(String property, String value) {
            Map<String, String> more = new HashMap<>(properties);
            more.put(property, value);
            return new Setup(brokers, topic, more);
        }
    }

    private static @Nullable RunningService shared;

    private final ConfigurableApplicationContext context;
    private final int port;

    private RunningService(ConfigurableApplicationContext context) {
        this.context = context;
        this.port = Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer()).getPort();
    }

    public static synchronized RunningService shared() {
        RunningService running = shared;
        if (running == null) {
            running = start(Setup.fresh());
            shared = running;
        }
        return running;
    }

    public static RunningService start(Setup setup) {
        Map<String, String> properties = new HashMap<>(TestIssuer.settings());
        properties.putAll(Map.of("server.port", "0", "spring.kafka.bootstrap-servers", setup.brokers(),
                "tarang.topics.interaction-events", setup.topic(), "spring.main.banner-mode", "off"));
        properties.putAll(setup.properties());
        return new RunningService(
                new SpringApplicationBuilder(CommentServiceApplication.class).run(properties.entrySet()
                        .stream().map(property -> "--" + property.getKey() + "=" + property.getValue())
                        .toArray(String[]::new)));
    }

    public HttpResponse<String> get(String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                    BodyHandlers.ofString());
        }
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
}
