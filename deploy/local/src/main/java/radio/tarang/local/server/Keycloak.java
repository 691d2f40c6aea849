package radio.tarang.local.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keycloak from its distribution, with its data in PostgreSQL. Each server has a copy of the distribution of its own, because building it (once)
 * writes into it. Realm files in {@code import} of the server's folder are imported where the realm does not exist yet.
 *
 * @param archive the zip of the distribution
 * @param managementPort answers for its health
 */
public record Keycloak(String name, Path archive, int port, int managementPort, Database database,
        String adminPassword) implements Recipe {
    public static final String VERSION = "26.7.3";
    public static final String ADMIN = "admin";
    /** Replaces Keycloak's own options whole. */
    private static final String JAVA_OPTIONS = "-Xms64m -Xmx256m -XX:MetaspaceSize=96M -XX:MaxMetaspaceSize=256m -XX:+UseSerialGC"
            + " -XX:TieredStopAtLevel=1 -XX:+ExitOnOutOfMemoryError -Dfile.encoding=UTF-8 -Djava.security.egd=file:/dev/urandom";

    public record Database(String jdbcUrl, String username, String password) {
    }

    @Override
    public Launch prepare(Path folder) throws IOException {
        Path home = Archive.zip(folder.resolve("distribution"), archive).resolve("keycloak-" + VERSION);
        OsProcess.endAll("-Dkc.home.dir=" + home);
        build(home, folder);
        importRealms(home, folder);
        return new Launch(List.of(script(home), "start", "--optimized", "--import-realm"), environment());
    }

    /** The marker is written last: an interrupted build is done again. */
    private void build(Path home, Path folder) throws IOException {
        Path marker = folder.resolve("built");
        if (Files.exists(marker)) {
            return;
        }
        List<String> command = new ArrayList<>(
                List.of(script(home), "build", "--db=postgres", "--health-enabled=true"));
        Programs.run(command, environment(), folder.resolve("log"));
        Files.createFile(marker);
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
        environment.put("KC_HTTP_PORT", Integer.toString(port));
        environment.put("KC_HTTP_MANAGEMENT_PORT", Integer.toString(managementPort));
        environment.put("KC_HTTP_MANAGEMENT_HOST", "127.0.0.1");
        environment.put("KC_HOSTNAME_STRICT", "false");
        environment.put("KC_LOG_LEVEL", "warn");
        environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN);
        environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", adminPassword);
        return environment;
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** The main port answers 503 for a while after it has opened: only the management port knows. */
    @Override
    public boolean ready() {
        return Http.isOk("http://127.0.0.1:" + managementPort + "/health/ready");
    }

    @Override
    public Duration startLimit() {
        return Duration.ofMinutes(4);
    }
}
