package radio.tarang.local.command;

import java.io.Console;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.jspecify.annotations.Nullable;

/**
 * In whose name a command speaks to the platform: whoever {@code TARANG_TOKEN} is of, else the named user, whose password is in
 * {@code TARANG_PASSWORD} or asked for, else the demo account {@code editor}.
 */
final class SignIn {
    static final String DEMO_USER = "editor";
    private static final String DEMO_PASSWORD = "tarang";
    /** Access tokens live for 15 min. */
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final URI gateway;
    private final Optional<String> user;
    private final Map<String, String> environment;
    private @Nullable String password;
    private @Nullable String token;
    private long tokenNanos;

    SignIn(URI gateway, Optional<String> user, Map<String, String> environment) {
        this.gateway = gateway;
        this.user = user;
        this.environment = environment;
    }

    /** A token that is still good for some minutes. */
    String token(HttpClient client) throws IOException, InterruptedException {
        String given = environment.getOrDefault("TARANG_TOKEN", "").strip();
        if (!given.isEmpty() && user.isEmpty()) {
            return given;
        }
        if (token == null || System.nanoTime() - tokenNanos > KEPT.toNanos()) {
            token = login(client);
            tokenNanos = System.nanoTime();
        }
        return token;
    }

    private String login(HttpClient client) throws IOException, InterruptedException {
        String name = user.orElse(DEMO_USER);
        String body = JsonNodeFactory.instance.objectNode().put("username", name).put("password", password())
                .toString();
        HttpResponse<String> answer = client.send(HttpRequest.newBuilder(gateway.resolve("/api/v1/auth/login"))
                .header("Content-Type", "application/json").timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(name + " could not sign in: " + Problem.of(answer)
                    + " Name another account with --user NAME, or set TARANG_TOKEN.");
        }
        return new JsonMapper().readTree(answer.body()).path("accessToken").asText();
    }

    private String password() throws IOException {
        if (user.isEmpty()) {
            return DEMO_PASSWORD;
        }
        if (password == null) {
            String given = environment.getOrDefault("TARANG_PASSWORD", "");
            password = given.isEmpty() ? asked() : given;
        }
        return Objects.requireNonNull(password);
    }

    private String asked() throws IOException {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw new IOException("The password of " + user.orElseThrow() + " is not known: set TARANG_PASSWORD.");
        }
        return new String(console.readPassword("Password of %s: ", user.orElseThrow()));
    }
}
