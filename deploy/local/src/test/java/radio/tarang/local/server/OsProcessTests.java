package radio.tarang.local.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class OsProcessTests {
    @TempDir
    Path folder;

    @Test
    void takesNoStrangerWithTheSameIdForItself() {
        OsProcess self = OsProcess.of(ProcessHandle.current());
        OsProcess predecessor = new OsProcess(self.pid(), self.began().minusSeconds(60));

        assertThat(self.alive()).isTrue();
        assertThat(predecessor.alive()).isFalse();
    }

    @Test
    void isFoundAgainByItsFile() throws Exception {
        OsProcess self = OsProcess.of(ProcessHandle.current());
        self.write(folder.resolve("pid"));

        assertThat(OsProcess.read(folder.resolve("pid"))).contains(self);
        Files.writeString(folder.resolve("pid"), "half a li");
        assertThat(OsProcess.read(folder.resolve("pid"))).isEmpty();
    }

    @Test
    void endsWithAllItsChildren() throws Exception {
        OsProcess parent = OsProcess.launch(new Recipe.Launch(List.of("/bin/sh", "-c", "sleep 600 & sleep 600")),
                folder, folder.resolve("log"));
        org.awaitility.Awaitility.await().until(() -> parent.handle().orElseThrow().descendants().count() == 2);
        List<OsProcess> children = parent.handle().orElseThrow().descendants().map(OsProcess::of).toList();

        parent.signalTree("KILL");

        assertThat(parent.awaitEnd(Duration.ofSeconds(5))).isTrue();
        assertThat(children).hasSize(2).allSatisfy(child -> assertThat(child.awaitEnd(Duration.ofSeconds(5))).isTrue());
    }

    @Test
    void insistsWhenTheSignalIsIgnored() throws Exception {
        OsProcess deaf = OsProcess.launch(
                new Recipe.Launch(List.of("/bin/sh", "-c", "trap '' TERM; echo deaf; while :; do sleep 1; done")),
                folder, folder.resolve("log"));
        org.awaitility.Awaitility.await().until(() -> Files.readString(folder.resolve("log")).contains("deaf"));

        deaf.end("TERM", Duration.ofMillis(200));

        assertThat(deaf.alive()).isFalse();
    }
}
