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

    /** A hot standby that streams from this server, which is stopped and started for it: ask before anybody is connected. */
    public PrivatePostgres standby() {
        return new PrivatePostgres(new RemoteServer(server.daemon(), server.call("standby", Map.of())));
    }

    /** A database of the primary, here. */
    public Database replica(Database ofPrimary) {
        String own = Daemon.value(server.endpoint(), "jdbcUrl");
        String name = ofPrimary.jdbcUrl().substring(ofPrimary.jdbcUrl().lastIndexOf('/') + 1);
        return new Database(own.substring(0, own.lastIndexOf('/') + 1) + name, ofPrimary.username(),
                ofPrimary.password());
    }

    /** A statement of the superuser. */
    public void run(String sql) {
        server.call("sql", Map.of("sql", sql));
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
