package radio.tarang.keycloak;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/** Keycloak's admin API over HTTP. Every failure is one line that says what was asked and what came back. */
final class AdminApi implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** Administrators' tokens live for 60 s unless somebody changed that. */
    private static final Duration TOKEN_AGE = Duration.ofSeconds(30);
    private static final int SHOWN = 300;

    private final URI url;
    private final Settings.Administrator administrator;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final JsonMapper json = new JsonMapper();
    private @Nullable String token;
    private long tokenNanos;

    AdminApi(URI url, Settings.Administrator administrator) {
        this.url = url;
        this.administrator = administrator;
    }

    /** @param path below {@code /admin/realms}, here and in the other methods */
    Optional<JsonNode> find(String path) throws IOException {
        HttpResponse<String> answer = send("GET", path, null);
        return answer.statusCode() == 404
                ? Optional.empty()
                : Optional.of(json.readTree(good("GET", path, answer).body()));
    }

    JsonNode get(String path) throws IOException {
        return json.readTree(good("GET", path, send("GET", path, null)).body());
    }

    /** Returns the id of what was created, or nothing where Keycloak names none. */
    String post(String path, JsonNode body) throws IOException {
        HttpResponse<String> answer = good("POST", path, send("POST", path, body));
        return answer.headers().firstValue("Location").map(at -> at.substring(at.lastIndexOf('/') + 1)).orElse("");
    }

    void put(String path, @Nullable JsonNode body) throws IOException {
        good("PUT", path, send("PUT", path, body));
    }

    void delete(String path, @Nullable JsonNode body) throws IOException {
        good("DELETE", path, send("DELETE", path, body));
    }

    private HttpResponse<String> send(String method, String path, @Nullable JsonNode body) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(url + "/admin/realms" + path))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
                .build());
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException silent) {
            throw new IOException("Keycloak does not answer at " + url + " (" + silent + ")", silent);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for Keycloak", interrupted);
        }
    }

    private static HttpResponse<String> good(String method, String path, HttpResponse<String> answer)
            throws IOException {
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("Keycloak answers " + method + " " + path + " with " + answer.statusCode() + " "
                    + shortened(answer.body()));
        }
        return answer;
    }

    private String token() throws IOException {
        if (token == null || System.nanoTime() - tokenNanos > TOKEN_AGE.toNanos()) {
            tokenNanos = System.nanoTime();
            token = freshToken();
        }
        return token;
    }

    private String freshToken() throws IOException {
        String name = encoded(administrator.name());
        String secret = encoded(administrator.secret());
        String form = administrator.serviceAccount()
                ? "grant_type=client_credentials&client_id=" + name + "&client_secret=" + secret
                : "grant_type=password&client_id=admin-cli&username=" + name + "&password=" + secret;
        HttpResponse<String> answer = send(
                HttpRequest.newBuilder(URI.create(url + "/realms/master/protocol/openid-connect/token"))
                        .timeout(LIMIT)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build());
        if (answer.statusCode() != 200) {
            throw new IOException("Keycloak at " + url + " refuses its administrator " + administrator.name() + ": "
                    + answer.statusCode() + " " + shortened(answer.body()));
        }
        return json.readTree(answer.body()).path("access_token").asText();
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String shortened(String body) {
        String line = body.replaceAll("\\s+", " ").strip();
        return line.length() > SHOWN ? line.substring(0, SHOWN) + " ..." : line;
    }

    @Override
    public void close() {
        http.close();
    }
}
