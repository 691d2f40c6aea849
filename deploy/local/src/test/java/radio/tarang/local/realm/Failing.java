package radio.tarang.local.realm;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

import radio.tarang.keycloak.Reconciler;
import radio.tarang.keycloak.Settings;
import radio.tarang.local.test.TestServers;

/** Runs that cannot succeed. */
final class Failing {
    private Failing() {
    }

    static String sharedUrl() {
        return TestServers.keycloak().url();
    }

    static void at(String url, Settings.Administrator administrator) throws IOException {
        new Reconciler(new Settings(URI.create(url), administrator, "never", Settings.Profile.LOCAL,
                List.of("http://127.0.0.1"), Admin.SECRETS, Optional.empty()), line -> {
                }).run();
    }
}
