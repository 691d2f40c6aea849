package radio.tarang.notification.security;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The issuer's public keys. They are read in the background, at start and then regularly; whoever knows a key never waits. While the issuer is away the
 * last ones go on counting, however long, and a copy on disk carries them over a restart.
 */
@Component
class SigningKeys {
    /** Not one key is known: nobody can be recognised, and nobody is refused for it. */
    static final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unavailable() {
            super("no key of the issuer is known", null, false, false);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);
    private static final int TIMEOUT_MILLIS = 1_500;
    private static final int LARGEST_BYTES = 64 * 1024;
    private static final int SHORTEST_BITS = 2048;
    private static final Duration RETRY_WITHOUT_KEYS = Duration.ofSeconds(2);

    private final IdentitySettings settings;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Map<String, RSAPublicKey> keys = Map.of();
    private String text = "";
    private long readNanos;
    private @Nullable Thread reader;

    SigningKeys(IdentitySettings settings) {
        this.settings = settings;
    }

    @PostConstruct
    void start() {
        readNanos = System.nanoTime() - settings.unknownKeyEvery().toNanos();
        recall();
        reader = Thread.ofVirtual().name("signing-keys").start(this::readRegularly);
    }

    @PreDestroy
    void stop() {
        if (reader != null) {
            reader.interrupt();
        }
    }

    /**
     * The key of that name; null if the issuer has none.
     *
     * @throws Unavailable if no key at all is known
     */
    @Nullable
    RSAPublicKey find(String kid) {
        RSAPublicKey known = keys.get(kid);
        if (known != null) {
            return known;
        }
        reading.lock(); // whoever comes while the set is being read waits for it: at most two time-outs
        try {
            if (!keys.containsKey(kid) && System.nanoTime() - readNanos >= settings.unknownKeyEvery().toNanos()) {
                read();
            }
        } finally {
            reading.unlock();
        }
        if (keys.isEmpty()) {
            throw new Unavailable();
        }
        return keys.get(kid);
    }

    private void readRegularly() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                reading.lock();
                try {
                    read();
                } finally {
                    reading.unlock();
                }
                Thread.sleep(keys.isEmpty() ? RETRY_WITHOUT_KEYS : settings.jwksRefresh());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the service stops
        }
    }

    private void read() {
        readNanos = System.nanoTime();
        try {
            String fresh = fetch();
            if (!fresh.equals(text)) {
                keys = parse(fresh);
                text = fresh;
                LOG.info("The issuer's keys: {}", keys.keySet());
                keep(fresh);
            }
        } catch (IOException | ParseException | JOSEException | RuntimeException e) {
            LOG.warn("The issuer's keys could not be read, {} known ones stay: {}", keys.size(), e.toString());
        }
    }

    private String fetch() throws IOException {
        URLConnection connection = settings.jwksUri().toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setUseCaches(false);
        if (connection instanceof HttpURLConnection http) {
            http.setInstanceFollowRedirects(false);
            if (http.getResponseCode() != 200) {
                http.disconnect();
                throw new IOException(settings.jwksUri() + " answered " + http.getResponseCode());
            }
        }
        try (InputStream in = connection.getInputStream()) {
            byte[] bytes = in.readNBytes(LARGEST_BYTES + 1);
            if (bytes.length > LARGEST_BYTES) {
                throw new IOException("a key set of more than " + LARGEST_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static Map<String, RSAPublicKey> parse(String jwks) throws ParseException, JOSEException {
        Map<String, RSAPublicKey> keys = new HashMap<>();
        for (JWK jwk : JWKSet.parse(jwks).getKeys()) {
            if (jwk instanceof RSAKey rsa && jwk.getKeyID() != null && jwk.size() >= SHORTEST_BITS
                    && (jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE))
                    && (jwk.getAlgorithm() == null || jwk.getAlgorithm().equals(JWSAlgorithm.RS256))) {
                keys.put(jwk.getKeyID(), rsa.toRSAPublicKey());
            }
        }
        if (keys.isEmpty()) {
            throw new ParseException("a key set without a key for RS256", 0);
        }
        return Map.copyOf(keys);
    }

    private void recall() {
        Path file = settings.jwksFile();
        if (file == null || !Files.exists(file)) {
            return;
        }
        try {
            keys = parse(Files.readString(file));
        } catch (IOException | ParseException | JOSEException | RuntimeException e) {
            LOG.warn("The kept keys cannot be used: {}", e.toString());
        }
    }

    private void keep(String jwks) {
        Path file = settings.jwksFile();
        if (file == null) {
            return;
        }
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            Path fresh = Files.createTempFile(folder, file.getFileName().toString(), ".tmp");
            try {
                Files.writeString(fresh, jwks);
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            LOG.warn("The issuer's keys could not be kept in {}: {}", file, e.toString());
        }
    }
}
