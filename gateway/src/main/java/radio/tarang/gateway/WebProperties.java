package radio.tarang.gateway;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the edge shows itself to browsers.
 *
 * @param allowedOrigins other origins whose pages may call the API (never with credentials)
 * @param streamHosts sources, as in a CSP, where the player may fetch playlists and segments
 * @param trustedHops proxies in front that may be believed: the client is that many entries from the right of
 * {@code X-Forwarded-For}; 0 = believe nobody
 * @param maxBody bound of every request body but imports
 * @param maxImport bound of an import file
 * @param bodyTimeout for the whole of an ordinary body
 * @param strictTransportSecurity value of that header; absent = a year where {@code publicUrl} is https, else not sent
 * @param publicUrl under which browsers reach us
 * @param hosts names we answer to; empty = that of {@code publicUrl}, and this machine's where we listen on loopback only
 */
@ConfigurationProperties("tarang.web")
public record WebProperties(@DefaultValue List<String> allowedOrigins, @DefaultValue List<String> streamHosts,
        @DefaultValue("0") int trustedHops, @DefaultValue("1MB") DataSize maxBody,
        @DefaultValue("20MB") DataSize maxImport,
        @DefaultValue("30s") Duration bodyTimeout,
        @Nullable String strictTransportSecurity, @DefaultValue("http://localhost:8080") String publicUrl,
        @DefaultValue List<String> hosts) {

    /** Behind TLS, ours or a proxy's: browsers are told to keep to it. */
    public boolean https() {
        return publicUrl.startsWith("https://");
    }
}
