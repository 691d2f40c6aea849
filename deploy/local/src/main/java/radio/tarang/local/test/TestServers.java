package radio.tarang.local.test;

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
        return Redis.of(Daemon.ofThisBuild().shared(Kind.REDIS));
    }

    public static PrivateRedis privateRedis() {
        return new PrivateRedis(Daemon.ofThisBuild().ofThisTest(Kind.REDIS));
    }

    public static Elasticsearch elasticsearch() {
        return new Elasticsearch(Daemon.value(Daemon.ofThisBuild().shared(Kind.ELASTICSEARCH).endpoint(), "url"));
    }

    public static TestKeycloak keycloak() {
        return new TestKeycloak(Daemon.ofThisBuild().shared(Kind.KEYCLOAK));
    }

    public static PrivateKeycloak privateKeycloak() {
        return new PrivateKeycloak(Daemon.ofThisBuild().ofThisTest(Kind.KEYCLOAK));
    }

    public record Redis(String host, int port) {
        static Redis of(RemoteServer server) {
            return new Redis(Daemon.value(server.endpoint(), "host"),
                    Integer.parseInt(Daemon.value(server.endpoint(), "port")));
        }

        public String uri() {
            return "redis://" + host + ":" + port;
        }
    }

    public record Elasticsearch(String url) {
    }
}
