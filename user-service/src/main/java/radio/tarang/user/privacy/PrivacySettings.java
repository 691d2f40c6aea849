package radio.tarang.user.privacy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code tarang.privacy.*}
 *
 * @param services where each other service answers, by its name without {@code -service}: all of them are asked for an export and have to confirm an erasure
 * @param exportSecret exports are encrypted under a key made from it; at least 32 characters, the same on every replica
 * @param exportKept how long an export may be fetched
 * @param retellAfter when {@code user.deleted} is published again for services that have not confirmed
 * @param answerWithin how long one service may take to say what it holds
 */
@ConfigurationProperties("tarang.privacy")
record PrivacySettings(Map<String, URI> services, String exportSecret, @DefaultValue("24h") Duration exportKept,
        @DefaultValue("10m") Duration retellAfter, @DefaultValue("5s") Duration answerWithin) {
    private static final int SHORTEST_SECRET = 32;

    PrivacySettings {
        if (exportSecret.length() < SHORTEST_SECRET) {
            throw new IllegalArgumentException(
                    "tarang.privacy.export-secret needs at least " + SHORTEST_SECRET + " characters");
        }
    }

    /** Every service that has to confirm, ourselves included. */
    Set<String> everybody() {
        Set<String> names = new TreeSet<>(Set.of(Erasures.OURSELVES));
        services.keySet().forEach(name -> names.add(name + "-service"));
        return names;
    }

    @Override
    public String toString() {
        return "PrivacySettings[" + services + "]"; // the secret stays out of logs
    }
}
