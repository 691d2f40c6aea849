package radio.tarang.local.command;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

import radio.tarang.local.platform.Home;
import radio.tarang.local.platform.Shutdown;
import radio.tarang.local.server.OsProcess;

/** Stops the platform of a data folder, also one whose supervisor is gone. */
public record Down(Home home) {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    public int run() throws IOException {
        Optional<OsProcess> supervisor = home.supervisor();
        Shutdown shutdown = new Shutdown(home);
        if (supervisor.isEmpty() && shutdown.running().isEmpty()) {
            System.out.println("Tarang is not running from " + home.folder() + ".");
            return 0;
        }
        System.out.println("Stopping Tarang: " + String.join(", ", shutdown.running()) + " ...");
        long began = System.nanoTime();
        if (supervisor.isPresent()) {
            supervisor.get().end("TERM", LIMIT);
        }
        shutdown.run(System.out::println);
        System.out.printf("Tarang has stopped after %.1f s; the data stay in %s.%n", (System.nanoTime() - began) / 1e9,
                home.folder());
        return 0;
    }
}
