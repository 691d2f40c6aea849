package radio.tarang.notification.security;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Recognises those who open and hold sockets. */
@Component
public final class Callers {
    /** Nobody can be recognised: no key of the issuer is known. */
    public static final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unavailable(SigningKeys.Unavailable cause) {
            super(cause.getMessage(), cause, false, false);
        }
    }

    private final Tokens tokens;
    private final Sessions sessions;
    private final RevokedTokens revoked;

    Callers(Tokens tokens, Sessions sessions, RevokedTokens revoked) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.revoked = revoked;
    }

    /**
     * Whose token it is; empty if it does not count. May wait for the issuer's keys: not for event loops.
     *
     * @throws Unavailable if no key is known
     */
    public Optional<SignedIn> recognise(String token) {
        try {
            return tokens.verify(token).map(SignedIn::of);
        } catch (SigningKeys.Unavailable e) {
            throw new Unavailable(e);
        }
    }

    /** The random part of a signed session that counts. */
    public Optional<String> session(@Nullable String signed) {
        return sessions.verify(signed);
    }

    /** Whether the token was revoked since it was recognised. */
    public boolean ended(SignedIn caller) {
        return revoked.refuse(caller.token());
    }

    /** Changes with every revocation. */
    public int endings() {
        return revoked.revision();
    }
}
