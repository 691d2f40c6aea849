package radio.tarang.local.platform;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import radio.tarang.keycloak.Reconciler;
import radio.tarang.keycloak.Settings;
import radio.tarang.local.server.Keycloak;

/** The realm of a platform on one machine: with demo accounts, and at home on both names of loopback. */
record LocalRealm(Keycloak keycloak, PortPlan ports, Secrets secrets) {
    static final String NAME = "tarang";
    private static final int SHOWN = 10;

    /** Asks what is there and changes what differs: nothing, on all starts but the first. */
    void reconcile(Progress progress) throws IOException {
        List<String> changes = new ArrayList<>();
        new Reconciler(new Settings(URI.create(keycloak.url()),
                new Settings.Administrator(Keycloak.ADMIN, keycloak.adminPassword(), false), NAME,
                Settings.Profile.LOCAL, List.of(ports.publicUrl(), "http://127.0.0.1:" + ports.gateway()),
                new Settings.Secrets(userServiceSecret(), appsSecret()), Optional.empty()), changes::add).run();
        if (changes.size() <= SHOWN) {
            changes.forEach(progress::line);
        }
    }

    String issuer() {
        return ports.publicUrl() + Keycloak.PATH + "/realms/" + NAME;
    }

    String jwksUri() {
        return keycloak.url() + "/realms/" + NAME + "/protocol/openid-connect/certs";
    }

    String userServiceSecret() throws IOException {
        return secrets.of("keycloak.client.user-service");
    }

    String appsSecret() throws IOException {
        return secrets.of("keycloak.client.tarang-apps");
    }
}
