package radio.tarang.user.auth;

import java.util.Optional;
import java.util.Set;

import tools.jackson.databind.JsonNode;

import radio.tarang.user.keycloak.Claims;
import radio.tarang.user.keycloak.Grants;

/** A refresh token as somebody presents it. What it says is believed only as far as Keycloak, or our own record of it, bears it out. */
record PresentedToken(String text, String sid, String client) {
    private static final int LONGEST = 8 * 1024;
    private static final int LONGEST_SID = 255;
    private static final Set<String> CLIENTS = Set.of(Grants.WEB, Grants.APPS);

    /** Empty for what can be no refresh token of ours. */
    static Optional<PresentedToken> of(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return Optional.empty();
        }
        JsonNode claims = Claims.of(text);
        String sid = claims.path("sid").asString("");
        String client = claims.path("azp").asString("");
        return claims.path("typ").asString("").equals("Refresh") && !sid.isEmpty() && sid.length() <= LONGEST_SID
                && CLIENTS.contains(client) ? Optional.of(new PresentedToken(text, sid, client)) : Optional.empty();
    }

    byte[] hash() {
        return Hashes.sha256(text);
    }

    @Override
    public String toString() {
        return "PresentedToken[" + client + "]"; // a token stays out of logs
    }
}
