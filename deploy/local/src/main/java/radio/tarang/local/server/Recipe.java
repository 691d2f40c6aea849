package radio.tarang.local.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How one kind of server is run in a folder. */
public interface Recipe {
    String name();

    /**
     * Called before every start: unpacks, initialises, and clears what an unclean end left behind.
     *
     * @param folder belongs to this server alone
     */
    Launch prepare(Path folder) throws IOException;

    /** Whether the server answers; called again and again until it does. */
    boolean ready() throws IOException;

    /** The signal that means a clean stop without waiting for clients. */
    default String stopSignal() {
        return "TERM";
    }

    default Duration startLimit() {
        return Duration.ofSeconds(60);
    }

    default Duration stopLimit() {
        return Duration.ofSeconds(20);
    }

    /** @param environment added to the inherited one */
    record Launch(List<String> command, Map<String, String> environment) {
        public Launch(List<String> command) {
            this(command, Map.of());
        }
    }
}
