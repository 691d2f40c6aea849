package radio.tarang.user.keycloak;

import java.util.Base64;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** What a token says, without asking whether it is true: for tokens that came from Keycloak itself, or that Keycloak is about to judge. */
public final class Claims {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Claims() {
    }

    /** A missing node for what is no token. */
    public static JsonNode of(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
        } catch (IllegalArgumentException | JacksonException e) {
            return MissingNode.getInstance();
        }
    }
}
