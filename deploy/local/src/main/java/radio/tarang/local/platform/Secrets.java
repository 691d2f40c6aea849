package radio.tarang.local.platform;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Properties;
import java.util.function.Function;

/** Random passwords and keys of this platform, made when they are first needed and kept in a file only its owner may read. */
final class Secrets {
    private static final String FILE = "secrets.properties";
    private static final int PASSWORD_BYTES = 24;
    private static final int KEY_BYTES = 32;

    private final Home home;

    Secrets(Home home) {
        this.home = home;
    }

    String of(String name) throws IOException {
        return kept(name, PASSWORD_BYTES, HexFormat.of()::formatHex);
    }

    /**
     * The keys that anonymous sessions are signed with, as the services take them: {@code kid:key}, at most two, the first one signs. Putting a new
     * one before it, and dropping the old one 400 days later, is the rotation.
     */
    String sessionKeys() throws IOException {
        return kept("session.keys", KEY_BYTES,
                key -> "k1:" + Base64.getUrlEncoder().withoutPadding().encodeToString(key));
    }

    private synchronized String kept(String name, int bytes, Function<byte[], String> format) throws IOException {
        Properties secrets = home.read(FILE);
        String secret = secrets.getProperty(name);
        if (secret == null) {
            byte[] random = new byte[bytes];
            new SecureRandom().nextBytes(random);
            secret = format.apply(random);
            secrets.setProperty(name, secret);
            home.write(FILE, secrets);
        }
        return secret;
    }
}
