package radio.tarang.local.test;

import java.util.Map;

/** A Keycloak of one test's own; its first start takes a quarter of a minute. */
public final class PrivateKeycloak implements PrivateServer {
    private final RemoteServer server;

    PrivateKeycloak(RemoteServer server) {
        this.server = server;
    }

    /** With its path. */
    public String url() {
        return new TestKeycloak(server).url();
    }

    /** The realm {@code tarang}, as of {@link TestKeycloak#realm}; ask for it while the server runs. */
    public TestRealm realm() {
        return new TestKeycloak(server).realm();
    }

    @Override
    public void stop() {
        server.call("stop", Map.of());
    }

    @Override
    public void start() {
        server.call("start", Map.of());
    }

    @Override
    public void kill() {
        server.call("kill", Map.of());
    }

    @Override
    public void pause() {
        server.call("pause", Map.of());
    }

    @Override
    public void resume() {
        server.call("resume", Map.of());
    }

    @Override
    public void close() {
        server.call("remove", Map.of());
    }
}
