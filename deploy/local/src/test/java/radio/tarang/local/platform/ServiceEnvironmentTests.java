package radio.tarang.local.platform;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import radio.tarang.local.server.Kafka;
import radio.tarang.local.server.Keycloak;
import radio.tarang.local.server.Postgres;
import radio.tarang.local.server.Redis;

import static org.assertj.core.api.Assertions.assertThat;

/** What the services rely on being told. */
class ServiceEnvironmentTests {
    @TempDir
    Path folder;

    private Home home;
    private ServiceEnvironment environment;

    @BeforeEach
    void planPlatform() throws IOException {
        home = new Home(folder);
        Secrets secrets = new Secrets(home);
        PortPlan ports = new PortPlan(9080, 100);
        Keycloak keycloak = new Keycloak("keycloak", folder, folder, new Keycloak.Endpoint(ports.of("keycloak"),
                ports.of("keycloak-management"), ports.publicUrl()), new Keycloak.Database("", "", ""), "secret");
        Servers servers = new Servers(new Postgres("postgresql", folder, ports.of("postgresql"), "secret", true),
                new Kafka("kafka", "", ports.of("kafka"), ports.of("kafka-controller"), List.of()),
                new Redis("redis", folder, ports.of("redis")), keycloak);
        environment = new ServiceEnvironment(servers, new LocalRealm(keycloak, ports, secrets), ports, secrets, home);
    }

    @ParameterizedTest
    @ValueSource(strings = {"program-service", "comment-service", "user-service", "counter-service",
            "notification-service", "search-service", "gateway"})
    void everybodyVerifiesTokensAndSessionsAndHearsOfRevocations(String service) throws IOException {
        Map<String, String> told = of(service);

        assertThat(told).containsEntry("TARANG_IDENTITY_ISSUER", "http://localhost:9080/identity/realms/tarang")
                .containsEntry("TARANG_IDENTITY_JWKS_URI",
                        "http://127.0.0.1:15580/identity/realms/tarang/protocol/openid-connect/certs")
                .containsEntry("TARANG_IDENTITY_AUDIENCE", "tarang-api")
                .containsEntry("TARANG_IDENTITY_JWKS_FILE", folder.resolve(service).resolve("jwks.json").toString())
                .containsEntry("SPRING_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:19192");
        String[] key = told.getOrDefault("TARANG_SESSION_KEYS", "").split(":", 2);
        assertThat(key[0]).matches("[a-z0-9]{1,8}");
        assertThat(Base64.getUrlDecoder().decode(key[1])).hasSize(32);
        assertThat(told.get("TARANG_SESSION_KEYS")).isEqualTo(of("gateway").get("TARANG_SESSION_KEYS"));
    }

    @Test
    void eachHasItsOwnDatabaseAndPassword() throws IOException {
        assertThat(of("user-service")).containsEntry("SPRING_DATASOURCE_URL", "jdbc:postgresql://127.0.0.1:15532/users")
                .containsEntry("SPRING_DATASOURCE_USERNAME", "users");
        assertThat(of("comment-service").get("SPRING_DATASOURCE_PASSWORD"))
                .isNotEqualTo(of("counter-service").get("SPRING_DATASOURCE_PASSWORD"));
        assertThat(of("search-service")).doesNotContainKey("SPRING_DATASOURCE_URL");
    }

    @Test
    void onlyUserServiceHasTheSecretsOfKeycloaksClients() throws IOException {
        assertThat(of("user-service")).containsEntry("TARANG_KEYCLOAK_URL", "http://127.0.0.1:15580/identity")
                .containsEntry("TARANG_KEYCLOAK_REALM", "tarang")
                .containsEntry("TARANG_IDENTITY_STAFF_PASSWORD_LOGIN", "true")
                .containsKeys("TARANG_KEYCLOAK_CLIENT_SECRET", "TARANG_KEYCLOAK_APPS_SECRET");
        for (String other : List.of("program-service", "gateway")) {
            assertThat(of(other).keySet()).noneMatch(name -> name.startsWith("TARANG_KEYCLOAK"));
        }
    }

    @Test
    void gatewayKnowsWhereEverybodyIs() throws IOException {
        assertThat(of("gateway")).containsEntry("TARANG_SERVICES_USER", "http://127.0.0.1:8183")
                .containsEntry("TARANG_SERVICES_IDENTITY", "http://127.0.0.1:15580")
                .containsEntry("TARANG_REDIS_URI", "redis://127.0.0.1:16479")
                .containsEntry("TARANG_LIMITS_FACTOR", "5").containsEntry("TARANG_LIMITS_REPLICAS", "1")
                .containsEntry("TARANG_WEB_PUBLIC_URL", "http://localhost:9080");
    }

    private Map<String, String> of(String service) throws IOException {
        return environment.of(service, new Platform.Options(true, 5));
    }
}
