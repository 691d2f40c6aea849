package radio.tarang.local.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ArchiveTests {
    @TempDir
    Path folder;

    @Test
    void leavesNothingUnderTheNameWhenUnpackingIsInterrupted() {
        Path target = folder.resolve("server");

        assertThatThrownBy(() -> Archive.once(target, partial -> {
            Files.writeString(partial.resolve("half"), "half");
            throw new IOException("interrupted");
        })).hasMessage("interrupted");

        assertThat(target).doesNotExist();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void unpacksOnce() throws IOException {
        Path target = folder.resolve("server");
        Archive.once(target, partial -> Files.writeString(partial.resolve("file"), "first"));
        Archive.once(target, partial -> Files.writeString(partial.resolve("file"), "second"));

        assertThat(target.resolve("file")).hasContent("first");
    }

    @Test
    void takesTheOtherFolderWhenSomebodyWasQuicker() throws IOException {
        Path target = folder.resolve("server");
        Archive.once(target, partial -> {
            Files.createDirectories(target);
            Files.writeString(target.resolve("file"), "theirs");
        });

        assertThat(target.resolve("file")).hasContent("theirs");
    }

    @Test
    void refusesNamesThatLeadOutside() throws IOException {
        Path zip = folder.resolve("evil.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("../outside"));
            out.write(1);
        }

        assertThatThrownBy(() -> Archive.zip(folder.resolve("server"), zip)).hasMessageContaining("outside itself");
        assertThat(folder.resolve("outside")).doesNotExist();
    }
}
