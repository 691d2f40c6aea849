package radio.tarang.notification.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sign-ins and people whose earlier tokens no longer count. A token lives a quarter of an hour, so an entry is of no use after twenty minutes. What was
 * issued after the revocation counts: somebody whose roles changed gets a new token and goes on.
 */
@Component
class RevokedTokens {
    static final Duration KEPT = Duration.ofMinutes(20);
    private static final Logger LOG = LoggerFactory.getLogger(RevokedTokens.class);
    private static final int MOST = 100_000;

    private final Clock clock;
    // by name (sid:… or sub:…), the oldest first: the moment up to which tokens are refused
    private final LinkedHashMap<String, Instant> revoked = new LinkedHashMap<>();
    private volatile int revision;

    RevokedTokens(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param names comma-separated {@code sid:<sid>} or {@code sub:<userId>}; others are left alone
     * @param at tokens issued up to then no longer count
     */
    synchronized void add(String names, Instant at) {
        Instant kept = clock.instant().minus(KEPT);
        while (!revoked.isEmpty() && revoked.firstEntry().getValue().isBefore(kept)) {
            revoked.pollFirstEntry();
        }
        if (at.isBefore(kept)) {
            return;
        }
        for (String name : names.split(",", -1)) {
            String stripped = name.strip();
            if (stripped.length() > 4 && stripped.length() <= 128
                    && (stripped.startsWith("sid:") || stripped.startsWith("sub:"))) {
                Instant before = revoked.get(stripped);
                revoked.putLast(stripped, before == null || before.isBefore(at) ? at : before);
                revision++;
            }
        }
        while (revoked.size() > MOST) {
            Map.Entry<String, Instant> oldest = revoked.pollFirstEntry();
            LOG.error("More than {} revocations in {}: the one of {} is given up", MOST, KEPT, oldest.getValue());
        }
    }

    /** Changes with every revocation, so that those who hold sockets open know when to look again. */
    int revision() {
        return revision;
    }

    synchronized boolean refuse(Token token) {
        return !revoked.isEmpty()
                && (covers(token.sid() == null ? null : revoked.get("sid:" + token.sid()), token)
                        || covers(revoked.get("sub:" + token.subject()), token));
    }

    private static boolean covers(@Nullable Instant at, Token token) {
        return at != null && !token.issuedAt().isAfter(at);
    }
}
