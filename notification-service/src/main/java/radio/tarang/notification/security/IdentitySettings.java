package radio.tarang.notification.security;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code tarang.identity.*}: whose tokens count.
 *
 * @param issuer exactly what a token's {@code iss} must be
 * @param jwksUri where the issuer's key set is read: http, https, or a file
 * @param jwksFile where the last key set is kept, so that a restart during an outage of the issuer works
 * @param jwksRefresh how often the key set is read again; a key that was taken out of it stops to count within this time
 * @param unknownKeyEvery how often, at most, a key nobody has heard of makes us read the key set out of turn
 */
@ConfigurationProperties("tarang.identity")
record IdentitySettings(String issuer, URI jwksUri, @DefaultValue("tarang-api") String audience,
        @Nullable Path jwksFile, @DefaultValue("1m") Duration jwksRefresh,
        @DefaultValue("30s") Duration unknownKeyEvery) {
}
