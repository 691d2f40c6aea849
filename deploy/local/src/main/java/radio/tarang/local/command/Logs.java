package radio.tarang.local.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import radio.tarang.local.platform.Home;
import radio.tarang.local.platform.Platform;

/** Shows the end of one part's log and what is added to it. */
public record Logs(Home home, String part) {

    public int run() throws IOException, InterruptedException {
        List<String> known = new ArrayList<>(Platform.parts());
        known.add("supervisor");
        if (!known.contains(part)) {
            throw new IllegalArgumentException("There is no " + part + "; the logs are: " + String.join(", ", known));
        }
        Path log = part.equals("supervisor") ? home.log() : home.of(part).resolve("log");
        if (!Files.exists(log)) {
            throw new IOException(part + " has not run from " + home.folder() + " yet: there is no " + log);
        }
        return new ProcessBuilder("tail", "-n", "200", "-F", log.toString()).inheritIO().start().waitFor();
    }
}
