package radio.tarang.local.test;

import java.util.Map;

/** The Kafka broker that all tests of the build share. */
public final class TestKafka {
    private final RemoteServer server;

    TestKafka(RemoteServer server) {
        this.server = server;
    }

    public String bootstrapServers() {
        return Daemon.value(server.endpoint(), "bootstrapServers");
    }

    /** Creates every topic of {@code docs/contracts/topics.yaml} under a prefix of one's own, such as {@code it-abc.}. */
    public void createTopics(String prefix) {
        server.call("topics", Map.of("prefix", prefix));
    }
}
