package radio.tarang.keycloak;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SettingsTests {
    private static final Map<String, String> LOCAL = Map.of("TARANG_REALM_PROFILE", "local", "TARANG_KEYCLOAK_URL",
            "http://127.0.0.1:15480/identity/", "TARANG_WEB_PUBLIC_URL", "http://localhost:8080, http://127.0.0.1:8080",
            "TARANG_KEYCLOAK_ADMIN_USERNAME", "admin", "TARANG_KEYCLOAK_ADMIN_PASSWORD", "a secret",
            "TARANG_KEYCLOAK_CLIENT_SECRET", "0123456789abcdef", "TARANG_KEYCLOAK_APPS_SECRET", "fedcba9876543210");

    @Test
    void readsWhatTheEnvironmentSays() {
        Settings settings = Settings.of(LOCAL);

        assertThat(settings.url()).hasToString("http://127.0.0.1:15480/identity");
        assertThat(settings.realm()).isEqualTo("tarang");
        assertThat(settings.publicUrls()).isEqualTo(List.of("http://localhost:8080", "http://127.0.0.1:8080"));
        assertThat(settings.administrator()).isEqualTo(new Settings.Administrator("admin", "a secret", false));
        assertThat(settings.mail()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TARANG_REALM_PROFILE", "TARANG_KEYCLOAK_URL", "TARANG_WEB_PUBLIC_URL",
            "TARANG_KEYCLOAK_ADMIN_USERNAME", "TARANG_KEYCLOAK_ADMIN_PASSWORD", "TARANG_KEYCLOAK_CLIENT_SECRET",
            "TARANG_KEYCLOAK_APPS_SECRET"})
    void nothingHasADefaultThatWouldBeASecretOrAGuess(String name) {
        assertThatThrownBy(() -> Settings.of(with(name, ""))).hasMessage(name + " is not set");
    }

    @ParameterizedTest
    @CsvSource({"TARANG_REALM_PROFILE,staging", "TARANG_WEB_PUBLIC_URL,tarang.example",
            "TARANG_WEB_PUBLIC_URL,https://tarang.example/*", "TARANG_KEYCLOAK_REALM,../master",
            "TARANG_KEYCLOAK_APPS_SECRET,short"})
    void refusesWhatCannotBeMeant(String name, String value) {
        assertThatThrownBy(() -> Settings.of(with(name, value))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }

    @Test
    void doesNotRepeatAWrongSecret() {
        assertThatThrownBy(() -> Settings.of(with("TARANG_KEYCLOAK_APPS_SECRET", "hunter2")))
                .message().doesNotContain("hunter2");
    }

    @Test
    void serviceAccountGoesBeforeAPerson() {
        Map<String, String> environment = with("TARANG_KEYCLOAK_ADMIN_CLIENT_ID", "installer");
        assertThatThrownBy(() -> Settings.of(environment))
                .hasMessage("TARANG_KEYCLOAK_ADMIN_CLIENT_SECRET is not set");

        environment.put("TARANG_KEYCLOAK_ADMIN_CLIENT_SECRET", "its secret");

        assertThat(Settings.of(environment).administrator())
                .isEqualTo(new Settings.Administrator("installer", "its secret", true));
    }

    @Test
    void productionNeedsMailBecauseItVerifiesAddresses() {
        Map<String, String> environment = with("TARANG_REALM_PROFILE", "production");
        assertThatThrownBy(() -> Settings.of(environment)).hasMessage("TARANG_SMTP_HOST is not set");
        environment.put("TARANG_SMTP_HOST", "mail.example");
        environment.put("TARANG_SMTP_FROM", "tarang@example.org");
        assertThat(Settings.of(environment).mail())
                .contains(new Settings.Mail("mail.example", 587, "tarang@example.org", "", ""));

        environment.put("TARANG_SMTP_USERNAME", "tarang");
        assertThatThrownBy(() -> Settings.of(environment)).hasMessage("TARANG_SMTP_PASSWORD is not set");
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> environment = new HashMap<>(LOCAL);
        environment.put(name, value);
        return environment;
    }
}
