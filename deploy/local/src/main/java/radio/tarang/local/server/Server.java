package radio.tarang.local.server;

import java.io.IOException;

/** A server that can be stopped and started again in its place: same ports, same data. */
public interface Server extends AutoCloseable {
    String name();

    /** Returns once the server answers; does nothing if it runs already. */
    void start() throws IOException;

    /** Stops cleanly and returns once it is gone. */
    void stop() throws IOException;

    /** Ends every process of the server at once, as a power cut would. */
    void kill() throws IOException;

    /** Freezes every process of the server: connections stay open, nothing answers. */
    void pause() throws IOException;

    void resume() throws IOException;

    @Override
    default void close() throws IOException {
        stop();
    }
}
