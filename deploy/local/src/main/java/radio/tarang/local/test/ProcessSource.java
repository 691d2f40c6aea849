package radio.tarang.local.test;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import radio.tarang.local.Checkout;
import radio.tarang.local.server.Archive;
import radio.tarang.local.server.Elasticsearch;
import radio.tarang.local.server.Kafka;
import radio.tarang.local.server.Keycloak;
import radio.tarang.local.server.Ports;
import radio.tarang.local.server.Postgres;
import radio.tarang.local.server.ProcessServer;
import radio.tarang.local.server.Recipe;
import radio.tarang.local.server.Redis;

/** Servers as processes of this machine, each with a folder below the build's. */
final class ProcessSource implements ServerSource {
    private final Path root;
    private final Path folder;

    ProcessSource(Path root, Path folder) {
        this.root = root;
        this.folder = folder;
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

    private Offer postgres(String id) {
        Postgres postgres = new Postgres(id, programs(), Ports.free(),
                UUID.randomUUID().toString(), false);
        return offer(postgres, id,
                Map.of("jdbcUrl", postgres.jdbcUrl("postgres"), "username", Postgres.SUPERUSER, "password",
                        postgres.superuserPassword()));
    }

    @Override
    public Offer standby(Offer postgres, String id, String standbyId) throws IOException {
        Map<String, String> endpoint = postgres.endpoint().get();
        String password = Daemon.value(endpoint, "password");
        Postgres primary = new Postgres(id, programs(),
                URI.create(Daemon.value(endpoint, "jdbcUrl").substring("jdbc:".length())).getPort(), password, false);
        primary.copyForStandby(folder.resolve(id), Files.createDirectories(folder.resolve(standbyId)));
        Postgres standby = new Postgres(standbyId, programs(), Ports.free(), password, false);
        return offer(standby, standbyId, Map.of("jdbcUrl", standby.jdbcUrl("postgres"), "username",
                Postgres.SUPERUSER, "password", password));
    }

    private Offer kafka(String id) throws IOException {
        Kafka kafka = new Kafka(id, Checkout.classPath(root), Ports.free(), Ports.free(), List.of());
        return offer(kafka, id, Map.of("bootstrapServers", kafka.bootstrapServers()));
    }

    private Offer redis(String id) {
        Redis redis = new Redis(id, programs(), Ports.free());
        return offer(redis, id, Map.of("host", "127.0.0.1", "port", Integer.toString(redis.port())));
    }

    private Offer elasticsearch(String id) throws IOException {
        Path archive = Checkout.archive(root, "elasticsearch-" + Elasticsearch.VERSION + ".zip");
        Elasticsearch elasticsearch = new Elasticsearch(id, archive, programs(), Ports.free(), Ports.free());
        return offer(elasticsearch, id, Map.of("url", elasticsearch.url()));
    }

    private Offer keycloak(String id, Database database) throws IOException {
        Path archive = Checkout.archive(root, "keycloak-quarkus-dist-" + Keycloak.VERSION + ".zip");
        int port = Ports.free();
        Keycloak keycloak = new Keycloak(id, programs(), archive,
                new Keycloak.Endpoint(port, Ports.free(), "http://127.0.0.1:" + port),
                new Keycloak.Database(database.jdbcUrl(), database.username(), database.password()),
                UUID.randomUUID().toString());
        return offer(keycloak, id,
                Map.of("url", keycloak.url(), "username", Keycloak.ADMIN, "password", keycloak.adminPassword()));
    }

    private Path programs() {
        return root.resolve("deploy/local/target/servers");
    }

    private Offer offer(Recipe recipe, String id, Map<String, String> endpoint) {
        return new Offer(new ProcessServer(recipe, folder.resolve(id)), () -> endpoint);
    }

    @Override
    public void forget(String id) throws IOException {
        Archive.delete(folder.resolve(id));
    }

    @Override
    public void close() throws IOException {
        Archive.delete(folder);
    }
}
