package radio.tarang.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Where and when a figure was taken, for the first lines of every output. */
public final class Machine {

    private Machine() {
    }

    public static Path root() {
        return Path.of(System.getProperty("tarang.root", ".")).toAbsolutePath().normalize();
    }

    public static String describe() {
        return "%s · commit %s · %d cores, %d GiB · JDK %s · load %s".formatted(
                Instant.now().truncatedTo(ChronoUnit.SECONDS), commit(), cores(),
                memoryGib(), Runtime.version(), load());
    }

    /** One-minute load average before the run: a busy machine makes the open-loop percentiles worthless. */
    public static String load() {
        return firstLine(Path.of("/proc/loadavg")).split(" ")[0];
    }

    /** Of the machine, not of this process, which may be pinned. */
    private static long cores() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("processor")).count();
        } catch (IOException e) {
            return Runtime.getRuntime().availableProcessors();
        }
    }

    private static long memoryGib() {
        String total = firstLine(Path.of("/proc/meminfo")).replaceAll("\\D", "");
        return Math.round(Long.parseLong(total) / 1024.0 / 1024.0);
    }

    private static String firstLine(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.findFirst().orElse("");
        } catch (IOException e) {
            return "?";
        }
    }

    private static String commit() {
        try {
            Process git = new ProcessBuilder(List.of("git", "-C", root().toString(), "describe", "--always", "--dirty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String commit = new String(git.getInputStream().readAllBytes()).strip();
            return git.waitFor() == 0 ? commit : "?";
        } catch (IOException e) {
            return "?";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "?";
        }
    }
}
