package radio.tarang.local.test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import radio.tarang.local.Checkout;
import radio.tarang.local.server.Archive;
import radio.tarang.local.server.Kafka;
import radio.tarang.local.server.Ports;
import radio.tarang.local.server.Postgres;
import radio.tarang.local.server.ProcessServer;
import radio.tarang.local.server.Recipe;

/** Servers as processes of this machine, each with a folder below the build's. */
final class ProcessSource implements ServerSource {
    private final Path root;
    private final Path folder;

    ProcessSource(Path root, Path folder) {
        this.root = root;
        this.folder = folder;
    }

    @Override
    public Offer create(Kind kind, String id) throws IOException {
        return switch (kind) {
            case POSTGRES -> postgres(id);
            case KAFKA -> kafka(id);
            case REDIS, ELASTICSEARCH, KEYCLOAK -> throw new IOException(kind + " is not here yet");
        };
    }

    private Offer postgres(String id) {
        Postgres postgres = new Postgres(id, root.resolve("deploy/local/target/servers"), Ports.free(),
                UUID.randomUUID().toString(), false);
        return offer(postgres, id,
                Map.of("jdbcUrl", postgres.jdbcUrl("postgres"), "username", Postgres.SUPERUSER, "password",
                        postgres.superuserPassword()));
    }

    private Offer kafka(String id) throws IOException {
        Kafka kafka = new Kafka(id, Checkout.classPath(root), Ports.free(), Ports.free(), List.of());
        return offer(kafka, id, Map.of("bootstrapServers", kafka.bootstrapServers()));
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
