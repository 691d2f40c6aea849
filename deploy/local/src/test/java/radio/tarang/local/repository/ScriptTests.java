package radio.tarang.local.repository;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import radio.tarang.local.Checkout;

import static org.assertj.core.api.Assertions.assertThat;

/** The script {@code tarang} in a checkout of nothing but names, with a Maven that writes down what it is told to build. */
class ScriptTests {
    private static final String MAVEN = """
            #!/usr/bin/env bash
            echo "$*" >> %1$s/maven.log
            [ ! -e %1$s/broken ] || { echo "[ERROR] it does not compile"; exit 1; }
            echo "[INFO] Building Tarang benchmarks 0.1.0-SNAPSHOT                        [1/1]"
            while [ "$1" != -pl ]; do shift; done
            IFS=, read -ra modules <<< "$2"
            for module in "${modules[@]}"; do
              mkdir -p "$module"/target/{lib,archives}
              touch "$module/target/$(basename "$module")-0.1.0.jar" "$module/target/archives/keycloak-1.zip"
            done
            """;

    @TempDir
    Path folder;
    private Path checkout;

    private record Said(int status, String text) {
    }

    @BeforeEach
    void copy() throws IOException {
        checkout = Files.createDirectories(folder.resolve("checkout"));
        program("tarang", Files.readString(Checkout.root().resolve("tarang")));
        program("maven/bin/mvn", MAVEN.formatted(checkout));
        program("deploy/bench/figure", "#!/usr/bin/env bash\necho \"measured $*\"\n");
        program("deploy/faults/run", "#!/usr/bin/env bash\necho \"broken $*\"\n");
        source("deploy/bench/src/main/java/Figure.java");
        source("deploy/bench/src/test/java/FigureTests.java");
        source("outbox/src/main/java/Outbox.java");
    }

    private void program(String path, String text) throws IOException {
        Path file = checkout.resolve(path);
        Files.createDirectories(file.getParent());
        Files.setPosixFilePermissions(Files.writeString(file, text), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void source(String path) throws IOException {
        Path file = checkout.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "class Nothing {}\n");
        changed(path, Instant.now().minus(Duration.ofHours(1)));
    }

    private void changed(String path, Instant when) throws IOException {
        Files.setLastModifiedTime(checkout.resolve(path), FileTime.from(when));
    }

    private Said run(String... words) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        ProcessBuilder tarang = new ProcessBuilder(
                Stream.concat(Stream.of(checkout.resolve("tarang").toString()), Stream.of(words)).toList())
                .redirectErrorStream(true).redirectOutput(out.toFile());
        tarang.environment().put("JAVA_HOME", System.getProperty("java.home"));
        tarang.environment().put("MAVEN_HOME", checkout.resolve("maven").toString());
        Process process = tarang.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Said(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
    }

    private List<String> builds() throws IOException {
        Path log = checkout.resolve("maven.log");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    @Test
    void aBenchmarkBuildsWhatIsMissingOrOlderThanItsSourcesAndThenRuns() throws Exception {
        Said first = run("bench", "figure", "--brief");
        assertThat(first.status()).as(first.text()).isZero();
        assertThat(first.text()).contains("Building", "  1/1 Tarang benchmarks", "Built in")
                .endsWith("measured --brief\n");
        assertThat(builds()).singleElement().asString().contains("package", "program-service,", ",deploy/local,",
                ",deploy/faults,", ",deploy/bench/plain-gateway,", "deploy/bench ");

        changed("deploy/bench/src/test/java/FigureTests.java", Instant.now().plusSeconds(60));
        assertThat(run("bench", "figure").text()).isEqualTo("measured \n");
        assertThat(run("faults", "--long").text()).as("what a benchmark runs is more").isEqualTo("broken --long\n");
        assertThat(builds()).hasSize(1);

        changed("outbox/src/main/java/Outbox.java", Instant.now().plusSeconds(60));
        assertThat(run("bench", "figure").text()).contains("Built in").endsWith("measured \n");
        assertThat(builds()).hasSize(2);
    }

    @Test
    void theFaultsAreBuiltWithoutTheBenchmarksAndNothingRunsWhereTheBuildFails() throws Exception {
        Files.createFile(checkout.resolve("broken"));
        Said failed = run("faults");
        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.text()).contains("[ERROR] it does not compile", "The build failed").doesNotContain("broken ");

        Files.delete(checkout.resolve("broken"));
        assertThat(run("faults").text()).contains("Built in").endsWith("broken \n");
        assertThat(builds()).hasSize(2).last().asString().contains(",deploy/faults ").doesNotContain("deploy/bench");
    }

    @Test
    void aBenchmarkThatIsNotThereIsNotBuiltFor() throws Exception {
        Said said = run("bench", "nothing");
        assertThat(said.status()).isEqualTo(1);
        assertThat(said.text()).contains("There are: figure");
        assertThat(builds()).isEmpty();
    }
}
