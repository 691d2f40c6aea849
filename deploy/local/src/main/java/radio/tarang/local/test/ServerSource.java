package radio.tarang.local.test;

import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;

import radio.tarang.local.server.Server;

/** Where the servers of a build come from: processes of this machine, or containers. */
interface ServerSource {
    /**
     * A server that is not started yet.
     *
     * @param databases for servers that keep their data in one
     */
    Offer create(Kind kind, String id, Databases databases) throws IOException;

    /** A hot standby, not started yet, of a PostgreSQL that is stopped. */
    Offer standby(Offer postgres, String id, String standbyId) throws IOException;

    /** Deletes what an ended server left. */
    void forget(String id) throws IOException;

    /** Deletes what all ended servers left. */
    void close() throws IOException;

    /** @param endpoint what a client needs to know; asked after the start */
    record Offer(Server server, Supplier<Map<String, String>> endpoint) {
    }

    @FunctionalInterface
    interface Databases {
        Database create(String name) throws IOException;
    }
}
