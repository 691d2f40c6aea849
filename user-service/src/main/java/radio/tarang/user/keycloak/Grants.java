package radio.tarang.user.keycloak;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

import radio.tarang.user.Away;
import radio.tarang.user.keycloak.KeycloakHttp.Answer;

/** Tokens, granted by Keycloak to people through our two clients. */
@Component
public class Grants {
    /** The browser's client: public, authorization code with PKCE. */
    public static final String WEB = "tarang-web";
    /** The client of first-party apps: confidential, password grant. */
    public static final String APPS = "tarang-apps";

    private static final Logger LOG = LoggerFactory.getLogger(Grants.class);

    private final KeycloakHttp http;
    private final KeycloakSettings settings;
    private final URI endpoint;

    Grants(KeycloakHttp http, KeycloakSettings settings) {
        this.http = http;
        this.settings = settings;
        this.endpoint = settings.realmUri("/protocol/openid-connect/token");
    }

    public Grant password(String username, String password) {
        return ask(APPS, Map.of("grant_type", "password", "username", username, "password", password, "scope",
                "openid"));
    }

    public Grant code(String code, String codeVerifier, String redirectUri) {
        return ask(WEB, Map.of("grant_type", "authorization_code", "code", code, "code_verifier", codeVerifier,
                "redirect_uri", redirectUri));
    }

    public Grant refresh(String client, String refreshToken) {
        return ask(client, Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
    }

    /** Ends the sign-in a refresh token belongs to; false if it is no token of Keycloak's, or the sign-in has ended. */
    public boolean logout(String client, String refreshToken) {
        return http.postForm(settings.realmUri("/protocol/openid-connect/logout"),
                asClient(client, Map.of("refresh_token", refreshToken))).good();
    }

    private Map<String, String> asClient(String client, Map<String, String> fields) {
        Map<String, String> form = new HashMap<>(fields);
        form.put("client_id", client);
        if (client.equals(APPS)) {
            form.put("client_secret", settings.appsSecret());
        }
        return form;
    }

    private Grant ask(String client, Map<String, String> fields) {
        Answer answer = http.postForm(endpoint, asClient(client, fields));
        if (answer.good()) {
            return issued(client, answer);
        }
        String error = answer.text("error");
        String reason = answer.text("error_description").toLowerCase(Locale.ROOT);
        if (error.equals("invalid_client") || error.equals("unauthorized_client")
                || !(answer.status() == 400 || answer.status() == 401)) {
            // Not the person's fault: our secret is wrong, or Keycloak does not know the realm.
            LOG.error("Keycloak refuses the client {} itself: {} {}", client, answer.status(), error);
            throw new Away("Keycloak refuses our client");
        }
        return new Grant.Refused(reason.contains("stale token") || reason.contains("reuse exceeded"));
    }

    private static Grant issued(String client, Answer answer) {
        String access = answer.text("access_token");
        JsonNode claims = Claims.of(access);
        return new Grant.Issued(access, answer.text("refresh_token"),
                Duration.ofSeconds(answer.body().path("expires_in").asLong()),
                UUID.fromString(claims.path("sub").asString()), claims.path("preferred_username").asString(),
                claims.path("sid").asString(), client);
    }
}
