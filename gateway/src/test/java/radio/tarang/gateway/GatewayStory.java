package radio.tarang.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import radio.tarang.gateway.identity.Issuer;
import radio.tarang.local.test.TestServers;

/** One gateway on a real port with real Kafka and six fake services behind it, for all stories that share it. */
@SpringBootTest(classes = GatewayApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
public abstract class GatewayStory {

    protected static final FakeService PROGRAM = new FakeService();
    protected static final FakeService COMMENT = new FakeService();
    protected static final FakeService USER = new FakeService();
    protected static final FakeService COUNTER = new FakeService();
    protected static final FakeService NOTIFICATION = new FakeService();
    protected static final FakeService SEARCH = new FakeService();
    protected static final FakeService IDENTITY = new FakeService();
    protected static final String PREFIX = "it-" + UUID.randomUUID().toString().substring(0, 8) + ".";
    /** Keys of these tests, as in docs/contracts/session. */
    public static final String SESSION_KEYS = "k2:ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8,"
            + "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    protected static final Issuer ISSUER = new Issuer();
    /** Somebody who may do everything, as a value of Authorization. */
    protected static final String STAFF = "Bearer " + ISSUER.token("listener", "host", "editor", "moderator", "admin");
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @LocalServerPort
    protected int port;

    @DynamicPropertySource
    static void behind(DynamicPropertyRegistry properties) {
        TestServers.kafka().createTopics(PREFIX);
        properties.add("spring.kafka.bootstrap-servers", () -> TestServers.kafka().bootstrapServers());
        properties.add("tarang.topics.program-events", () -> PREFIX + "program.events");
        properties.add("tarang.topics.interaction-events", () -> PREFIX + "interaction.events");
        properties.add("tarang.services.program", PROGRAM::url);
        properties.add("tarang.services.comment", COMMENT::url);
        properties.add("tarang.services.user", USER::url);
        properties.add("tarang.services.counter", COUNTER::url);
        properties.add("tarang.services.notification", NOTIFICATION::url);
        properties.add("tarang.services.search", SEARCH::url);
        properties.add("tarang.services.identity", IDENTITY::url);
        properties.add("tarang.redis.uri", () -> TestServers.redis().uri());
        properties.add("tarang.upstream.timeout", () -> "2s");
        properties.add("tarang.upstream.open-for", () -> "1s");
        properties.add("tarang.health.every", () -> "200ms");
        properties.add("tarang.session.keys", () -> SESSION_KEYS);
        properties.add("tarang.identity.issuer", () -> Issuer.NAME);
        properties.add("tarang.identity.jwks-uri", ISSUER::jwksUri);
        properties.add("tarang.web.header-timeout", () -> "2s");
        properties.add("tarang.web.body-pause", () -> "2s");
        properties.add("tarang.web.allowed-origins", () -> "https://app.example");
        properties.add("tarang.openapi.every", () -> "1s");
        properties.add("tarang.web.access-log-file", ACCESS_LOG::toString);
        properties.add("tarang.web.hosts", () -> "127.0.0.1,localhost,x");
    }

    /** Lines of every answer of these stories. */
    public static final java.nio.file.Path ACCESS_LOG = accessLog();

    private static java.nio.file.Path accessLog() {
        try {
            java.nio.file.Path file = java.nio.file.Files.createTempFile("access", ".log");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    protected String path() {
        return "/api/v1/programs/" + UUID.randomUUID();
    }

    protected HttpResponse<String> get(String target, String... headers) {
        return send("GET", target, null, headers);
    }

    protected HttpResponse<String> send(String method, String target, @Nullable String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target)).method(
                method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    protected static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** Sends bytes as they are and reads until the server closes or is silent for that long. */
    protected String raw(String bytes, boolean halfClose, int silentMillis) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            if (halfClose) {
                socket.shutdownOutput();
            }
            socket.setSoTimeout(silentMillis);
            return readAll(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String readAll(InputStream in) throws IOException {
        StringBuilder all = new StringBuilder();
        byte[] chunk = new byte[65_536];
        try {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                all.append(new String(chunk, 0, n, StandardCharsets.ISO_8859_1));
            }
            all.append("<closed>");
        } catch (SocketTimeoutException silent) {
            return all.toString();
        }
        return all.toString();
    }
}
