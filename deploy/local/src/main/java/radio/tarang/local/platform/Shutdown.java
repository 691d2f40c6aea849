package radio.tarang.local.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import radio.tarang.local.server.OsProcess;
import radio.tarang.local.server.Pause;

/**
 * Stops every process of a platform by what its data folder says, whoever started it: first the services and
 * Keycloak together, then Kafka and Redis, then PostgreSQL.
 * Strangers that were given an old process id are left alone.
 */
public record Shutdown(Home home) {
    static final String TRAINING = "training.pid";
    private static final Duration SERVICE_LIMIT = Duration.ofSeconds(25);
    private static final Duration DATA_LIMIT = Duration.ofSeconds(30);
    private static final List<String> DATA_SERVERS = List.of("kafka", "redis", "postgresql");
    private static final int PASSES = 3;

    public List<String> running() {
        return Platform.parts().stream().filter(part -> process(part).isPresent()).toList();
    }

    /** Repeats itself for what was being started while it looked. */
    public void run(Progress progress) throws IOException {
        for (int pass = 0; pass < PASSES; pass++) {
            Optional<OsProcess> training = OsProcess.read(home.of(TRAINING)).filter(OsProcess::alive);
            if (training.isPresent()) {
                training.get().signalTree("KILL");
            }
            stopServices(progress);
            stopOne("kafka", "TERM", progress);
            stopOne("redis", "TERM", progress);
            stopOne("postgresql", "INT", progress);
            Pause.millis(50);
        }
        Files.deleteIfExists(home.of(TRAINING));
    }

    private void stopServices(Progress progress) throws IOException {
        List<String> services = running().stream().filter(part -> !DATA_SERVERS.contains(part)).toList();
        if (services.isEmpty()) {
            return;
        }
        progress.step("stopping " + String.join(", ", services), () -> {
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> ends = new ArrayList<>();
                for (String service : services) {
                    ends.add(executor.submit(() -> {
                        end(service, "TERM", SERVICE_LIMIT);
                        return null;
                    }));
                }
                for (Future<?> end : ends) {
                    end.get();
                }
            } catch (ExecutionException failed) {
                throw new IOException(failed.getCause());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void stopOne(String part, String signal, Progress progress) throws IOException {
        if (process(part).isPresent()) {
            progress.step("stopping " + part, () -> end(part, signal, DATA_LIMIT));
        }
    }

    private void end(String part, String signal, Duration limit) throws IOException {
        Optional<OsProcess> process = process(part);
        if (process.isPresent()) {
            process.get().end(signal, limit);
        }
        Files.deleteIfExists(pidFile(part));
    }

    private Optional<OsProcess> process(String part) {
        return OsProcess.read(pidFile(part)).filter(OsProcess::alive);
    }

    private Path pidFile(String part) {
        return home.of(part).resolve("pid");
    }
}
