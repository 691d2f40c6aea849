package radio.tarang.local.test;

/** A server that one test may treat badly. It keeps its ports and its data from stop to start, and ends with the test's process at the latest. */
public sealed interface PrivateServer extends AutoCloseable
        permits PrivatePostgres, PrivateKafka, PrivateRedis, PrivateKeycloak {
    /** A clean stop. */
    void stop();

    /** Starts again, on the same port with the same data, and returns once the server answers. */
    void start();

    /** SIGKILL to every process of the server. */
    void kill();

    /** SIGSTOP to every process of the server: connections stay open, nothing answers. */
    void pause();

    /** SIGCONT. */
    void resume();

    /** Ends the server and deletes its data. */
    @Override
    void close();
}
