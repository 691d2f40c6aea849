package radio.tarang.local.test;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import radio.tarang.keycloak.Reconciler;
import radio.tarang.keycloak.Settings;

/** The realm {@code tarang} of each Keycloak of a build, in its local profile. */
final class Realms {
    private final Map<String, Settings.Secrets> secrets = new ConcurrentHashMap<>();

    /** Brings the realm about if this Keycloak has not been asked before; says how it is reached. */
    synchronized Map<String, String> of(String keycloak, Map<String, String> endpoint) throws IOException {
        String url = Daemon.value(endpoint, "url");
        Settings.Secrets known = secrets.get(keycloak);
        if (known == null) {
            known = new Settings.Secrets(UUID.randomUUID().toString(), UUID.randomUUID().toString());
            List<String> changes = new ArrayList<>();
            new Reconciler(settings(url, endpoint, known), changes::add).run();
            secrets.put(keycloak, known);
        }
        return Map.of("issuer", url + "/realms/tarang", "userServiceSecret", known.userService(), "appsSecret",
                known.apps());
    }

    /** Keycloak takes an address of loopback without a port for one of any port: tests have a new one each time. */
    private static Settings settings(String url, Map<String, String> endpoint, Settings.Secrets secrets) {
        return new Settings(URI.create(url),
                new Settings.Administrator(Daemon.value(endpoint, "username"), Daemon.value(endpoint, "password"),
                        false),
                "tarang", Settings.Profile.LOCAL, List.of("http://127.0.0.1", "http://localhost"), secrets,
                Optional.empty());
    }
}
