package radio.tarang.local.platform;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Properties;

import radio.tarang.local.server.OsProcess;

/** The data folder of one platform: {@code TARANG_HOME}, or {@code .tarang} in the user's home. */
public record Home(Path folder) {

    public static Home ofEnvironment() {
        String configured = System.getenv("TARANG_HOME");
        Path folder = configured == null || configured.isBlank()
                ? Path.of(System.getProperty("user.home"), ".tarang")
                : Path.of(configured);
        return new Home(folder.toAbsolutePath().normalize());
    }

    public Path of(String server) {
        return folder.resolve(server);
    }

    /** Taken by the one process that runs this platform; the system releases it however that process ends. */
    public Optional<FileChannel> lock() throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        FileChannel channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            return Optional.empty();
        }
        return Optional.of(channel);
    }

    /** The process that runs this platform, if one does. */
    public Optional<OsProcess> supervisor() {
        return OsProcess.read(supervisorFile()).filter(OsProcess::alive);
    }

    public Path supervisorFile() {
        return folder.resolve("supervisor.pid");
    }

    /** Exists while every part of the platform has answered since its start. */
    public Path healthyFile() {
        return folder.resolve("healthy");
    }

    public Path log() {
        return folder.resolve("supervisor.log");
    }

    Properties read(String name) throws IOException {
        Properties properties = new Properties();
        Path file = folder.resolve(name);
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
        }
        return properties;
    }

    /** Replaces a file that only its owner may read, whole or not at all. */
    void write(String name, Properties properties) throws IOException {
        StringWriter text = new StringWriter();
        properties.store(text, null);
        Path draft = folder.resolve(name + ".draft");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, text.toString());
        Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
