package radio.tarang.user.keycloak;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.resilience4j.bulkhead.annotation.Bulkhead;
import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import jakarta.annotation.PreDestroy;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

import radio.tarang.user.Away;

/** One call to Keycloak: an answer in time, or {@link Away}. */
@Component
class KeycloakHttp {
    /** @param body a missing node where there was none */
    record Answer(int status, JsonNode body, @Nullable String location) {
        boolean good() {
            return status / 100 == 2;
        }

        String text(String member) {
            return body.path(member).asString("");
        }
    }

    private static final String FORM = "application/x-www-form-urlencoded";

    private final KeycloakSettings settings;
    private final HttpClient http;
    private final JsonMapper json = JsonMapper.builder().build();

    KeycloakHttp(KeycloakSettings settings) {
        this.settings = settings;
        this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connectWithin()).build();
    }

    @PreDestroy
    void close() {
        http.close();
    }

    @CircuitBreaker(name = "keycloak")
    @Bulkhead(name = "keycloak")
    Answer postForm(URI uri, Map<String, String> form) {
        String body = form.entrySet().stream().map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(uri).header("Content-Type", FORM).POST(BodyPublishers.ofString(body)));
    }

    @CircuitBreaker(name = "keycloak")
    Answer get(URI uri) {
        return send(HttpRequest.newBuilder(uri).GET());
    }

    /** @param body null for none */
    @CircuitBreaker(name = "keycloak")
    @Bulkhead(name = "keycloak")
    Answer call(String method, URI uri, String token, @Nullable Object body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token);
        if (body == null) {
            return send(request.method(method, BodyPublishers.noBody()));
        }
        return send(request.header("Content-Type", "application/json").method(method,
                BodyPublishers.ofString(json.writeValueAsString(body))));
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(
                    request.header("Accept", "application/json").timeout(settings.answerWithin()).build(),
                    BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (answer.statusCode() >= 500) {
                throw new Away("Keycloak answered " + answer.statusCode());
            }
            return new Answer(answer.statusCode(), parse(answer.body()),
                    answer.headers().firstValue("Location").orElse(null));
        } catch (IOException e) {
            throw new Away("Keycloak did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Away("Nobody waits for Keycloak any more", e);
        }
    }

    private JsonNode parse(String body) {
        try {
            return body.isBlank() ? MissingNode.getInstance() : json.readTree(body);
        } catch (JacksonException e) {
            return MissingNode.getInstance(); // a page for people: whoever reads a member finds it missing
        }
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
