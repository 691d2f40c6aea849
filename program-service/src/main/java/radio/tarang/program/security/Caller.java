package radio.tarang.program.security;

import java.util.Set;
import java.util.UUID;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Who asks: a signed-in user, an anonymous session, or nobody. Controllers take it as a parameter.
 *
 * @param userId the token's subject; null if nobody is signed in
 * @param roles already expanded: an editor is a host and a listener too
 * @param states the states an editor or moderator is confined to; empty means everywhere
 * @param sid the sign-in the token belongs to, as the identity provider names it
 * @param session the random part of a valid signed session
 */
public record Caller(@Nullable UUID userId, @Nullable String username, Set<String> roles, Set<String> states,
        @Nullable String sid, @Nullable String session) {
    public Caller {
        roles = Set.copyOf(roles);
        states = Set.copyOf(states);
    }

    /** Who this request was found to come from. */
    public static Caller of(HttpServletRequest request) {
        return BearerFilter.caller(request);
    }

    static Caller anonymous(@Nullable String session) {
        return new Caller(null, null, Set.of(), Set.of(), null, session);
    }

    public boolean signedIn() {
        return userId != null;
    }

    /** A user or a session: somebody to whom things can be counted. */
    public boolean isSomebody() {
        return userId != null || session != null;
    }

    public boolean has(String role) {
        return roles.contains(role);
    }

    /** @param stateId null for what belongs to the whole country, which only somebody not confined to states may touch */
    public boolean mayIn(@Nullable String stateId) {
        return states.isEmpty() || stateId != null && states.contains(stateId);
    }
}
