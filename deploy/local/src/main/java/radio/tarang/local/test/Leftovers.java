package radio.tarang.local.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import radio.tarang.local.server.Archive;
import radio.tarang.local.server.OsProcess;

/** What builds whose daemon was killed left behind: processes and folders. */
final class Leftovers {
    private Leftovers() {
    }

    /** @param own the folder of the present build: its stale servers go, the folder stays */
    static void sweep(Path own) throws IOException {
        for (Path folder : folders(own.resolveSibling(""))) {
            boolean ours = folder.equals(own);
            if (!ours && OsProcess.read(folder.resolve("daemon.pid")).filter(OsProcess::alive).isPresent()) {
                continue;
            }
            if (!ours && buildLives(folder)) {
                continue;
            }
            for (Path server : folders(folder)) {
                Optional<OsProcess> process = OsProcess.read(server.resolve("pid"));
                if (process.isPresent()) {
                    process.get().signalTree("KILL");
                }
                Archive.delete(server);
            }
            if (!ours) {
                Archive.delete(folder);
            }
        }
    }

    private static boolean buildLives(Path folder) {
        String[] name = folder.getFileName().toString().split("-", 2);
        return ProcessHandle.of(Long.parseLong(name[0]))
                .map(OsProcess::of)
                .filter(process -> Long.toString(process.began().toEpochMilli()).equals(name[1]))
                .isPresent();
    }

    private static List<Path> folders(Path parent) throws IOException {
        try (Stream<Path> entries = Files.list(parent)) {
            return entries.filter(Files::isDirectory).toList();
        }
    }
}
