package radio.tarang.user.privacy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import jakarta.annotation.PreDestroy;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

import radio.tarang.user.Away;
import radio.tarang.user.keycloak.ServiceToken;

/** What the other services hold about somebody: the only calls from service to service, made in the background alone. */
@Component
class OtherServices {
    private final PrivacySettings settings;
    private final ServiceToken token;
    private final ObjectMapper json;
    private final HttpClient http;

    OtherServices(PrivacySettings settings, ServiceToken token, ObjectMapper json) {
        this.settings = settings;
        this.token = token;
        this.json = json;
        this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.answerWithin()).build();
    }

    @PreDestroy
    void close() {
        http.close();
    }

    /**
     * By the service's name.
     *
     * @throws Away if one of them does not answer
     */
    Map<String, JsonNode> holdings(UUID id) {
        Map<String, JsonNode> holdings = new TreeMap<>();
        settings.services().forEach((name, base) -> holdings.put(name + "-service", ask(name, base, id)));
        return holdings;
    }

    private JsonNode ask(String name, URI base, UUID id) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/internal/export/users/" + id))
                .header("Authorization", "Bearer " + token.get()).timeout(settings.answerWithin()).build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new Away(name + "-service answered " + answer.statusCode());
            }
            return json.readTree(answer.body());
        } catch (IOException e) {
            throw new Away(name + "-service did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Away("Nobody waits for the export any more", e);
        }
    }
}
