package radio.tarang.user.keycloak;

import java.net.URI;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code tarang.keycloak.*}
 *
 * @param url up to and with its relative path, such as {@code http://127.0.0.1:15480/identity}
 * @param clientSecret of the client {@code user-service}, whose service account manages the realm's users
 * @param appsSecret of the client {@code tarang-apps}, which may use the password grant
 * @param answerWithin how long one call may take, its connection included
 */
@ConfigurationProperties("tarang.keycloak")
record KeycloakSettings(URI url, @DefaultValue("tarang") String realm, String clientSecret, String appsSecret,
        @DefaultValue("1s") Duration connectWithin, @DefaultValue("1800ms") Duration answerWithin) {
    KeycloakSettings {
        if (clientSecret.isBlank() || appsSecret.isBlank()) {
            throw new IllegalArgumentException("tarang.keycloak.client-secret and apps-secret must not be empty");
        }
    }

    URI realmUri(String path) {
        return URI.create(url + "/realms/" + realm + path);
    }

    URI adminUri(String path) {
        return URI.create(url + "/admin/realms/" + realm + path);
    }

    @Override
    public String toString() {
        return "KeycloakSettings[" + url + ", " + realm + "]"; // secrets stay out of logs
    }
}
