package radio.tarang.gateway.edge;

import java.time.Duration;
import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param budget bytes the cache may hold, all encodings counted
 * @param maxEntry larger answers are passed through, not kept
 * @param queryParameters names a canonical target may use; any other goes to the service
 * @param pinned pattern of targets that are evicted last of all (first pages of listings)
 * @param patience how long a caller waits for the service while a stale copy is at hand
 * @param refillInterval least time between two refills of one key
 * @param cappedFreshness longest freshness while purges may be missed
 * @param maxLag how far the purge feed may lag before freshness is capped
 * @param primaryReads how long after a purge the service is asked to read from its primary
 * @param hotFor a purged key used within this time is refilled at once instead of on the next request
 * @param worthWaiting a refill that took longer, or is taking longer, holds no caller: they get the stale copy at once
 * @param outdatedFor how long at most a copy that an event made stale is given without waiting for its refill
 */
@ConfigurationProperties("tarang.cache")
record EdgeProperties(@DefaultValue("128MB") DataSize budget, @DefaultValue("1MB") DataSize maxEntry,
        @DefaultValue Set<String> queryParameters, @DefaultValue("(?!)") String pinned,
        @DefaultValue("150ms") Duration patience, @DefaultValue("250ms") Duration refillInterval,
        @DefaultValue("1s") Duration cappedFreshness, @DefaultValue("2s") Duration maxLag,
        @DefaultValue("5s") Duration primaryReads, @DefaultValue("60s") Duration hotFor,
        @DefaultValue("25ms") Duration worthWaiting, @DefaultValue("1s") Duration outdatedFor) {
}
