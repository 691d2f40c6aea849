package radio.tarang.local;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where this project's files are. */
public final class Checkout {
    private Checkout() {
    }

    /** The system property {@code tarang.root}, or the nearest folder above that holds the contracts. */
    public static Path root() throws IOException {
        String property = System.getProperty("tarang.root");
        if (property != null) {
            return Path.of(property).toAbsolutePath().normalize();
        }
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("docs/contracts/topics.yaml"))) {
                return folder;
            }
        }
        throw new IOException("No checkout of Tarang at or above " + start + " (set -Dtarang.root)");
    }

    /** This module's classes and the libraries that its build gathered. */
    public static String classPath(Path root) throws IOException {
        Path libraries = root.resolve("deploy/local/target/lib");
        if (!Files.isDirectory(libraries)) {
            throw new IOException(libraries + " is missing: run mvn -pl deploy/local -am package -DskipTests");
        }
        try {
            Path classes = Path.of(Checkout.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            return classes + ":" + libraries + "/*";
        } catch (URISyntaxException impossible) {
            throw new IOException(impossible);
        }
    }

    /** A server too large to be fetched by everybody: this module's verify fetches it. */
    public static Path archive(Path root, String file) throws IOException {
        Path archive = root.resolve("deploy/local/target/archives").resolve(file);
        if (!Files.exists(archive)) {
            throw new IOException(
                    file + " is not fetched yet: run mvn -pl deploy/local -am -DskipTests pre-integration-test");
        }
        return archive;
    }
}
