package radio.tarang.user.keycloak;

import java.time.Duration;
import java.util.UUID;

/** What Keycloak says to somebody who wants tokens. */
public sealed interface Grant {
    /**
     * @param client whose tokens these are
     * @param sid Keycloak's name of the sign-in
     */
    record Issued(String accessToken, String refreshToken, Duration expiresIn, UUID userId, String username,
            String sid, String client) implements Grant {
        @Override
        public String toString() {
            return "Issued[" + userId + ", " + client + "]"; // tokens stay out of logs
        }
    }

    /** @param spent the token is Keycloak's own, but was exchanged for a newer one before */
    record Refused(boolean spent) implements Grant {
    }
}
