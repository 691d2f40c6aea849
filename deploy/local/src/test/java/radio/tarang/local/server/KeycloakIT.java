package radio.tarang.local.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;

import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import radio.tarang.local.Checkout;

import static org.assertj.core.api.Assertions.assertThat;

class KeycloakIT {
    @TempDir
    Path folder;

    @Test
    void keepsItsRealmsOverKillAndStop() throws Exception {
        Postgres postgres = new Postgres("postgresql", Lives.programs(), Ports.free(), "secret", false);
        try (ProcessServer database = new ProcessServer(postgres, folder.resolve("postgresql"))) {
            database.start();
            try (Connection connection = postgres.connect("postgres");
                    Statement statement = connection.createStatement()) {
                statement.execute("create database keycloak");
            }
            Path archive = Checkout.archive(Checkout.root(), "keycloak-quarkus-dist-" + Keycloak.VERSION + ".zip");
            Keycloak keycloak = new Keycloak("keycloak", Lives.programs(), archive,
                    new Keycloak.Endpoint(Ports.free(), Ports.free(), "http://localhost:8080"),
                    new Keycloak.Database(postgres.jdbcUrl("keycloak"), Postgres.SUPERUSER, "secret"), "first-secret");
            Path home = folder.resolve("keycloak");
            Files.createDirectories(home.resolve("import"));
            Files.writeString(home.resolve("import/imported-realm.json"),
                    "{\"realm\": \"imported\", \"enabled\": true}");

            Lives.survive(keycloak, home, new Realm(keycloak));
        }
    }

    private record Realm(Keycloak keycloak) implements Lives.Data {
        @Override
        public void write() throws Exception {
            assertThat(get("/realms/imported").statusCode()).isEqualTo(200);
            HttpResponse<String> created = send(HttpRequest.newBuilder(URI.create(keycloak.url() + "/admin/realms"))
                    .header("Authorization", "Bearer " + token())
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"realm\": \"created\", \"enabled\": true}"))
                    .build());
            if (created.statusCode() != 201) {
                throw new IOException(created.body());
            }
        }

        @Override
        public boolean isThere() throws Exception {
            return get("/realms/created").statusCode() == 200 && get("/realms/missing").statusCode() == 404;
        }

        private String token() throws Exception {
            String body = send(
                    HttpRequest.newBuilder(URI.create(keycloak.url() + "/realms/master/protocol/openid-connect/token"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers
                                    .ofString("grant_type=password&client_id=admin-cli&username=" + Keycloak.ADMIN
                                            + "&password=" + keycloak.adminPassword()))
                            .build())
                    .body();
            return new JsonMapper().readTree(body).path("access_token").asText();
        }

        private HttpResponse<String> get(String path) throws Exception {
            return send(HttpRequest.newBuilder(URI.create(keycloak.url() + path)).build());
        }

        private static HttpResponse<String> send(HttpRequest request) throws Exception {
            try (HttpClient client = HttpClient.newHttpClient()) {
                return client.send(request, HttpResponse.BodyHandlers.ofString());
            }
        }
    }
}
