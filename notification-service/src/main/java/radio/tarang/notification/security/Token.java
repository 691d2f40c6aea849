package radio.tarang.notification.security;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** What an access token says, once everything about it was checked. */
record Token(UUID subject, @Nullable String username, Set<String> roles, Set<String> states, @Nullable String sid,
        Instant issuedAt, Instant expiresAt) {
}
