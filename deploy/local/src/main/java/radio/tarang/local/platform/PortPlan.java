package radio.tarang.local.platform;

import java.io.IOException;
import java.util.Map;
import java.util.Properties;

import radio.tarang.local.server.Ports;

/**
 * The ports of one platform, all on loopback.
 *
 * @param gateway the only one that a browser uses
 * @param offset added to the ports of everything else, so that two platforms can run side by side
 */
public record PortPlan(int gateway, int offset) {
    private static final String FILE = "ports.properties";
    private static final Map<String, Integer> STANDARD = Map.ofEntries(Map.entry("program-service", 8081),
            Map.entry("comment-service", 8082), Map.entry("user-service", 8083), Map.entry("counter-service", 8084),
            Map.entry("notification-service", 8085), Map.entry("search-service", 8086), Map.entry("postgresql", 15432),
            Map.entry("keycloak", 15480), Map.entry("keycloak-management", 15490), Map.entry("redis", 16379),
            Map.entry("kafka", 19092), Map.entry("kafka-controller", 19093));

    /** What browsers open, and what tokens name as the beginning of their issuer. */
    public String publicUrl() {
        return "http://localhost:" + gateway;
    }

    public int of(String name) {
        if (name.equals("gateway")) {
            return gateway;
        }
        Integer standard = STANDARD.get(name);
        if (standard == null) {
            throw new IllegalArgumentException("No port is planned for " + name);
        }
        return standard + offset;
    }

    /** Refuses, naming the first port that somebody else has. */
    public void requireFree() throws IOException {
        if (!Ports.isFree(gateway)) {
            throw new IOException("Port " + gateway
                    + " (gateway) is taken by another program: stop that, or choose one with --port N.");
        }
        for (String name : STANDARD.keySet().stream().sorted().toList()) {
            if (!Ports.isFree(of(name))) {
                throw new IOException(
                        "Port %d (%s) is taken by another program: stop that, or move all inner ports with --offset N."
                                .formatted(of(name), name));
            }
        }
    }

    /** The ports with which this platform was last started. */
    public static PortPlan last(Home home) throws IOException {
        Properties properties = home.read(FILE);
        return new PortPlan(Integer.parseInt(properties.getProperty("gateway", "8080")),
                Integer.parseInt(properties.getProperty("offset", "0")));
    }

    public void save(Home home) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("gateway", Integer.toString(gateway));
        properties.setProperty("offset", Integer.toString(offset));
        home.write(FILE, properties);
    }
}
