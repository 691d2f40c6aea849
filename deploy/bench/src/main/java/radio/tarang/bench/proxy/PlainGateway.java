package radio.tarang.bench.proxy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import radio.tarang.faults.stage.Pace;
import radio.tarang.local.Checkout;
import radio.tarang.local.server.Ports;
import radio.tarang.local.server.Programs;

/** Spring Cloud Gateway with its defaults and one route, on one core, with the flags our own gateway is measured with. */
final class PlainGateway implements AutoCloseable {

    private final Process process;
    private final int port;

    private PlainGateway(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static PlainGateway before(URI upstream, int core, Path folder) throws IOException {
        int port = Ports.free();
        Path log = Files.createDirectories(folder).resolve("log");
        Process process = new ProcessBuilder(List.of("taskset", "-c", "" + core, Programs.java(), "-Xmx512m",
                "-Duser.timezone=UTC", "-jar", jar().toString(), "--server.address=127.0.0.1", "--server.port=" + port,
                "--spring.cloud.gateway.server.webflux.routes[0].id=all",
                "--spring.cloud.gateway.server.webflux.routes[0].uri=" + upstream,
                "--spring.cloud.gateway.server.webflux.routes[0].predicates[0]=Path=/**"))
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        PlainGateway plain = new PlainGateway(process, port);
        Runtime.getRuntime().addShutdownHook(new Thread(plain::close)); // a run that is broken off leaves nothing behind
        for (int i = 0; i < 600 && Ports.isFree(port); i++) {
            if (!process.isAlive()) {
                throw new IOException("plain-gateway did not start: " + Files.readString(log));
            }
            Pace.millis(100);
        }
        return plain;
    }

    private static Path jar() throws IOException {
        Path target = Checkout.root().resolve("deploy/bench/plain-gateway/target");
        try (Stream<Path> files = Files.isDirectory(target) ? Files.list(target) : Stream.of()) {
            return files.filter(file -> file.getFileName().toString().matches("plain-gateway-[0-9].*\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no plain-gateway in " + target
                            + ": run mvn -DskipTests package"));
        }
    }

    long pid() {
        return process.pid();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
