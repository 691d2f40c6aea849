package radio.tarang.local.test;

import java.util.Map;

/** A PostgreSQL of one test's own. */
public final class PrivatePostgres implements PrivateServer {
    private final RemoteServer server;

    PrivatePostgres(RemoteServer server) {
        this.server = server;
    }

    /** @param name becomes the beginning of the database's unique name */
    public Database database(String name) {
        return new TestPostgres(server).database(name);
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
