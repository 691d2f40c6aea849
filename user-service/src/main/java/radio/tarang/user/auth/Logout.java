package radio.tarang.user.auth;

import java.util.List;

import org.springframework.stereotype.Service;

import radio.tarang.user.keycloak.Grants;
import radio.tarang.user.keycloak.SessionCloser;

/** Signing out. A token that we handed out is enough, also while Keycloak is away; of any other, Keycloak says whether it is one. */
@Service
class Logout {
    private final Rotations rotations;
    private final Grants grants;
    private final SessionCloser closer;

    Logout(Rotations rotations, Grants grants, SessionCloser closer) {
        this.rotations = rotations;
        this.grants = grants;
        this.closer = closer;
    }

    /** Whoever has no sign-in any more is signed out already. */
    void signOut(String refreshToken) {
        PresentedToken.of(refreshToken).filter(this::counts).ifPresent(token -> {
            rotations.end(token.sid());
            closer.close(List.of(token.sid()));
        });
    }

    private boolean counts(PresentedToken token) {
        return rotations.ours(token) || grants.logout(token.client(), token.text());
    }
}
