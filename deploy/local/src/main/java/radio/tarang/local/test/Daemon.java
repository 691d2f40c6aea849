package radio.tarang.local.test;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import radio.tarang.local.Checkout;
import radio.tarang.local.server.OsProcess;
import radio.tarang.local.server.Pause;
import radio.tarang.local.server.Programs;

/**
 * The daemon of this build, seen from a test's process: found by the state file of the build, or started by whoever comes first, under a file lock.
 */
final class Daemon {
    private static final String KEPT_WHILE = "TARANG_TEST_SERVERS_WHILE";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    /** Long enough for the very first start of Keycloak on a busy machine. */
    private static final Duration CALL_LIMIT = Duration.ofMinutes(5);

    private static @Nullable Daemon ofThisBuild;

    private final int port;
    private final Map<Kind, RemoteServer> shared = new HashMap<>();

    private Daemon(int port) {
        this.port = port;
    }

    static synchronized Daemon ofThisBuild() {
        if (ofThisBuild == null) {
            try {
                ofThisBuild = of(Checkout.root(), build());
            } catch (IOException failed) {
                throw new IllegalStateException("The test servers cannot be started: " + failed.getMessage(), failed);
            }
        }
        return ofThisBuild;
    }

    static Daemon of(Path root, OsProcess build) throws IOException {
        return new Daemon(findOrStart(root, build));
    }

    /** All that a build has of servers. */
    static Path folder(Path root, OsProcess build) {
        return root.resolve("target/test-servers/" + build.pid() + "-" + build.began().toEpochMilli());
    }

    synchronized RemoteServer shared(Kind kind) {
        return shared.computeIfAbsent(kind, missing -> create(Map.of("kind", missing.name())));
    }

    RemoteServer ofThisTest(Kind kind) {
        OsProcess self = OsProcess.of(ProcessHandle.current());
        return create(Map.of("kind", kind.name(), "ownerPid", Long.toString(self.pid()), "ownerBegan",
                self.began().toString()));
    }

    private RemoteServer create(Map<String, String> wish) {
        Map<String, String> endpoint = call("create", wish);
        return new RemoteServer(this, value(endpoint, "server"), endpoint);
    }

    Map<String, String> call(String verb, Map<String, String> parameters) {
        String query = parameters.entrySet()
                .stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/" + verb + "?" + query))
                .POST(HttpRequest.BodyPublishers.noBody())
                .timeout(CALL_LIMIT)
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException("Test servers: " + verb + " " + parameters + ": " + response.body());
            }
            return properties(response.body());
        } catch (IOException gone) {
            throw new IllegalStateException("The daemon of the test servers does not answer", gone);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the test servers", interrupted);
        }
    }

    static String value(Map<String, String> endpoint, String name) {
        return Objects.requireNonNull(endpoint.get(name), name);
    }

    private static Map<String, String> properties(String text) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, properties::getProperty));
    }

    /**
     * The outermost Java process above this one: Maven, or the development environment, or this process itself. Whoever runs one test after the
     * other names a process of their own instead, their shell say, and keeps the servers for as long as that lives.
     */
    private static OsProcess build() {
        String kept = System.getenv(KEPT_WHILE);
        if (kept != null) {
            return OsProcess.of(ProcessHandle.of(Long.parseLong(kept)).orElseThrow(
                    () -> new IllegalStateException(KEPT_WHILE + "=" + kept + " is no process that runs")));
        }
        ProcessHandle build = ProcessHandle.current();
        for (var parent = build.parent(); parent.isPresent(); parent = parent.get().parent()) {
            if (parent.get().info().command().orElse("").endsWith("/java")) {
                build = parent.get();
            }
        }
        return OsProcess.of(build);
    }

    private static int findOrStart(Path root, OsProcess build) throws IOException {
        Path folder = folder(root, build);
        Files.createDirectories(folder);
        try (FileChannel channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            Path portFile = folder.resolve("port");
            boolean runs = OsProcess.read(folder.resolve("daemon.pid")).filter(OsProcess::alive).isPresent();
            if (!runs || !Files.exists(portFile)) {
                Files.deleteIfExists(portFile);
                start(root, folder, build);
            }
            return Integer.parseInt(Files.readString(portFile).strip());
        }
    }

    private static void start(Path root, Path folder, OsProcess build) throws IOException {
        String mode = System.getProperty("tarang.servers", "processes");
        Path log = folder.resolve("daemon.log");
        OsProcess daemon = OsProcess.launch(
                new radio.tarang.local.server.Recipe.Launch(
                        List.of(Programs.java(), "-Xmx256m", "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1", "-cp", Checkout.classPath(root),
                                "radio.tarang.local.test.TestServersDaemon", root.toString(),
                                folder.toString(), Long.toString(build.pid()), build.began().toString(), mode)),
                root, log);
        daemon.write(folder.resolve("daemon.pid"));
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!Files.exists(folder.resolve("port"))) {
            if (!daemon.alive() || System.nanoTime() > deadline || !Pause.millis(20)) {
                throw new IOException("their daemon did not start:\n" + Files.readString(log));
            }
        }
    }
}
