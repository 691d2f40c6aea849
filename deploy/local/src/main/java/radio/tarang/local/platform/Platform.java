package radio.tarang.local.platform;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.admin.Admin;

import radio.tarang.local.Checkout;
import radio.tarang.local.server.Kafka;
import radio.tarang.local.server.Postgres;
import radio.tarang.local.server.ProcessServer;
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
    private final Postgres postgres;
    private final Kafka kafka;

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
        this.postgres = new Postgres("postgresql", home.of("programs"), ports.of("postgresql"),
                secrets.of("postgresql.superuser"), true);
        this.kafka = new Kafka("kafka", Checkout.classPath(root), ports.of("kafka"), ports.of("kafka-controller"),
                List.of("-XX:SharedArchiveFile=" + home.of("kafka").resolve("cds"), "-XX:+AutoCreateSharedArchive",
                        "-Xlog:cds=off",
                        "-Xlog:aot=off", "-Xshare:auto"));
    }

    private static Map<String, Integer> heaps() {
        Map<String, Integer> services = new LinkedHashMap<>();
        services.put("program-service", 256);
        services.put("notification-service", 256);
        services.put("gateway", 320);
        services.put("comment-service", 128);
        services.put("user-service", 128);
        services.put("counter-service", 128);
        services.put("search-service", 128);
        return services;
    }

    /** The names of all parts, in the order of starting. */
    public static List<String> parts() {
        List<String> parts = new ArrayList<>(List.of("postgresql", "kafka"));
        parts.addAll(SERVICES.keySet());
        return parts;
    }

    List<ProcessServer> dataServers() {
        return List.of(new ProcessServer(postgres, home.of("postgresql")), new ProcessServer(kafka, home.of("kafka")));
    }

    /** Databases, roles and topics; safe to repeat. */
    void furnish() throws IOException {
        Databases databases = new Databases(postgres);
        for (String database : List.of("program", "notification")) {
            databases.ensure(database, secrets.of("database." + database));
        }
        try (Admin admin = kafka.admin()) {
            new Topics(admin).apply(Topic.ofCheckout(root), "");
        }
    }

    List<Service> services() throws IOException {
        List<Service> services = new ArrayList<>();
        for (Map.Entry<String, Integer> service : SERVICES.entrySet()) {
            String name = service.getKey();
            services.add(new Service(Application.ofCheckout(name, root, home, service.getValue()), ports.of(name),
                    environment(name)));
        }
        return services;
    }

    private Map<String, String> environment(String service) throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("SERVER_PORT", Integer.toString(ports.of(service)));
        environment.put("SERVER_ADDRESS", "127.0.0.1");
        switch (service) {
            case "program-service" -> {
                store(environment, "program");
                environment.put("TARANG_DEMO", Boolean.toString(options.demo()));
            }
            case "notification-service" -> store(environment, "notification");
            case "gateway" -> {
                environment.put("SPRING_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
                for (String other : List.of("program", "comment", "user", "counter", "notification", "search")) {
                    environment.put("TARANG_SERVICES_" + other.toUpperCase(java.util.Locale.ROOT),
                            "http://127.0.0.1:" + ports.of(other + "-service"));
                }
            }
            default -> {
                return environment;
            }
        }
        if (options.limitsFactor() != 1) {
            environment.put("TARANG_LIMITS_FACTOR", Integer.toString(options.limitsFactor()));
        }
        return environment;
    }

    private void store(Map<String, String> environment, String database) throws IOException {
        environment.put("SPRING_DATASOURCE_URL", postgres.jdbcUrl(database));
        environment.put("SPRING_DATASOURCE_USERNAME", database);
        environment.put("SPRING_DATASOURCE_PASSWORD", secrets.of("database." + database));
        environment.put("SPRING_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    }
}
