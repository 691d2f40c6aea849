package radio.tarang.gateway.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The issuer's public keys. They are read in the background, at start and then regularly; whoever knows a key never waits.
 * While the issuer is away the last ones go on counting, however long, and a copy on disk carries them over a restart.
 */
final class SigningKeys implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);
    private static final Duration PATIENCE = Duration.ofMillis(1_500);
    private static final int LARGEST_BYTES = 64 * 1024;
    private static final int SHORTEST_BITS = 2048;
    private static final Duration RETRY_WITHOUT_KEYS = Duration.ofSeconds(2);

    private final IdentitySettings settings;
    private final HttpClient http = HttpClient.create(ConnectionProvider.create("jwks", 1)).followRedirect(false)
            .responseTimeout(PATIENCE).option(io.netty.channel.ChannelOption.CONNECT_TIMEOUT_MILLIS,
                    (int) PATIENCE.toMillis());
    /** Replaced as a whole, and only when something is different: whoever holds the same map saw the same keys. */
    private volatile Map<String, RSAPublicKey> keys = Map.of();
    private @Nullable Mono<Void> reading;
    private long readNanos;
    private volatile String text = "";
    private volatile boolean failing;
    private @Nullable Disposable regularly;

    SigningKeys(IdentitySettings settings) {
        this.settings = settings;
        readNanos = System.nanoTime() - settings.unknownKeyEvery().toNanos();
        recall();
    }

    /** The set in force; an empty one says nothing about any token. */
    Map<String, RSAPublicKey> current() {
        return keys;
    }

    /** Completes when there is nothing to wait for any more: the key is known, or asking for it would be too early. */
    Mono<Void> lookFor(String kid) {
        return keys.containsKey(kid) ? Mono.empty() : readIfDue(settings.unknownKeyEvery());
    }

    /** One reading at a time, for all who wait: whoever comes meanwhile waits for it too. */
    private synchronized Mono<Void> readIfDue(Duration since) {
        Mono<Void> underWay = reading;
        if (underWay != null) {
            return underWay;
        }
        if (System.nanoTime() - readNanos < since.toNanos()) {
            return Mono.empty();
        }
        readNanos = System.nanoTime();
        Mono<Void> mine = fetch().doFinally(done -> finished()).cache();
        reading = mine;
        mine.subscribe();
        return mine;
    }

    private synchronized void finished() {
        reading = null;
    }

    private Mono<Void> fetch() {
        return http.get().uri(settings.jwksUri()).responseSingle((response, body) -> {
            if (response.status().code() != 200) {
                return Mono.error(new IOException("the issuer answered " + response.status().code()));
            }
            String length = response.responseHeaders().get("Content-Length", "0");
            return length.length() > 5 ? Mono.error(new IOException("too long a key set")) : body.asByteArray();
        }).timeout(PATIENCE).flatMap(bytes -> bytes.length > LARGEST_BYTES
                ? Mono.error(new IOException("a key set of more than " + LARGEST_BYTES + " bytes"))
                : Mono.just(new String(bytes, UTF_8))).publishOn(Schedulers.boundedElastic()).doOnNext(this::take)
                .onErrorResume(e -> {
                    if (!failing) {
                        failing = true;
                        LOG.warn("The issuer's keys could not be read, {} known ones stay: {}", keys.size(),
                                e.toString());
                    }
                    return Mono.empty();
                }).then();
    }

    private void take(String fresh) {
        failing = false;
        if (fresh.equals(text)) {
            return;
        }
        try {
            Map<String, RSAPublicKey> read = parse(fresh);
            if (!read.equals(keys)) {
                keys = read;
            }
            text = fresh;
            LOG.info("The issuer's keys: {}", read.keySet());
            keep(fresh);
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException(e);
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
        } catch (IOException | ParseException | JOSEException e) {
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

    @Override
    public void start() {
        regularly = Mono.defer(() -> readIfDue(Duration.ZERO))
                .repeatWhen(done -> done.concatMap(
                        again -> Mono.delay(keys.isEmpty() ? RETRY_WITHOUT_KEYS : settings.jwksRefresh())))
                .subscribe();
    }

    @Override
    public void stop() {
        if (regularly != null) {
            regularly.dispose();
            regularly = null;
        }
    }

    @Override
    public boolean isRunning() {
        return regularly != null;
    }
}
