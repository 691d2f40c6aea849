package radio.tarang.gateway.identity;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

import radio.tarang.gateway.AnswerHeaders;

/**
 * Which page a browser acts for. A cookie goes along whoever made the browser ask, so a write by cookie alone counts only
 * where the browser says that one of our pages, or an allowed one, asked. Programs say nothing and carry no cookies of
 * others.
 */
@Component
class Origins {

    private static final String SITE = "Sec-Fetch-Site";

    private final AnswerHeaders allowed;
    private final ClientAddress addresses;

    Origins(AnswerHeaders allowed, ClientAddress addresses) {
        this.allowed = allowed;
        this.addresses = addresses;
    }

    /** The proof that a write by cookie needs. */
    boolean vouchedFor(HttpHeaders headers, boolean secure) {
        String origin = headers.getOrigin();
        return "same-origin".equals(headers.getFirst(SITE))
                || origin != null && (allowed.allows(origin) || origin.equals(own(headers, secure)));
    }

    /** A browser says that a page that is neither ours nor allowed made it ask. */
    boolean foreign(HttpHeaders headers, boolean secure) {
        String site = headers.getFirst(SITE);
        boolean browser = headers.getOrigin() != null || site != null && !site.equals("none");
        return browser && !vouchedFor(headers, secure);
    }

    /** A cookie is set over https, or on this machine; never on the word of a page elsewhere. */
    boolean maySetCookie(HttpHeaders headers, boolean secure) {
        String site = headers.getFirst(SITE);
        String origin = headers.getOrigin();
        return (secure || loopback(host(headers)))
                && (site == null || site.equals("same-origin") || site.equals("none"))
                && (origin == null || origin.equals(own(headers, secure)));
    }

    private String own(HttpHeaders headers, boolean secure) {
        return (secure ? "https://" : "http://") + host(headers);
    }

    private @Nullable String host(HttpHeaders headers) {
        String forwarded = addresses.behindProxies() ? headers.getFirst("X-Forwarded-Host") : null;
        return forwarded == null ? headers.getFirst(HttpHeaders.HOST) : forwarded;
    }

    private static boolean loopback(@Nullable String host) {
        if (host == null) {
            return false;
        }
        int port = host.lastIndexOf(':');
        String name = port > host.lastIndexOf(']') ? host.substring(0, port) : host;
        return Set.of("localhost", "127.0.0.1", "[::1]").contains(name) || name.endsWith(".localhost");
    }
}
