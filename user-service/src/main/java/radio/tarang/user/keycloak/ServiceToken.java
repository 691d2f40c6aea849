package radio.tarang.user.keycloak;

import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import radio.tarang.user.Away;
import radio.tarang.user.keycloak.KeycloakHttp.Answer;

/** The access token of our own service account: one at a time, renewed a little before it ends. */
@Component
public class ServiceToken {
    private static final long MARGIN_NANOS = 30_000_000_000L;

    private final KeycloakHttp http;
    private final KeycloakSettings settings;
    private final ReentrantLock renewing = new ReentrantLock();
    private @Nullable String token;
    private long endNanos;

    ServiceToken(KeycloakHttp http, KeycloakSettings settings) {
        this.http = http;
        this.settings = settings;
    }

    /** With the role {@code exporter}: for the internal routes of other services, too. */
    public String get() {
        renewing.lock();
        try {
            String known = token;
            if (known != null && System.nanoTime() - endNanos < 0) {
                return known;
            }
            Answer answer = http.postForm(settings.realmUri("/protocol/openid-connect/token"),
                    Map.of("grant_type", "client_credentials", "client_id", "user-service", "client_secret",
                            settings.clientSecret()));
            if (!answer.good()) {
                throw new Away("Keycloak refuses our service account: " + answer.status() + " " + answer.text("error"));
            }
            String fresh = answer.text("access_token");
            token = fresh;
            endNanos = System.nanoTime() + answer.body().path("expires_in").asLong() * 1_000_000_000L - MARGIN_NANOS;
            return fresh;
        } finally {
            renewing.unlock();
        }
    }

    /** Somebody refused it: its keys were rotated, or its session ended. */
    void forget(String refused) {
        renewing.lock();
        try {
            if (refused.equals(token)) {
                token = null;
            }
        } finally {
            renewing.unlock();
        }
    }
}
