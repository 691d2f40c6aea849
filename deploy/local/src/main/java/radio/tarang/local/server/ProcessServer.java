package radio.tarang.local.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A server run by its recipe in a folder, which keeps its pid file, its log and its data. Safe for use by several threads of one process; two
 * processes must not run the same folder.
 */
public final class ProcessServer implements Server {
    private static final int LOG_LINES_IN_ERROR = 15;

    private final Recipe recipe;
    private final Path folder;

    public ProcessServer(Recipe recipe, Path folder) {
        this.recipe = recipe;
        this.folder = folder.toAbsolutePath();
    }

    @Override
    public String name() {
        return recipe.name();
    }

    @Override
    public synchronized void start() throws IOException {
        if (process().isPresent()) {
            return;
        }
        Files.createDirectories(folder);
        Recipe.Launch launch = recipe.prepare(folder);
        OsProcess process = OsProcess.launch(launch, folder, log());
        process.write(pidFile());
        awaitReady(process);
    }

    private void awaitReady(OsProcess process) throws IOException {
        long deadline = System.nanoTime() + recipe.startLimit().toNanos();
        while (!recipe.ready()) {
            if (!process.alive()) {
                throw new IOException(name() + " ended while starting. Its log " + log() + " ends with:\n" + logTail());
            }
            if (System.nanoTime() > deadline || !Pause.millis(25)) {
                kill();
                throw new IOException(
                        name() + " did not answer within " + recipe.startLimit().toSeconds() + " s. Its log " + log()
                                + " ends with:\n" + logTail());
            }
        }
    }

    @Override
    public synchronized void stop() throws IOException {
        Optional<OsProcess> process = process();
        if (process.isPresent()) {
            process.get().end(recipe.stopSignal(), recipe.stopLimit());
        }
        Files.deleteIfExists(pidFile());
    }

    @Override
    public synchronized void kill() throws IOException {
        Optional<OsProcess> process = process();
        if (process.isPresent()) {
            process.get().killTree(Duration.ofSeconds(10));
        }
    }

    @Override
    public synchronized void pause() throws IOException {
        Optional<OsProcess> process = process();
        if (process.isPresent()) {
            process.get().signalTree("STOP");
        }
    }

    @Override
    public synchronized void resume() throws IOException {
        Optional<OsProcess> process = process();
        if (process.isPresent()) {
            process.get().signalTree("CONT");
        }
    }

    /** The running process, if it is this server's and still alive: also one that an earlier launcher left behind. */
    public Optional<OsProcess> process() {
        return OsProcess.read(pidFile()).filter(OsProcess::alive);
    }

    public Path log() {
        return folder.resolve("log");
    }

    /** Keeps the log below twice the limit: what is older than the last copy is dropped. */
    public void boundLog(long limitBytes) throws IOException {
        if (Files.exists(log()) && Files.size(log()) > limitBytes) {
            Files.copy(log(), folder.resolve("log.1"), StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel log = FileChannel.open(log(), StandardOpenOption.WRITE)) {
                log.truncate(0);
            }
        }
    }

    private Path pidFile() {
        return folder.resolve("pid");
    }

    private String logTail() throws IOException {
        List<String> lines = Files.exists(log()) ? Files.readAllLines(log()) : List.of();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_IN_ERROR), lines.size()));
    }
}
