package radio.tarang.keycloak;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DescribedTests {
    @Test
    void everyPublicAddressMayBeReturnedToAndNoOther() throws IOException {
        JsonNode web = client("tarang-web");

        assertThat(Realm.texts(web.path("redirectUris"))).containsExactlyInAnyOrder("https://one.example/",
                "https://two.example/");
        assertThat(web.path("attributes").path("post.logout.redirect.uris").asText())
                .isEqualTo("https://one.example/##https://two.example/");
    }

    @Test
    void secretsComeFromTheSettingsAlone() throws IOException {
        assertThat(client("tarang-apps").path("secret").asText()).isEqualTo("of apps");
        assertThat(client("user-service").path("secret").asText()).isEqualTo("of user-service");
        assertThat(client("tarang-web").has("secret")).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void refreshTokensRotateAndNobodyIsLockedOutForGood(Settings.Profile profile) throws IOException {
        JsonNode realm = described(profile).realm();

        assertThat(realm.path("revokeRefreshToken").asBoolean()).isTrue();
        assertThat(realm.path("refreshTokenMaxReuse").asInt()).isEqualTo(1);
        assertThat(realm.path("permanentLockout").asBoolean(true)).isFalse();
        assertThat(realm.path("verifyEmail").asBoolean()).isEqualTo(profile == Settings.Profile.PRODUCTION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"clients.json", "mappers.json", "roles.json", "login-flows.json", "user-profile.json",
            "identity-providers.json", "demo-users.json"})
    void noPlaceholderIsLeft(String resource) throws IOException {
        assertThat(described(Settings.Profile.LOCAL).read(resource).toString()).doesNotContain("{public", "{secret");
    }

    private static JsonNode client(String name) throws IOException {
        for (JsonNode client : described(Settings.Profile.LOCAL).read("clients.json")) {
            if (client.path("client").path("clientId").asText().equals(name)) {
                return client.path("client");
            }
        }
        throw new AssertionError(name);
    }

    private static Described described(Settings.Profile profile) {
        return new Described(new Settings(URI.create("http://127.0.0.1/identity"),
                new Settings.Administrator("admin", "secret", false), "tarang", profile,
                List.of("https://one.example", "https://two.example"),
                new Settings.Secrets("of user-service", "of apps"),
                Optional.empty()));
    }
}
