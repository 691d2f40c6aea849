package radio.tarang.local.test;

import java.util.Map;

/** The Keycloak that all tests of the build share. */
public final class TestKeycloak {
    private final RemoteServer server;

    TestKeycloak(RemoteServer server) {
        this.server = server;
    }

    /** With its path, such as {@code http://127.0.0.1:21234/identity}. */
    public String url() {
        return Daemon.value(server.endpoint(), "url");
    }

    /** The administrator of the realm {@code master}. */
    public String username() {
        return Daemon.value(server.endpoint(), "username");
    }

    public String password() {
        return Daemon.value(server.endpoint(), "password");
    }

    /** The realm {@code tarang}, brought about by deploy/keycloak when it is first asked for. Its web client may return to any port of loopback. */
    public TestRealm realm() {
        Map<String, String> realm = server.call("realm", Map.of());
        String issuer = Daemon.value(realm, "issuer");
        return new TestRealm(issuer, url() + "/realms/tarang/protocol/openid-connect/certs", url(), "tarang",
                Daemon.value(realm, "userServiceSecret"), Daemon.value(realm, "appsSecret"));
    }
}
