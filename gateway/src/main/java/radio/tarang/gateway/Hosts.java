package radio.tarang.gateway;

import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The names we answer to. A page of another site whose name was made to point here (DNS rebinding) gets nothing, and the
 * name passed on to services, which compare a socket's {@code Origin} with it, is never the caller's invention.
 */
@Component
public class Hosts {

    private final Set<String> names = new HashSet<>();
    private volatile String known = "";

    Hosts(WebProperties web, @Value("${server.address:}") String bound) {
        web.hosts().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        if (names.isEmpty()) {
            String ours = URI.create(web.publicUrl()).getHost();
            if (ours != null) {
                names.add(ours.toLowerCase(Locale.ROOT));
            }
            if (Set.of("127.0.0.1", "localhost", "::1").contains(bound)) {
                names.addAll(Set.of("localhost", "127.0.0.1", "[::1]"));
            }
        }
    }

    /** @param host as in {@code Host}: a name, with or without a port; the port is the listener's business */
    public boolean allows(@Nullable String host) {
        if (host == null) {
            return false;
        }
        if (host.equals(known)) {
            return true;
        }
        int colon = host.indexOf(':', host.indexOf(']') + 1);
        String name = colon < 0 ? host : host.substring(0, colon);
        boolean allowed = (colon < 0 || port(host, colon + 1)) && names.contains(name.toLowerCase(Locale.ROOT));
        if (allowed) {
            known = host;
        }
        return allowed;
    }

    private static boolean port(String host, int from) {
        return host.length() - from <= 5 && host.chars().skip(from).allMatch(c -> c >= '0' && c <= '9');
    }
}
