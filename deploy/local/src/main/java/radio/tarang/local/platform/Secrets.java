package radio.tarang.local.platform;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;

/** Random passwords of this platform, made when they are first needed and kept in a file only its owner may read. */
final class Secrets {
    private static final String FILE = "secrets.properties";
    private static final int BYTES = 24;

    private final Home home;

    Secrets(Home home) {
        this.home = home;
    }

    synchronized String of(String name) throws IOException {
        Properties secrets = home.read(FILE);
        String secret = secrets.getProperty(name);
        if (secret == null) {
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            secret = HexFormat.of().formatHex(random);
            secrets.setProperty(name, secret);
            home.write(FILE, secrets);
        }
        return secret;
    }
}
