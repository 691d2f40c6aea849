package radio.tarang.local.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Keycloak from its distribution, below the path {@code /identity}, with its data in PostgreSQL. The distribution is unpacked and built once; each
 * server has a small home of its own that leads there. Realm files in {@code import} of the server's folder are imported where the realm does not
 * exist yet.
 *
 * @param programs the folder in which the distribution is unpacked, shared by all servers
 * @param archive the zip of the distribution
 */
public record Keycloak(String name, Path programs, Path archive, Endpoint endpoint, Database database,
        String adminPassword) implements Recipe {
    public static final String VERSION = "26.7.3";
    public static final String ADMIN = "admin";
    public static final String PATH = "/identity";
    private static final List<String> BUILD = List.of("--db=postgres", "--health-enabled=true",
            "--http-relative-path=" + PATH);
    /** Replaces Keycloak's own options whole. */
    private static final String JAVA_OPTIONS = "-Xms64m -Xmx256m -XX:MetaspaceSize=96M -XX:MaxMetaspaceSize=256m -XX:+UseSerialGC"
            + " -XX:TieredStopAtLevel=1 -XX:+ExitOnOutOfMemoryError -Dfile.encoding=UTF-8 -Djava.security.egd=file:/dev/urandom";

    /**
     * @param managementPort answers for its health
     * @param publicUrl where browsers find it, without its path: tokens name this address, whoever asked for them
     */
    public record Endpoint(int port, int managementPort, String publicUrl) {
    }

    public record Database(String jdbcUrl, String username, String password) {
    }

    @Override
    public Launch prepare(Path folder) throws IOException {
        Path home = home(folder, distribution(folder));
        // As the script names it.
        OsProcess.endAll("-Dkc.home.dir=" + home + "/bin/..");
        importRealms(home, folder);
        return new Launch(List.of(script(home), "start", "--optimized", "--import-realm"), environment());
    }

    /**
     * Unpacked and built; the name says with which options, so that other options lead to another build. Whoever comes meanwhile waits: two builds
     * side by side take twice as long.
     */
    private Path distribution(Path folder) throws IOException {
        String name = "keycloak-" + VERSION;
        Path built = Files.createDirectories(programs).resolve(name + "-" + Integer.toHexString(BUILD.hashCode()));
        synchronized (Keycloak.class) {
            try (FileChannel channel = FileChannel.open(programs.resolve("." + name + ".lock"),
                    StandardOpenOption.CREATE, StandardOpenOption.WRITE); var alone = channel.lock()) {
                return Archive.once(built, partial -> {
                    Path home = Archive.zip(partial.resolve("distribution"), archive).resolve(name);
                    Programs.run(Stream.concat(Stream.of(script(home), "build"), BUILD.stream()).toList(),
                            environment(), folder.resolve("log"));
                }).resolve("distribution").resolve(name);
            }
        }
    }

    /** The script takes the folder above it for Keycloak's home, where the server writes: links and copies of little. */
    private static Path home(Path folder, Path distribution) throws IOException {
        Path home = folder.resolve("home");
        for (String program : List.of("bin/kc.sh", "conf/keycloak.conf", "conf/cache-ispn.xml")) {
            Path copy = home.resolve(program);
            Files.createDirectories(copy.getParent());
            Files.copy(distribution.resolve(program), copy, StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
        for (String part : List.of("lib", "providers", "themes")) {
            Path link = home.resolve(part);
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, distribution.resolve(part));
        }
        return home;
    }

    private static void importRealms(Path home, Path folder) throws IOException {
        Path source = Files.createDirectories(folder.resolve("import"));
        Path target = home.resolve("data/import");
        Files.createDirectories(target.getParent());
        if (!Files.exists(target)) {
            Files.createSymbolicLink(target, source);
        }
    }

    private static String script(Path home) {
        return home.resolve("bin/kc.sh").toString();
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("JAVA_OPTS", JAVA_OPTIONS);
        environment.put("KC_DB_URL", database.jdbcUrl());
        environment.put("KC_DB_USERNAME", database.username());
        environment.put("KC_DB_PASSWORD", database.password());
        environment.put("KC_DB_POOL_MAX_SIZE", "10");
        environment.put("KC_CACHE", "local"); // else it looks for its killed predecessor for 20 s, and listens beyond loopback
        environment.put("KC_HTTP_ENABLED", "true");
        environment.put("KC_HTTP_HOST", "127.0.0.1");
        environment.put("KC_HTTP_PORT", Integer.toString(endpoint.port()));
        environment.put("KC_HTTP_MANAGEMENT_PORT", Integer.toString(endpoint.managementPort()));
        environment.put("KC_HTTP_MANAGEMENT_HOST", "127.0.0.1");
        environment.putAll(addressing(endpoint));
        environment.put("KC_LOG_LEVEL", "warn");
        environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN);
        environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", adminPassword);
        return environment;
    }

    /**
     * Two sign-ins of one account at once: without it Keycloak refuses the second as if its password were wrong, and whoever keeps trying passwords
     * keeps the owner out. How many may be wrong is counted by user-service.
     */
    private static final String LOGINS_AT_ONCE = "KC_SPI_BRUTE_FORCE_PROTECTOR__DEFAULT_BRUTE_FORCE_DETECTOR__ALLOW_CONCURRENT_REQUESTS";

    /** The issuer never changes with who asks; services that ask directly are sent to the address they asked. */
    public static Map<String, String> addressing(Endpoint endpoint) {
        return Map.of("KC_HOSTNAME", endpoint.publicUrl() + PATH, "KC_HOSTNAME_BACKCHANNEL_DYNAMIC", "true",
                "KC_PROXY_HEADERS", "xforwarded", LOGINS_AT_ONCE, "true");
    }

    /** With the path. */
    public String url() {
        return "http://127.0.0.1:" + endpoint.port() + PATH;
    }

    /** The main port answers 503 for a while after it has opened: only the management port knows. */
    @Override
    public boolean ready() {
        return ready(endpoint.managementPort());
    }

    public static boolean ready(int managementPort) {
        return Http.isOk("http://127.0.0.1:" + managementPort + PATH + "/health/ready");
    }

    @Override
    public Duration startLimit() {
        return Duration.ofMinutes(4);
    }
}
