package radio.tarang.local.test;

import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import radio.tarang.local.server.OsProcess;
import radio.tarang.local.server.Pause;

/**
 * Owns the servers of one build and answers its tests on loopback. It looks twice a second whether the build and the tests that own private servers
 * still live: so nothing is left behind, not even by a kill -9.
 */
final class TestServersDaemon {
    private static final int WATCH_MILLIS = 500;

    private final Fleet fleet;

    private TestServersDaemon(Fleet fleet) {
        this.fleet = fleet;
    }

    /** What keeps it from starting is said in one line: it is all that the failing test shows. */
    public static void main(String[] args) {
        try {
            run(Path.of(args[0]), Path.of(args[1]), new OsProcess(Long.parseLong(args[2]), Instant.parse(args[3])),
                    args[4]);
        } catch (IOException failed) {
            System.err.println(failed.getMessage());
            Runtime.getRuntime().halt(1);
        }
        Runtime.getRuntime().halt(0);
    }

    private static void run(Path root, Path folder, OsProcess build, String kindOfServers) throws IOException {
        Leftovers.sweep(folder);
        ServerSource source = switch (kindOfServers) {
            case "processes" -> new ProcessSource(root, folder);
            case "containers" -> ContainerSource.withEngine(folder);
            case String other -> throw new IOException("tarang.servers is processes or containers, not " + other);
        };
        Fleet fleet = new Fleet(source, root);
        int port = new TestServersDaemon(fleet).listen();
        Path draft = Files.writeString(folder.resolve("port.draft"), port + "\n");
        Files.move(draft, folder.resolve("port"), StandardCopyOption.ATOMIC_MOVE);
        while (build.alive() && Pause.millis(WATCH_MILLIS)) {
            fleet.removeOrphans();
        }
        fleet.close();
    }

    private int listen() throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::answer);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.start();
        return http.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            int status = 200;
            String body;
            try {
                Map<String, String> result = fleet.perform(exchange.getRequestURI().getPath().substring(1),
                        parameters(exchange.getRequestURI().getRawQuery()));
                body = properties(result);
            } catch (IOException | RuntimeException failed) {
                status = 500;
                body = String.valueOf(failed.getMessage());
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : query.split("&")) {
            String[] sides = pair.split("=", 2);
            parameters.put(sides[0], URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private static String properties(Map<String, String> values) throws IOException {
        Properties properties = new Properties();
        properties.putAll(values);
        StringWriter text = new StringWriter();
        properties.store(text, null);
        return text.toString();
    }
}
