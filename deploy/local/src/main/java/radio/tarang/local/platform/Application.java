package radio.tarang.local.platform;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import radio.tarang.local.server.Archive;
import radio.tarang.local.server.OsProcess;
import radio.tarang.local.server.Programs;
import radio.tarang.local.server.Recipe;

/**
 * One service's jar, laid out for a quick start: extracted once, and with the JVM's ahead-of-time cache once that has been trained. Both are kept per
 * content of the jar, so a new build never meets an old layout.
 *
 * @param apps where the layouts are kept
 * @param heapMib the limit of the heap; part of what a cache is valid for
 */
record Application(String name, Path jar, Path apps, int heapMib) {

    static Application ofCheckout(String name, Path root, Home home, int heapMib) throws IOException {
        Path target = root.resolve(name + "/target");
        try (Stream<Path> files = Files.isDirectory(target) ? Files.list(target) : Stream.empty()) {
            Path jar = files
                    .filter(file -> file.getFileName().toString()
                            .matches(name + "-[0-9][^/]*(?<!-sources|-javadoc|-tests)\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException(name + " is not built: no jar in " + target));
            return new Application(name, jar, home.of("apps"), heapMib);
        }
    }

    /** The layout of this jar; earlier ones are deleted. */
    Path extracted() throws IOException {
        Path layout = apps.resolve(name + "-" + fingerprint());
        if (Files.isDirectory(layout)) {
            return layout;
        }
        Files.createDirectories(apps);
        try (Stream<Path> earlier = Files.list(apps)) {
            for (Path old : earlier.filter(path -> path.getFileName().toString().matches("\\.?" + name + "-[-0-9a-f]+"))
                    .toList()) {
                Archive.delete(old);
            }
        }
        return Archive.once(layout, partial -> {
            Recipe.Launch extraction = new Recipe.Launch(
                    List.of(Programs.java(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                            "-Djarmode=tools", "-jar", jar.toString(), "extract", "--force", "--destination",
                            partial.toString()));
            Path log = partial.resolve("extract.log");
            OsProcess process = OsProcess.launch(extraction, apps, log);
            process.awaitEnd(java.time.Duration.ofSeconds(60));
            if (!Files.exists(partial.resolve(jar.getFileName()))) {
                throw new IOException(name + " could not be extracted: " + Files.readString(log));
            }
        });
    }

    /** The command that runs the service, with the cache if there is one. */
    List<String> command(Path layout) {
        List<String> command = new ArrayList<>(List.of(Programs.java()));
        command.addAll(flags());
        if (Files.exists(cache(layout))) {
            command.add("-XX:AOTCache=" + cache(layout));
        }
        command.addAll(List.of("-jar", layout.resolve(jar.getFileName()).toString()));
        return command;
    }

    boolean trained() throws IOException {
        return Files.exists(cache(extracted()));
    }

    /**
     * Writes the cache: starts the service up to the point where it would begin to listen and consume, at the lowest priority, and ends it. It needs
     * its servers to be up. A failure costs nothing but the quicker start.
     *
     * @param environment of the service
     */
    OsProcess train(Map<String, String> environment) throws IOException {
        Path layout = extracted();
        Path draft = layout.resolve("draft.aot");
        List<String> command = new ArrayList<>(
                List.of("/bin/sh", "-c", "nice -n 19 \"$@\" && mv " + draft.getFileName() + " "
                        + cache(layout).getFileName(), "train", Programs.java()));
        command.addAll(flags());
        command.addAll(List.of("-XX:AOTCacheOutput=" + draft, "-Dspring.context.exit=onRefresh", "-jar",
                layout.resolve(jar.getFileName()).toString()));
        return OsProcess.launch(new Recipe.Launch(command, environment), layout, layout.resolve("train.log"));
    }

    private List<String> flags() {
        return List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx" + heapMib + "m",
                "-XX:+ExitOnOutOfMemoryError", "--sun-misc-unsafe-memory-access=allow",
                "-Xlog:aot=off", "-Xlog:cds=off", "-Duser.timezone=UTC");
    }

    private static Path cache(Path layout) {
        return layout.resolve("app.aot");
    }

    /** Of the jar, the JVM and its flags: a cache is good for exactly these. */
    private String fingerprint() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(jar), digest)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            digest.update((System.getProperty("java.vm.version") + flags())
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IOException(impossible);
        }
    }
}
