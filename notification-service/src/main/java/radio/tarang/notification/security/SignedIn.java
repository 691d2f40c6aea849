package radio.tarang.notification.security;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** Somebody with a token that counted when it was looked at. */
public record SignedIn(UUID userId, @Nullable String sid, Instant issuedAt, Instant expiresAt) {
    static SignedIn of(Token token) {
        return new SignedIn(token.subject(), token.sid(), token.issuedAt(), token.expiresAt());
    }

    Token token() {
        return new Token(userId, null, Set.of(), Set.of(), sid, issuedAt, expiresAt);
    }
}
