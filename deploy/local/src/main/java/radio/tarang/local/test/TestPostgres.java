package radio.tarang.local.test;

import java.util.Map;

/** The PostgreSQL that all tests of the build share. */
public final class TestPostgres {
    private final RemoteServer server;

    TestPostgres(RemoteServer server) {
        this.server = server;
    }

    /** @param name becomes the beginning of the database's unique name */
    public Database database(String name) {
        Map<String, String> created = server.call("database", Map.of("name", name));
        return new Database(Daemon.value(created, "jdbcUrl"), Daemon.value(created, "username"),
                Daemon.value(created, "password"));
    }
}
