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
    private static final Map<String, Integer> STANDARD = Map.of("program-service", 8081, "comment-service", 8082,
            "user-service", 8083,
            "counter-service", 8084, "notification-service", 8085, "search-service", 8086, "postgresql", 15432, "kafka",
            19092,
            "kafka-controller", 19093);

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
