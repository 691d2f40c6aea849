package radio.tarang.local.test;

import java.util.Map;

/**
 * The servers of this build, each started when it is first asked for. {@code -Dtarang.servers=containers} runs the same servers as containers.
 * <p>
 * Shared servers are kept apart by names: a database of one's own from {@link TestPostgres#database}, a prefix of one's own for
 * {@link TestKafka#createTopics}. A test that stops, kills or freezes a server asks for a private one.
 */
public final class TestServers {
    private TestServers() {
    }

    public static TestPostgres postgres() {
        return new TestPostgres(Daemon.ofThisBuild().shared(Kind.POSTGRES));
    }

    public static TestKafka kafka() {
        return new TestKafka(Daemon.ofThisBuild().shared(Kind.KAFKA));
    }

    public static PrivatePostgres privatePostgres() {
        return new PrivatePostgres(Daemon.ofThisBuild().ofThisTest(Kind.POSTGRES));
    }

    public static PrivateKafka privateKafka() {
        return new PrivateKafka(Daemon.ofThisBuild().ofThisTest(Kind.KAFKA));
    }

    public static Redis redis() {
        Map<String, String> endpoint = Daemon.ofThisBuild().shared(Kind.REDIS).endpoint();
        return new Redis(Daemon.value(endpoint, "host"), Integer.parseInt(Daemon.value(endpoint, "port")));
    }

    public static Elasticsearch elasticsearch() {
        return new Elasticsearch(Daemon.value(Daemon.ofThisBuild().shared(Kind.ELASTICSEARCH).endpoint(), "url"));
    }

    public static Keycloak keycloak() {
        Map<String, String> endpoint = Daemon.ofThisBuild().shared(Kind.KEYCLOAK).endpoint();
        return new Keycloak(Daemon.value(endpoint, "url"), Daemon.value(endpoint, "username"),
                Daemon.value(endpoint, "password"));
    }

    public record Redis(String host, int port) {
    }

    public record Elasticsearch(String url) {
    }

    /** @param username of the administrator of the master realm */
    public record Keycloak(String url, String username, String password) {
    }
}
