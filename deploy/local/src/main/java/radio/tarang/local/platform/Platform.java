package radio.tarang.local.platform;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.kafka.clients.admin.Admin;

import radio.tarang.local.server.ProcessServer;
import radio.tarang.local.server.Recipe;
import radio.tarang.local.topic.Topic;
import radio.tarang.local.topic.Topics;

/** Which servers and services there are, and what each is told. */
public final class Platform {
    /** In the order of starting; the number is the limit of the heap in MiB. */
    private static final Map<String, Integer> SERVICES = heaps();

    private final Path root;
    private final Home home;
    private final PortPlan ports;
    private final Options options;
    private final Secrets secrets;
    private final Servers servers;
    private final LocalRealm realm;

    /**
     * @param demo whether the demo schedule is loaded
     * @param limitsFactor multiplies every rate limit
     */
    public record Options(boolean demo, int limitsFactor) {
    }

    public Platform(Path root, Home home, PortPlan ports, Options options) throws IOException {
        this.root = root;
        this.home = home;
        this.ports = ports;
        this.options = options;
        this.secrets = new Secrets(home);
        this.servers = Servers.of(root, home, ports, secrets);
        this.realm = new LocalRealm(servers.keycloak(), ports, secrets);
    }

    private static Map<String, Integer> heaps() {
        Map<String, Integer> services = new LinkedHashMap<>();
        services.put("program-service", 256);
        services.put("notification-service", 256);
        services.put("gateway", 320);
        services.put("comment-service", 128);
        services.put("user-service", 192);
        services.put("counter-service", 128);
        services.put("search-service", 128);
        return services;
    }

    /** The names of all parts, in the order of starting. */
    public static List<String> parts() {
        List<String> parts = new ArrayList<>(List.of("postgresql", "kafka", "redis", "keycloak"));
        parts.addAll(SERVICES.keySet());
        return parts;
    }

    /** Without these no service works. */
    List<ProcessServer> dataServers() {
        return Stream.of(servers.postgres(), servers.kafka(), servers.redis()).map(this::server).toList();
    }

    /** Databases, roles and topics; safe to repeat. */
    void furnish() throws IOException {
        Databases databases = new Databases(servers.postgres());
        databases.ensure(Servers.KEYCLOAK_DATABASE, secrets.of("database." + Servers.KEYCLOAK_DATABASE));
        for (String database : ServiceEnvironment.DATABASES.values()) {
            databases.ensure(database, secrets.of("database." + database));
        }
        try (Admin admin = servers.kafka().admin()) {
            new Topics(admin).apply(Topic.ofCheckout(root), "");
        }
    }

    /** Services start without it; only logins need it. */
    ProcessServer keycloak() {
        return server(servers.keycloak());
    }

    LocalRealm realm() {
        return realm;
    }

    Gateway gateway() {
        return new Gateway(ports.gateway());
    }

    List<Service> services() throws IOException {
        ServiceEnvironment environment = new ServiceEnvironment(servers, realm, ports, secrets, home);
        List<Service> services = new ArrayList<>();
        for (Map.Entry<String, Integer> service : SERVICES.entrySet()) {
            String name = service.getKey();
            services.add(new Service(Application.ofCheckout(name, root, home, service.getValue()), ports.of(name),
                    environment.of(name, options)));
        }
        return services;
    }

    ProcessServer server(Recipe recipe) {
        return new ProcessServer(recipe, home.of(recipe.name()));
    }
}
