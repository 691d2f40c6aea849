package radio.tarang.local.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;

/**
 * Redis from the static binaries inside {@code org.signal:embedded-redis}. It keeps an append-only file: a kill loses nothing that was answered, the
 * loss of the machine at most a second.
 *
 * @param programs the folder in which the binary is unpacked, shared by all servers
 */
public record Redis(String name, Path programs, int port) implements Recipe {
    private static final String VERSION = "7.0.15";
    private static final int TIMEOUT_MILLIS = 1_000;

    @Override
    public Launch prepare(Path folder) throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        return new Launch(List.of(binary().toString(), "--port", Integer.toString(port), "--bind", "127.0.0.1",
                "--daemonize", "no", "--dir",
                data.toString(), "--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--maxmemory-policy",
                "noeviction"));
    }

    private Path binary() throws IOException {
        String file = "redis-server-" + VERSION + "-" + platform();
        Path unpacked = Archive.once(programs.resolve("redis-" + VERSION + "-" + platform()), partial -> {
            try (InputStream binary = Redis.class.getResourceAsStream("/" + file)) {
                if (binary == null) {
                    throw new IOException("No Redis for " + platform() + " on the class path");
                }
                Path target = partial.resolve("redis-server");
                Files.copy(binary, target);
                Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        });
        return unpacked.resolve("redis-server");
    }

    private static String platform() {
        boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
        String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        return (mac ? "darwin-" : "linux-") + arch;
    }

    /** PONG comes only once the append-only file is loaded. */
    @Override
    public boolean ready() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(7), StandardCharsets.US_ASCII).equals("+PONG\r\n");
        } catch (IOException notYet) {
            return false;
        }
    }
}
