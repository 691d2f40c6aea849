package radio.tarang.faults.stage;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.sun.net.httpserver.HttpServer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whose access tokens (RFC 9068) the stage's services believe: an issuer with a key of its own, so that a scenario about
 * another fault needs no identity provider. Stories about signing in run against Keycloak.
 */
public final class Issuer implements AutoCloseable {

    private static final String NAME = "https://stage.example/realms/tarang";
    private static final String KEY_ID = "stage";
    private static final String SESSION_KEY_ID = "s1";
    private static final Duration VALID = Duration.ofHours(12);
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final KeyPair keys;
    private final HttpServer keySet;
    private final byte[] sessionKey;

    private Issuer(KeyPair keys, HttpServer keySet, byte[] sessionKey) {
        this.keys = keys;
        this.keySet = keySet;
        this.sessionKey = sessionKey;
    }

    /** With fresh keys, whose public half is served on a port of its own. */
    static Issuer start() throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair keys = generator.generateKeyPair();
            RSAPublicKey open = (RSAPublicKey) keys.getPublic();
            byte[] keySet = JSON.writeValueAsBytes(Map.of("keys",
                    List.of(Map.of("kty", "RSA", "use", "sig", "alg", "RS256", "kid", KEY_ID, "n",
                            unsigned(open.getModulus().toByteArray()), "e",
                            unsigned(open.getPublicExponent().toByteArray())))));
            byte[] random = new byte[32];
            new SecureRandom().nextBytes(random);
            return new Issuer(keys, serve(keySet), random);
        } catch (GeneralSecurityException e) {
            throw new IOException("no keys could be made", e);
        }
    }

    private static HttpServer serve(byte[] keySet) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/jwks", exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, keySet.length);
                exchange.getResponseBody().write(keySet);
            }
        });
        Thread.ofPlatform().daemon().start(server::start); // its threads are daemons then, and hold up no program's end
        return server;
    }

    /** What a service has to be told to believe this issuer. */
    Map<String, String> environment() {
        return Map.of("TARANG_IDENTITY_ISSUER", NAME, "TARANG_IDENTITY_JWKS_URI",
                "http://127.0.0.1:" + keySet.getAddress().getPort() + "/jwks",
                "TARANG_SESSION_KEYS", SESSION_KEY_ID + ":" + URL.encodeToString(sessionKey));
    }

    /** An access token for somebody new with these roles, good for as long as any scenario takes. */
    public String token(String username, List<String> roles) {
        Instant now = Instant.now();
        String head = encoded(Map.of("alg", "RS256", "typ", "at+jwt", "kid", KEY_ID));
        String body = encoded(Map.ofEntries(Map.entry("iss", NAME), Map.entry("aud", "tarang-api"),
                Map.entry("sub", UUID.randomUUID().toString()), Map.entry("sid", UUID.randomUUID().toString()),
                Map.entry("jti", UUID.randomUUID().toString()), Map.entry("typ", "Bearer"),
                Map.entry("azp", "stage"), Map.entry("preferred_username", username), Map.entry("roles", roles),
                Map.entry("iat", now.getEpochSecond()), Map.entry("exp", now.plus(VALID).getEpochSecond())));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update((head + "." + body).getBytes(StandardCharsets.US_ASCII));
            return head + "." + body + "." + URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key of our own does not sign", e);
        }
    }

    /** A signed anonymous listener, as the gateway would have issued it today (docs/contracts/session). */
    public String session() {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        String head = "v1." + SESSION_KEY_ID + "." + LocalDate.now(ZoneOffset.UTC).toEpochDay() + "."
                + URL.encodeToString(random);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(sessionKey, "HmacSHA256"));
            return head + "." + URL.encodeToString(mac.doFinal(head.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    /** Of an editor, who may do what the scenarios do. */
    public String editor() {
        return token("editor", List.of("listener", "host", "editor"));
    }

    private static String encoded(Map<String, ?> json) {
        return URL.encodeToString(JSON.writeValueAsBytes(json));
    }

    private static String unsigned(byte[] number) {
        return URL.encodeToString(number[0] == 0 ? Arrays.copyOfRange(number, 1, number.length) : number);
    }

    @Override
    public void close() {
        keySet.stop(0);
    }
}
