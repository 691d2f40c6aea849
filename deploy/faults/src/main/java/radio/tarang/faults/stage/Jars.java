package radio.tarang.faults.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import radio.tarang.local.Checkout;

/** The runnable services that the build left in this checkout. */
final class Jars {

    private Jars() {
    }

    static Path of(String service) throws IOException {
        Path target = Checkout.root().resolve(service).resolve("target");
        List<Path> jars = Files.isDirectory(target) ? in(target, service) : List.of();
        if (jars.size() != 1) {
            throw new IOException(
                    "expected one %s-….jar in %s, found %s: run mvn -DskipTests package".formatted(service, target,
                            jars));
        }
        return jars.getFirst();
    }

    private static List<Path> in(Path target, String service) throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().matches(service + "-[0-9].*\\.jar"))
                    .filter(file -> !file.getFileName().toString().matches(".*-(sources|javadoc|tests|plain)\\.jar"))
                    .toList();
        }
    }
}
