package radio.tarang.local.realm;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import radio.tarang.local.test.PrivateKeycloak;
import radio.tarang.local.test.TestRealm;
import radio.tarang.local.test.TestServers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The contract between the realm and everybody who reads its tokens. */
class TokenIT {
    private static TestRealm realm;

    @BeforeAll
    static void startKeycloak() {
        realm = TestServers.keycloak().realm();
    }

    @ParameterizedTest
    @CsvSource({"listener,listener", "host,host listener", "editor,editor host listener",
            "moderator,moderator listener",
            "admin,admin editor host listener moderator"})
    void rolesAreFlatExpandedAndOnlyOurs(String user, String roles) throws Exception {
        assertThat(texts(claims(realm.accessToken(user)).path("roles"))).isEqualTo(Set.of(roles.split(" ")));
    }

    @Test
    void accessTokenSaysNoMoreThanItMust() throws Exception {
        String token = realm.accessToken("listener");

        assertThat(part(token, 0).path("alg").asText()).isEqualTo("RS256");
        assertThat(part(token, 0).path("typ").asText()).isEqualTo("at+jwt");
        JsonNode claims = claims(token);
        assertThat(claims.properties().stream().map(Map.Entry::getKey)).containsExactlyInAnyOrder("exp", "iat", "jti",
                "iss", "aud", "sub", "typ", "azp", "sid", "scope", "email_verified", "roles", "preferred_username");
        assertThat(claims.path("iss").asText()).isEqualTo(realm.issuer());
        assertThat(claims.path("aud").asText()).isEqualTo("tarang-api");
        assertThat(claims.path("typ").asText()).isEqualTo("Bearer");
        assertThat(claims.path("preferred_username").asText()).isEqualTo("listener");
        assertThat(UUID.fromString(claims.path("sub").asText())).isNotNull();
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(900);
    }

    @Test
    void statesComeFromTheAccountAndAreAbsentWhereThereAreNone() throws Exception {
        String name = "scoped-" + UUID.randomUUID();
        String id = realm.createUser(name, Set.of("editor"), Set.of("MH", "GA"));

        JsonNode claims = claims(realm.tokens(name).accessToken());

        assertThat(claims.path("sub").asText()).isEqualTo(id);
        assertThat(texts(claims.path("states"))).isEqualTo(Set.of("GA", "MH"));
        assertThat(texts(claims.path("roles"))).isEqualTo(Set.of("editor", "host", "listener"));
    }

    @Test
    void serviceAccountIsAnExporterAndNothingElse() throws Exception {
        String answer = token(Map.of("grant_type", "client_credentials", "client_id", "user-service", "client_secret",
                realm.userServiceSecret()));

        JsonNode claims = claims(Admin.json(answer).path("access_token").asText());

        assertThat(texts(claims.path("roles"))).isEqualTo(Set.of("exporter"));
        assertThat(claims.path("aud").asText()).isEqualTo("tarang-api");
    }

    @Test
    void refreshTokenRotatesAndToleratesOneLostAnswerOnly() throws Exception {
        String name = "rotating-" + UUID.randomUUID();
        realm.createUser(name, Set.of(), Set.of());
        String first = realm.tokens(name).refreshToken();
        assertThat(Duration.ofSeconds(part(first, 1).path("exp").asLong() - part(first, 1).path("iat").asLong()))
                .isEqualTo(Duration.ofDays(30));

        String second = Admin.json(refresh(first)).path("refresh_token").asText();
        assertThat(second).isNotEmpty().isNotEqualTo(first);
        String third = Admin.json(refresh(first)).path("refresh_token").asText();
        assertThat(third).as("the answer was lost once").isNotEmpty();

        assertThat(refresh(first)).contains("invalid_grant");
    }

    @Test
    void privateKeycloakKeepsItsRealmWhileItIsStoppedAndStarted() {
        try (PrivateKeycloak keycloak = TestServers.privateKeycloak()) {
            TestRealm own = keycloak.realm();
            assertThat(own.issuer()).isNotEqualTo(realm.issuer());
            assertThat(own.tokens("listener").accessToken()).isNotEmpty();
            keycloak.stop();
            assertThatThrownBy(() -> own.tokens("listener")).isInstanceOf(IllegalStateException.class);
            keycloak.start();
            assertThat(keycloak.realm()).isEqualTo(own);
            assertThat(own.tokens("listener").accessToken()).isNotEmpty();
        }
    }

    private static String refresh(String token) throws Exception {
        return token(Map.of("grant_type", "refresh_token", "client_id", "tarang-apps", "client_secret",
                realm.appsSecret(), "refresh_token", token));
    }

    private static String token(Map<String, String> parameters) throws Exception {
        return Admin.form(realm.issuer() + "/protocol/openid-connect/token", parameters).body();
    }

    private static JsonNode claims(String token) throws Exception {
        return part(token, 1);
    }

    private static JsonNode part(String token, int index) throws Exception {
        return Admin.json(new String(Base64.getUrlDecoder().decode(token.split("\\.")[index]), StandardCharsets.UTF_8));
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new TreeSet<>();
        list.forEach(element -> texts.add(element.asText()));
        return texts;
    }
}
