package radio.tarang.user.keycloak;

import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Somebody as Keycloak keeps them.
 *
 * @param states the states an editor or moderator is confined to; empty means everywhere
 */
public record Person(UUID id, String username, @Nullable String email, @Nullable String firstName,
        @Nullable String lastName, boolean enabled, Set<String> states) {
    @Override
    public String toString() {
        return "Person[" + id + "]"; // name and address stay out of logs
    }
}
