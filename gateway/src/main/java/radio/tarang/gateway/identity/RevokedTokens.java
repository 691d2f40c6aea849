package radio.tarang.gateway.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sign-ins and people whose earlier tokens no longer count. A token lives a quarter of an hour, so an entry is of no use
 * after twenty minutes. What was issued after the revocation counts: somebody whose roles changed gets a new token and goes
 * on. Asked at every use of a verdict, so that no verdict outlives a revocation, whichever came first.
 */
final class RevokedTokens {

    static final Duration KEPT = Duration.ofMinutes(20);
    private static final Logger LOG = LoggerFactory.getLogger(RevokedTokens.class);
    private static final int MOST = 200_000;

    private final Clock clock;
    /** By name, {@code sid:…} or {@code sub:…}: the moment up to which tokens are refused. */
    private final Map<String, Instant> revoked = new ConcurrentHashMap<>();

    RevokedTokens(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param names comma-separated {@code sid:<sid>} or {@code sub:<userId>}; others are left alone
     * @param at tokens issued up to then no longer count
     */
    synchronized void add(String names, Instant at) {
        if (at.isBefore(clock.instant().minus(KEPT))) {
            return;
        }
        for (String name : names.split(",", -1)) {
            String stripped = name.strip();
            if (stripped.length() > 4 && stripped.length() <= 128
                    && (stripped.startsWith("sid:") || stripped.startsWith("sub:"))) {
                revoked.merge(stripped, at, (before, now) -> before.isBefore(now) ? now : before);
            }
        }
        if (revoked.size() > MOST) {
            giveUpTheOldest();
        }
    }

    boolean refuse(Token token) {
        return !revoked.isEmpty() && (covers(revoked.get("sub:" + token.subject()), token)
                || token.sid() != null && covers(revoked.get("sid:" + token.sid()), token));
    }

    synchronized void forgetOld() {
        Instant kept = clock.instant().minus(KEPT);
        revoked.values().removeIf(at -> at.isBefore(kept));
    }

    private void giveUpTheOldest() {
        forgetOld();
        Iterator<String> oldest = revoked.entrySet().stream().sorted(Map.Entry.comparingByValue())
                .limit(Math.max(0, revoked.size() - MOST * 9 / 10)).map(Map.Entry::getKey).toList().iterator();
        if (oldest.hasNext()) {
            LOG.error("More than {} revocations in {}: the oldest are given up", MOST, KEPT);
            oldest.forEachRemaining(revoked::remove);
        }
    }

    private static boolean covers(@Nullable Instant at, Token token) {
        return at != null && !token.issuedAt().isAfter(at);
    }
}
