package radio.tarang.local.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One Elasticsearch node from the distribution made for integration tests, without security and so on loopback only.
 *
 * @param archive the zip of the distribution
 * @param programs the folder in which it is unpacked, shared by all servers
 */
public record Elasticsearch(String name, Path archive, Path programs, int port, int transportPort) implements Recipe {
    public static final String VERSION = "8.19.21";

    @Override
    public Launch prepare(Path folder) throws IOException {
        Path home = Archive.zip(programs.resolve("elasticsearch-" + VERSION), archive)
                .resolve("elasticsearch-" + VERSION);
        Path config = configure(home, folder);
        OsProcess.endAll("-Des.path.conf=" + config);
        List<String> command = new ArrayList<>(Programs.notAsRoot());
        command.addAll(
                List.of(home.resolve("bin/elasticsearch").toString(), "-p", folder.resolve("node.pid").toString()));
        return new Launch(command,
                Map.of("ES_PATH_CONF", config.toString(), "ES_JAVA_HOME", System.getProperty("java.home"), "ES_TMPDIR",
                        Files.createDirectories(folder.resolve("tmp")).toString(), "CLI_JAVA_OPTS",
                        "-Xmx32m -XX:TieredStopAtLevel=1",
                        "ES_JAVA_OPTS",
                        "-Xms128m -Xmx384m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-AlwaysPreTouch"));
    }

    private Path configure(Path home, Path folder) throws IOException {
        Path config = Files.createDirectories(folder.resolve("config"));
        try (Stream<Path> originals = Files.list(home.resolve("config"))) {
            for (Path original : originals.filter(Files::isRegularFile).toList()) {
                Files.copy(original, config.resolve(original.getFileName()),
                        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
        }
        // Another collector than ours, and a garbage collection log nobody reads.
        List<String> options = Files.readAllLines(home.resolve("config/jvm.options"))
                .stream()
                .filter(line -> !line.contains("UseG1GC") && !line.startsWith("-Xlog:gc"))
                .toList();
        Files.write(config.resolve("jvm.options"), options);
        Files.writeString(config.resolve("elasticsearch.yml"), """
                cluster.name: tarang
                node.name: one
                discovery.type: single-node
                network.host: 127.0.0.1
                http.port: %d
                transport.port: %d
                path.data: %s
                path.logs: %s
                xpack.security.enabled: false
                xpack.security.autoconfiguration.enabled: false
                action.auto_create_index: false
                cluster.routing.allocation.disk.threshold_enabled: false
                """.formatted(port, transportPort, folder.resolve("data"), folder.resolve("logs")));
        return config;
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public boolean ready() {
        return Http.isOk(url() + "/_cluster/health?wait_for_status=yellow&timeout=1s");
    }

    @Override
    public Duration startLimit() {
        return Duration.ofMinutes(3);
    }
}
