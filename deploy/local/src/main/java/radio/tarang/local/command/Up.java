package radio.tarang.local.command;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import radio.tarang.local.Checkout;
import radio.tarang.local.platform.Home;
import radio.tarang.local.platform.Platform;
import radio.tarang.local.platform.PortPlan;
import radio.tarang.local.platform.Supervisor;
import radio.tarang.local.server.OsProcess;
import radio.tarang.local.server.Pause;
import radio.tarang.local.server.Programs;
import radio.tarang.local.server.Recipe;

/** Runs the platform, in this process or, detached, in one of its own. */
public final class Up {
    private static final int GATEWAY_PORT = 8080;
    private static final long NEEDED_MIB = 500;

    private final Home home;
    private final List<String> words;
    private final boolean detach;
    private final PortPlan ports;
    private final Platform.Options options;

    public Up(Home home, List<String> words) {
        this.home = home;
        this.words = words;
        Arguments arguments = new Arguments(words);
        this.detach = arguments.flag("-d");
        int offset = arguments.number("--offset", 0, 40_000).orElse(0);
        this.ports = new PortPlan(arguments.number("--port", 1, 65_535).orElse(GATEWAY_PORT + offset), offset);
        this.options = new Platform.Options(!arguments.flag("--empty"),
                arguments.number("--limits-factor", 1, 1_000_000).orElse(1));
        arguments.requireNoMore();
    }

    public int run() throws IOException, InterruptedException {
        Optional<FileChannel> lock = home.lock();
        if (lock.isEmpty()) {
            System.err.printf("Tarang is already running from %s: ./tarang status shows it, ./tarang down stops it.%n",
                    home.folder());
            return 1;
        }
        requireSpace();
        if (detach) {
            lock.get().close();
            return detached();
        }
        return attached();
    }

    private int attached() throws IOException, InterruptedException {
        long began = System.nanoTime();
        Platform platform = new Platform(Checkout.root(), home, ports, options);
        Supervisor supervisor = new Supervisor(platform, home, System.out::println);
        supervisor.claim();
        supervisor.clearLeftovers();
        ports.requireFree();
        ports.save(home);
        Thread stop = new Thread(() -> stop(supervisor), "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        System.out.println("Starting Tarang, data in " + home.folder());
        supervisor.start();
        System.out.printf("Tarang is ready: %s (after %.1f s). Stop it with %s.%n", ports.publicUrl(),
                (System.nanoTime() - began) / 1e9, System.getProperty("tarang.stop", "Ctrl-C"));
        System.out.println("Demo accounts: listener, host, editor, moderator, admin; password: tarang");
        supervisor.markHealthy();
        supervisor.watch();
        stop.join();
        return 0;
    }

    private static void stop(Supervisor supervisor) {
        try {
            System.out.println("Stopping Tarang");
            supervisor.stop();
            System.out.println("Tarang has stopped.");
        } catch (IOException failed) {
            System.err.println("Not everything could be stopped: " + failed.getMessage());
        }
    }

    /** The same command in a session of its own; its lines are shown until it is ready or has given up. */
    private int detached() throws IOException {
        List<String> command = new ArrayList<>(List.of(Programs.java()));
        command.addAll(
                List.of("-Xms16m", "-Xmx160m", "-XX:+UseSerialGC", "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=20",
                        "-XX:TieredStopAtLevel=1", "-Dtarang.root=" + Checkout.root(),
                        "-Dtarang.stop=./tarang down", "-cp", System.getProperty("java.class.path"),
                        "radio.tarang.local.Main", "up"));
        words.stream().filter(word -> !word.equals("-d")).forEach(command::add);
        Files.deleteIfExists(home.log());
        OsProcess supervisor = OsProcess.launch(new Recipe.Launch(command), Path.of("").toAbsolutePath(), home.log());
        int shown = 0;
        while (true) {
            boolean alive = supervisor.alive();
            boolean healthy = OsProcess.read(home.healthyFile()).filter(supervisor::equals).isPresent();
            shown = show(shown);
            if (!alive || healthy) {
                Pause.millis(50);
                show(shown);
                return healthy ? 0 : 1;
            }
            Pause.millis(100);
        }
    }

    private int show(int shown) throws IOException {
        List<String> lines = Files.exists(home.log()) ? Files.readAllLines(home.log()) : List.of();
        lines.stream().skip(shown).forEach(System.out::println);
        return Math.max(shown, lines.size());
    }

    private void requireSpace() throws IOException {
        long freeMib = Files.getFileStore(home.folder()).getUsableSpace() >> 20;
        if (freeMib < NEEDED_MIB) {
            throw new IOException(
                    "The disk of %s is full: %d MiB are free, %d are needed. Free some space, or move the data with TARANG_HOME."
                            .formatted(home.folder(), freeMib, NEEDED_MIB));
        }
    }
}
