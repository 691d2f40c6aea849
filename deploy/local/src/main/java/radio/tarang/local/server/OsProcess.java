package radio.tarang.local.server;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A process known by its id and the moment it began, so that a stranger who was given the same id later is never taken for it.
 */
public record OsProcess(long pid, Instant began) {

    public static OsProcess of(ProcessHandle handle) {
        return new OsProcess(handle.pid(), handle.info().startInstant().orElse(Instant.EPOCH));
    }

    /** Starts a command in a session of its own: Ctrl-C in the terminal reaches the caller, never the servers behind its back. */
    public static OsProcess launch(Recipe.Launch launch, Path workingDirectory, Path log) throws IOException {
        List<String> command = new ArrayList<>(ownSession());
        command.addAll(launch.command());
        ProcessBuilder builder = new ProcessBuilder(command).directory(workingDirectory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(launch.environment());
        return of(builder.start().toHandle());
    }

    /** setsid is part of Linux; on macOS perl does the same. Both become the command: the process id stays. */
    private static List<String> ownSession() {
        if (Programs.find("setsid").isPresent()) {
            return List.of("setsid");
        }
        return Programs.find("perl").isPresent()
                ? List.of("perl", "-e", "use POSIX; POSIX::setsid(); exec @ARGV or die $!")
                : List.of();
    }

    public static Optional<OsProcess> read(Path pidFile) {
        try {
            String[] words = Files.readString(pidFile).strip().split(" ", 2);
            return Optional.of(new OsProcess(Long.parseLong(words[0]), Instant.parse(words[1])));
        } catch (IOException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    public void write(Path pidFile) throws IOException {
        Files.writeString(pidFile, pid + " " + began + "\n");
    }

    public boolean alive() {
        return handle().isPresent();
    }

    public Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(handle -> handle.info().startInstant().orElse(Instant.EPOCH).equals(began))
                .filter(handle -> !waitsToBeReaped(pid));
    }

    /**
     * In a container without an init, a dead orphan stays in the process table for good. While other threads of it are still ending, its ports are
     * still taken: then it is not dead yet.
     */
    private static boolean waitsToBeReaped(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.substring(stat.lastIndexOf(')')).startsWith(") Z") && threads.count() <= 1;
        } catch (IOException noProcFileSystem) {
            return false;
        }
    }

    public void signal(String name) throws IOException {
        if (alive()) {
            signal(name, List.of(pid));
        }
    }

    /** Signals this process and all below it, until no new one has appeared meanwhile. */
    public void signalTree(String name) throws IOException {
        Set<Long> reached = new LinkedHashSet<>();
        for (List<Long> found = tree(); reached.addAll(found); found = tree()) {
            signal(name, found);
        }
    }

    /** SIGKILL to this process and all below it; returns once all of them are gone, since each of them may hold memory or ports of the server. */
    public void killTree(Duration limit) throws IOException {
        List<OsProcess> members = handle()
                .map(handle -> Stream.concat(Stream.of(handle), handle.descendants()).map(OsProcess::of).toList())
                .orElse(Collections.emptyList());
        signalTree("KILL");
        members.forEach(member -> member.awaitEnd(limit));
    }

    private List<Long> tree() {
        return handle().map(handle -> {
            List<Long> pids = new ArrayList<>();
            pids.add(pid);
            handle.descendants().map(ProcessHandle::pid).forEach(pids::add);
            return pids;
        }).orElse(Collections.emptyList());
    }

    private static void signal(String name, List<Long> pids) throws IOException {
        StringBuilder script = new StringBuilder("kill -").append(name);
        pids.forEach(pid -> script.append(' ').append(pid));
        Process shell = new ProcessBuilder("/bin/sh", "-c", script.toString()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            shell.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    public boolean awaitEnd(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (alive()) {
            if (System.nanoTime() > deadline || !Pause.millis(20)) {
                return !alive();
            }
        }
        return true;
    }

    /** Waits without asking again and again, as {@link #awaitEnd} does: for long waits. */
    public boolean awaitEndQuietly(Duration limit) {
        try {
            Optional<ProcessHandle> handle = handle();
            if (handle.isPresent()) {
                handle.get().onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            }
            return true;
        } catch (TimeoutException lives) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Asks with the signal, then insists. */
    public void end(String signal, Duration limit) throws IOException {
        if (!alive()) {
            return;
        }
        signalTree("CONT");
        signal(signal);
        if (!awaitEnd(limit)) {
            signalTree("KILL");
            awaitEnd(Duration.ofSeconds(5));
        }
    }

    /** Ends every Java process that was started with this argument: what is left of a server whose parent was killed. */
    static void endAll(String argument) throws IOException {
        List<OsProcess> found = ProcessHandle.allProcesses()
                .filter(handle -> List.of(handle.info().arguments().orElse(new String[0])).contains(argument))
                .map(OsProcess::of)
                .toList();
        for (OsProcess process : found) {
            process.end("TERM", Duration.ofSeconds(20));
        }
    }

    /**
     * Resident memory in MiB of this process and all below it, what they share counted once; where the system does not tell, that of this process
     * alone, or 0.
     */
    public long residentMibOfTree() {
        return residentMib(tree());
    }

    /** The same of this process alone. */
    public long residentMib() {
        return residentMib(List.of(pid));
    }

    private long residentMib(List<Long> pids) {
        long totalKib = 0;
        for (long each : pids) {
            try (Stream<String> lines = Files.lines(Path.of("/proc/" + each + "/smaps_rollup"))) {
                totalKib += lines.filter(line -> line.startsWith("Pss:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", ""))).sum();
            } catch (IOException | UncheckedIOException notTold) {
                return residentMibOfPs();
            }
        }
        return totalKib / 1024;
    }

    private long residentMibOfPs() {
        try {
            Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
            String answer = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return answer.isEmpty() ? 0 : Long.parseLong(answer) / 1024;
        } catch (IOException | NumberFormatException unknown) {
            return 0;
        }
    }
}
