package radio.tarang.user.keycloak;

import radio.tarang.local.test.PrivateKeycloak;
import radio.tarang.local.test.TestServers;

/** The Keycloak that these tests treat badly, one after the other: each leaves it running. It ends with their process. */
final class OwnKeycloak {
    static final PrivateKeycloak SERVER = TestServers.privateKeycloak();

    private OwnKeycloak() {
    }
}
