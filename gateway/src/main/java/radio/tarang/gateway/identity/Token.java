package radio.tarang.gateway.identity;

import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** What an access token says, once everything about it was checked. */
record Token(String subject, Set<String> roles, @Nullable String sid, Instant issuedAt, Instant expiresAt) {
}
