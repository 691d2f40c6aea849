package radio.tarang.program.importing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import radio.tarang.program.Refusal;

/** An upload on this machine's disk until it is queued: a slow sender holds a file open, never a database transaction. */
record ImportFile(Path path, long bytes, String sha256) implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;

    /** @throws Refusal if there are more than so many bytes, or none */
    static ImportFile receive(InputStream in, long maxBytes) throws IOException {
        Path path = Files.createTempFile("tarang-import-", ".part");
        try {
            MessageDigest digest = digest();
            long bytes = 0;
            try (OutputStream out = new DigestOutputStream(Files.newOutputStream(path), digest)) {
                byte[] buffer = new byte[BUFFER_BYTES];
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    bytes += count;
                    if (bytes > maxBytes) {
                        throw tooLarge(maxBytes);
                    }
                    out.write(buffer, 0, count);
                }
            }
            if (bytes == 0) {
                throw Refusal.invalid("file", "must not be empty");
            }
            return new ImportFile(path, bytes, HexFormat.of().formatHex(digest.digest()));
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    static Refusal tooLarge(long maxBytes) {
        return new Refusal(Refusal.Reason.PAYLOAD_TOO_LARGE,
                "An import takes at most " + maxBytes / (1024 * 1024) + " MiB.");
    }

    InputStream open() throws IOException {
        return Files.newInputStream(path);
    }

    /** The first bytes, enough to tell one format from another. */
    byte[] beginning() throws IOException {
        try (InputStream in = open()) {
            return in.readNBytes(64);
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
