package radio.tarang.local.test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.utility.DockerImageName;

import radio.tarang.local.server.Archive;
import radio.tarang.local.server.Http;
import radio.tarang.local.server.Kafka;
import radio.tarang.local.server.Keycloak;
import radio.tarang.local.server.Ports;
import radio.tarang.local.server.Postgres;
import radio.tarang.local.server.Redis;

/** The same servers as containers of the official images, on the same kind of ports, asked in the same way whether they are ready. */
final class ContainerSource implements ServerSource {
    private static final String POSTGRES = "postgres:18.6";
    private static final String KAFKA = "apache/kafka:4.2.1";
    private static final String REDIS = "redis:7.4.2";
    private static final String ELASTICSEARCH = "docker.elastic.co/elasticsearch/elasticsearch:8.19.21";
    private static final String KEYCLOAK = "quay.io/keycloak/keycloak:26.7.3";

    private final Path folder;
    private final Map<String, ContainerServer> servers = new ConcurrentHashMap<>();

    private ContainerSource(Path folder) {
        this.folder = folder;
    }

    static ContainerSource withEngine(Path folder) throws IOException {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new IOException(
                    "No container engine answers (DOCKER_HOST, /var/run/docker.sock): start one, or leave out -Dtarang.servers.");
        }
        return new ContainerSource(folder);
    }

    @Override
    public Offer create(Kind kind, String id, Databases databases) throws IOException {
        return switch (kind) {
            case POSTGRES -> postgres(id);
            case KAFKA -> kafka(id);
            case REDIS -> redis(id);
            case ELASTICSEARCH -> elasticsearch(id);
            case KEYCLOAK -> keycloak(id, databases.create("keycloak"));
        };
    }

    @Override
    public Offer standby(Offer postgres, String id, String standbyId) throws IOException {
        throw new IOException("A standby is made of another server's files: only of processes, not of containers.");
    }

    private Offer postgres(String id) {
        Postgres client = new Postgres(id, folder, Ports.free(), UUID.randomUUID().toString(), false);
        GenericContainer<?> container = container(POSTGRES, Map.of(client.port(), 5432)).withNetworkAliases(id)
                .withEnv(Map.of("POSTGRES_PASSWORD", client.superuserPassword(), "POSTGRES_INITDB_ARGS",
                        "--locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C"))
                .withCommand("postgres", "-c", "fsync=off", "-c", "wal_level=logical", "-c", "max_connections=300");
        return offer(id, container, client::ready,
                Map.of("jdbcUrl", client.jdbcUrl("postgres"), "username", Postgres.SUPERUSER, "password",
                        client.superuserPassword()));
    }

    private Offer kafka(String id) {
        Kafka client = new Kafka(id, "", Ports.free(), Ports.free(), List.of());
        int port = client.port();
        GenericContainer<?> container = container(KAFKA, Map.of(port, port)).withEnv(Map.ofEntries(
                Map.entry("KAFKA_NODE_ID", "1"), Map.entry("KAFKA_PROCESS_ROLES", "broker,controller"),
                Map.entry("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@localhost:9093"),
                Map.entry("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER"),
                Map.entry("KAFKA_LISTENERS", "PLAINTEXT://0.0.0.0:" + port + ",CONTROLLER://localhost:9093"),
                Map.entry("KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://127.0.0.1:" + port),
                Map.entry("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false"),
                Map.entry("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1"),
                Map.entry("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "1"),
                Map.entry("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1"),
                Map.entry("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1"),
                Map.entry("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1"),
                Map.entry("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0"),
                Map.entry("KAFKA_BROKER_SESSION_TIMEOUT_MS", "2000"),
                Map.entry("KAFKA_BROKER_HEARTBEAT_INTERVAL_MS", "400"),
                Map.entry("KAFKA_LOG_DIRS", "/tmp/kafka-data"), Map.entry("KAFKA_HEAP_OPTS", "-Xmx256m")));
        return offer(id, container, () -> answers(client), Map.of("bootstrapServers", client.bootstrapServers()));
    }

    private static boolean answers(Kafka kafka) {
        try {
            return kafka.ready();
        } catch (IOException interrupted) {
            return false;
        }
    }

    private Offer redis(String id) {
        Redis client = new Redis(id, folder, Ports.free());
        GenericContainer<?> container = container(REDIS, Map.of(client.port(), 6379)).withCommand("redis-server",
                "--appendonly", "yes",
                "--appendfsync", "everysec", "--save", "", "--maxmemory-policy", "noeviction");
        return offer(id, container, client::ready,
                Map.of("host", "127.0.0.1", "port", Integer.toString(client.port())));
    }

    private Offer elasticsearch(String id) {
        int port = Ports.free();
        String url = "http://127.0.0.1:" + port;
        GenericContainer<?> container = container(ELASTICSEARCH, Map.of(port, 9200))
                .withEnv(Map.of("discovery.type", "single-node",
                        "xpack.security.enabled", "false", "action.auto_create_index", "false",
                        "cluster.routing.allocation.disk.threshold_enabled",
                        "false", "ES_JAVA_OPTS", "-Xms128m -Xmx384m"));
        return offer(id, container, () -> Http.isOk(url + "/_cluster/health?wait_for_status=yellow&timeout=1s"),
                Map.of("url", url));
    }

    /** Reaches the shared PostgreSQL by its name in the engine's network. */
    private Offer keycloak(String id, Database database) {
        int port = Ports.free();
        String url = "http://127.0.0.1:" + port;
        Keycloak.Endpoint endpoint = new Keycloak.Endpoint(port, Ports.free(), url);
        String password = UUID.randomUUID().toString();
        GenericContainer<?> container = container(KEYCLOAK, Map.of(port, 8080, endpoint.managementPort(), 9000))
                .withEnv(Keycloak.addressing(endpoint))
                .withEnv(Map.of("KC_DB", "postgres", "KC_DB_URL",
                        database.jdbcUrl().replaceFirst("127.0.0.1:[0-9]+", "postgres:5432"),
                        "KC_DB_USERNAME", database.username(), "KC_DB_PASSWORD", database.password(),
                        "KC_BOOTSTRAP_ADMIN_USERNAME", Keycloak.ADMIN, "KC_BOOTSTRAP_ADMIN_PASSWORD", password,
                        "KC_HTTP_ENABLED", "true", "KC_CACHE", "local"))
                .withCommand("start", "--health-enabled=true", "--http-relative-path=" + Keycloak.PATH);
        return offer(id, container, () -> Keycloak.ready(endpoint.managementPort()),
                Map.of("url", url + Keycloak.PATH, "username", Keycloak.ADMIN, "password", password));
    }

    /** @param ports of the host, each with the port inside; chosen here, because a random one would change from stop to start */
    private static GenericContainer<?> container(String image, Map<Integer, Integer> ports) {
        List<PortBinding> bindings = ports.entrySet().stream()
                .map(port -> PortBinding.parse("127.0.0.1:" + port.getKey() + ":" + port.getValue())).toList();
        return new GenericContainer<>(DockerImageName.parse(image)).withNetwork(Network.SHARED)
                .withExposedPorts(ports.values().toArray(Integer[]::new))
                .withCreateContainerCmdModifier(create -> {
                    HostConfig host = java.util.Objects.requireNonNullElseGet(create.getHostConfig(), HostConfig::new);
                    create.withHostConfig(host.withPortBindings(bindings));
                });
    }

    private Offer offer(String id, GenericContainer<?> container, BooleanSupplier ready, Map<String, String> endpoint) {
        ContainerServer server = new ContainerServer(id, container, ready);
        servers.put(id, server);
        return new Offer(server, () -> endpoint);
    }

    @Override
    public void forget(String id) {
        ContainerServer server = servers.remove(id);
        if (server != null) {
            server.remove();
        }
    }

    @Override
    public void close() throws IOException {
        servers.values().forEach(ContainerServer::remove);
        Archive.delete(folder);
    }
}
