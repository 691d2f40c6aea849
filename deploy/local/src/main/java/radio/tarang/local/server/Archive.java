package radio.tarang.local.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * Unpacks a server once. The folder appears under its name only when it is complete, so an interrupted or concurrent unpacking never leaves half a
 * server behind.
 */
public final class Archive {
    private static final int DELETE_ATTEMPTS = 20;

    private Archive() {
    }

    /** @param source called only if the folder is not there yet */
    public static Path tarXz(Path folder, Source source) throws IOException {
        return once(folder, partial -> {
            try (InputStream in = source.open();
                    var tar = new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(in)))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    unpack(tar, entry, inside(partial, entry.getName()));
                }
            }
        });
    }

    private static void unpack(InputStream content, TarArchiveEntry entry, Path target) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, target);
        executable(target, (entry.getMode() & 0100) != 0);
    }

    public static Path zip(Path folder, Path archive) throws IOException {
        return once(folder, partial -> {
            try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
                for (ZipArchiveEntry entry : java.util.Collections.list(zip.getEntries())) {
                    Path target = inside(partial, entry.getName());
                    if (entry.isDirectory()) {
                        Files.createDirectories(target);
                        continue;
                    }
                    Files.createDirectories(target.getParent());
                    try (InputStream content = zip.getInputStream(entry)) {
                        Files.copy(content, target);
                    }
                    executable(target, (entry.getUnixMode() & 0100) != 0);
                }
            }
        });
    }

    /** Makes a folder by filling another one and renaming it. */
    public static Path once(Path folder, Filling filling) throws IOException {
        if (Files.isDirectory(folder)) {
            return folder;
        }
        Files.createDirectories(folder.getParent());
        Path partial = Files.createTempDirectory(folder.getParent(), "." + folder.getFileName() + "-");
        try {
            filling.fill(partial);
            Files.move(partial, folder, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException impossible) {
            throw impossible;
        } catch (FileSystemException maybeLost) {
            if (!Files.isDirectory(folder)) {
                throw maybeLost;
            }
        } finally {
            delete(partial);
        }
        return folder;
    }

    /** Tries again while somebody else deletes from, or still writes to, the same folder. */
    public static void delete(Path folder) throws IOException {
        for (int attempt = 1; Files.exists(folder, LinkOption.NOFOLLOW_LINKS); attempt++) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (UncheckedIOException | FileSystemException changing) {
                if (attempt == DELETE_ATTEMPTS || !Pause.millis(50)) {
                    throw new IOException(folder + " cannot be deleted: " + changing.getMessage(), changing);
                }
            }
        }
    }

    private static Path inside(Path folder, String name) throws IOException {
        Path target = folder.resolve(name).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("The archive names a file outside itself: " + name);
        }
        return target;
    }

    private static void executable(Path file, boolean executable) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    @FunctionalInterface
    public interface Source {
        InputStream open() throws IOException;
    }

    @FunctionalInterface
    public interface Filling {
        void fill(Path folder) throws IOException;
    }
}
