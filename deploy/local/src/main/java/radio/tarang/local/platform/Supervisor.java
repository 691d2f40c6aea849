package radio.tarang.local.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

import radio.tarang.local.server.OsProcess;
import radio.tarang.local.server.ProcessServer;

/** Starts a platform, keeps every part of it running, and stops it. One per data folder: the caller holds the folder's lock. */
public final class Supervisor {
    /** More services starting at once than this only take the processor from each other. */
    private static final int STARTING_TOGETHER = Math.max(3, Runtime.getRuntime().availableProcessors());

    private final Platform platform;
    private final Home home;
    private final Progress progress;
    private final List<ProcessServer> parts = new ArrayList<>();
    private volatile boolean stopping;

    public Supervisor(Platform platform, Home home, Progress progress) {
        this.platform = platform;
        this.home = home;
        this.progress = progress;
    }

    /** Stops what a killed supervisor left running. */
    public void clearLeftovers() throws IOException {
        Shutdown earlier = new Shutdown(home);
        if (!earlier.running().isEmpty()) {
            progress.line("An earlier run left processes behind:");
        }
        earlier.run(progress);
    }

    /** Returns once every part has answered and the gateway says that the whole is healthy. */
    public void start() throws IOException {
        List<Service> services = platform.services();
        together(platform.dataServers());
        progress.step("databases and topics", platform::furnish);
        List<ProcessServer> others = new ArrayList<>(List.of(platform.keycloak()));
        services.forEach(service -> others.add(platform.server(service)));
        together(others);
        if (!stopping && platform.gateway().awaitHealth().equals("degraded")) {
            progress.line("  Some part is slow: /health says which.");
        }
    }

    /** Watches until {@link #stop}; meanwhile prepares quicker starts. */
    public void watch() throws IOException {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            parts.forEach(part -> executor.submit(new Watch(part, progress, () -> stopping)));
            train(platform.services());
            giveBackMemory();
        }
    }

    public void stop() throws IOException {
        stopping = true;
        Files.deleteIfExists(home.healthyFile());
        new Shutdown(home).run(progress);
    }

    private void together(List<ProcessServer> servers) throws IOException {
        Semaphore permits = new Semaphore(STARTING_TOGETHER);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> starts = new ArrayList<>();
            for (ProcessServer server : servers) {
                starts.add(executor.submit(() -> {
                    permits.acquire();
                    try {
                        start(server);
                    } finally {
                        permits.release();
                    }
                    return null;
                }));
            }
            for (Future<?> start : starts) {
                start.get();
            }
            parts.addAll(servers);
        } catch (ExecutionException failed) {
            Throwable cause = Objects.requireNonNullElse(failed.getCause(), failed);
            throw new IOException(cause.getMessage(), cause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while starting", interrupted);
        }
    }

    private void start(ProcessServer server) throws IOException {
        if (!stopping) {
            progress.step(server.name(), server::start);
        }
        if (!stopping && server.name().equals("keycloak")) {
            progress.step("realm", () -> platform.realm().reconcile(progress));
        }
    }

    private void train(List<Service> services) throws IOException {
        List<Service> untrained = new ArrayList<>();
        for (Service service : services) {
            if (!service.application().trained()) {
                untrained.add(service);
            }
        }
        if (untrained.isEmpty() || stopping) {
            return;
        }
        progress.line("Preparing quicker starts in the background ...");
        for (Service service : untrained) {
            if (stopping) {
                return;
            }
            Optional<String> failure = train(service);
            failure.ifPresent(progress::line);
        }
        progress.line("The next start will be quicker.");
    }

    /** Unpacking and starting took a heap that watching does not need. */
    private static void giveBackMemory() {
        System.gc();
    }

    private Optional<String> train(Service service) throws IOException {
        OsProcess training = service.train();
        training.write(home.of(Shutdown.TRAINING));
        if (!training.awaitEndQuietly(java.time.Duration.ofMinutes(5))) {
            training.signalTree("KILL");
        }
        Files.deleteIfExists(home.of(Shutdown.TRAINING));
        return stopping || service.application().trained()
                ? Optional.empty()
                : Optional.of(service.name() + " keeps its slower start, see "
                        + service.application().extracted().resolve("train.log"));
    }

    /** Marks this process as the one that runs the platform. */
    public void claim() throws IOException {
        Files.deleteIfExists(home.healthyFile());
        OsProcess.of(ProcessHandle.current()).write(home.supervisorFile());
    }

    public void markHealthy() throws IOException {
        OsProcess.of(ProcessHandle.current()).write(home.healthyFile());
    }
}
