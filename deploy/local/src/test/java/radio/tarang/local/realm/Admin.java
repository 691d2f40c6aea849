package radio.tarang.local.realm;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import radio.tarang.keycloak.Reconciler;
import radio.tarang.keycloak.Settings;
import radio.tarang.local.test.TestKeycloak;
import radio.tarang.local.test.TestServers;

import static org.assertj.core.api.Assertions.assertThat;

/** One realm of the shared Keycloak in the hands of an administrator who may also spoil it. */
final class Admin {
    static final Settings.Secrets SECRETS = new Settings.Secrets("secret-of-user-service", "secret-of-tarang-apps");
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final TestKeycloak keycloak = TestServers.keycloak();
    final String realm;
    final Settings.Profile profile;
    /** What the last run said. */
    final List<String> lines = new ArrayList<>();

    private Admin(String realm, Settings.Profile profile) {
        this.realm = realm;
        this.profile = profile;
    }

    /** A realm that is not there yet: servers may have been kept from an earlier run. */
    static Admin ofFresh(String name, Settings.Profile profile) {
        return new Admin(name + "-" + UUID.randomUUID().toString().substring(0, 8), profile);
    }

    Admin inProduction() {
        return new Admin(realm, Settings.Profile.PRODUCTION);
    }

    int reconcile() throws Exception {
        return reconcile(SECRETS);
    }

    int reconcile(Settings.Secrets secrets) throws Exception {
        lines.clear();
        Settings.Mail mail = new Settings.Mail("127.0.0.1", 2525, "tarang@example.org", "tarang", "mail-password");
        return new Reconciler(new Settings(URI.create(keycloak.url()),
                new Settings.Administrator(keycloak.username(), keycloak.password(), false), realm, profile,
                List.of("http://127.0.0.1"), secrets,
                profile == Settings.Profile.PRODUCTION ? Optional.of(mail) : Optional.empty()), lines::add).run();
    }

    String realmUrl() {
        return keycloak.url() + "/realms/" + realm;
    }

    JsonNode get(String path) throws Exception {
        return JSON.readTree(send("GET", path, "").body());
    }

    HttpResponse<String> send(String method, String path, String body) throws Exception {
        String token = JSON.readTree(form(keycloak.url() + "/realms/master/protocol/openid-connect/token",
                Map.of("grant_type", "password", "client_id", "admin-cli", "username", keycloak.username(), "password",
                        keycloak.password()))
                .body()).path("access_token").asText();
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(keycloak.url() + "/admin/realms/" + realm + path))
                        .header("Authorization", "Bearer " + token).header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(method + " " + path + " " + answer.body()).isBetween(200, 299);
        return answer;
    }

    void set(String path, String member, String value) throws Exception {
        ObjectNode node = (ObjectNode) get(path);
        node.set(member, JSON.readTree(value));
        send("PUT", path, node.toString());
    }

    String client(String clientId) throws Exception {
        return "/clients/" + get("/clients?clientId=" + clientId).path(0).path("id").asText();
    }

    String mapper(String clientId, String name) throws Exception {
        String models = client(clientId) + "/protocol-mappers/models";
        for (JsonNode mapper : get(models)) {
            if (mapper.path("name").asText().equals(name)) {
                return models + "/" + mapper.path("id").asText();
            }
        }
        throw new AssertionError(clientId + " has no mapper " + name);
    }

    void user(String name, String password, String role) throws Exception {
        String id = send("POST", "/users", """
                {"username": "%s", "enabled": true, "email": "%s@tarang.example", "emailVerified": true,
                 "credentials": [{"type": "password", "value": "%s", "temporary": false}]}
                """.formatted(name, name, password)).headers().firstValue("Location").orElseThrow()
                .replaceAll(".*/", "");
        send("POST", "/users/" + id + "/role-mappings/realm", "[" + get("/roles/" + role) + "]");
    }

    HttpResponse<String> token(Map<String, String> parameters) throws Exception {
        return form(realmUrl() + "/protocol/openid-connect/token", parameters);
    }

    static HttpResponse<String> form(String url, Map<String, String> parameters) throws Exception {
        String body = parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return HTTP.send(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(body))
                .build(), HttpResponse.BodyHandlers.ofString());
    }

    static JsonNode json(String text) throws Exception {
        return JSON.readTree(text);
    }
}
