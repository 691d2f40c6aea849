package radio.tarang.local.test;

import java.util.Map;

/** A Kafka broker of one test's own. */
public final class PrivateKafka implements PrivateServer {
    private final RemoteServer server;

    PrivateKafka(RemoteServer server) {
        this.server = server;
    }

    public String bootstrapServers() {
        return new TestKafka(server).bootstrapServers();
    }

    /** Creates every topic of {@code docs/contracts/topics.yaml}; the prefix may be empty. */
    public void createTopics(String prefix) {
        new TestKafka(server).createTopics(prefix);
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
