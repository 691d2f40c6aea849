package radio.tarang.notification.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

/** An issuer of our own, so that most tests need no identity provider: its key set is a file, and it signs whatever a test asks for. */
public final class TestIssuer {
    public static final String ISSUER = "https://identity.test/realms/tarang";
    public static final String SESSION_KEYS = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    private static final TestIssuer SHARED = new TestIssuer("test-1");

    private final RSAKey key;
    private final Path jwks;

    public TestIssuer(String kid) {
        try {
            key = new RSAKeyGenerator(2048).keyID(kid).keyUse(KeyUse.SIGNATURE).algorithm(JWSAlgorithm.RS256)
                    .generate();
            jwks = Files.createTempFile("jwks", ".json");
            jwks.toFile().deleteOnExit();
            publish(this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The one whose tokens the services under test accept. */
    public static TestIssuer shared() {
        return SHARED;
    }

    /** What a service under test is configured with. */
    public static Map<String, String> settings() {
        return Map.of("tarang.identity.issuer", ISSUER, "tarang.identity.jwks-uri", SHARED.jwks.toUri().toString(),
                "tarang.session.keys", SESSION_KEYS);
    }

    RSAKey key() {
        return key;
    }

    Path jwks() {
        return jwks;
    }

    /** Replaces the key set by the keys of these issuers. */
    void publish(TestIssuer... issuers) throws IOException {
        Files.writeString(jwks, new JWKSet(List.of(issuers).stream().map(issuer -> issuer.key.toPublicJWK())
                .map(com.nimbusds.jose.jwk.JWK.class::cast).toList()).toString());
    }

    /** A token that counts today and for decades, also for services whose clock a test has moved. */
    public String token(String... roles) {
        return token(UUID.randomUUID(), List.of(), roles);
    }

    public String token(UUID subject, Instant issued, Instant expires, String... roles) {
        return signed(header(), claims(subject, List.of(), roles).issueTime(Date.from(issued))
                .expirationTime(Date.from(expires)).build());
    }

    /** A signed session of today. */
    public static String session() {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String text = "v1.k1." + LocalDate.now(ZoneOffset.UTC).toEpochDay() + "." + base64.encodeToString(random);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getUrlDecoder().decode(SESSION_KEYS.split(":")[1]), "HmacSHA256"));
            return text + "." + base64.encodeToString(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token in the name of another issuer, whose key set then has to hold our key. */
    String tokenOf(String issuer, UUID subject, Instant issued, String... roles) {
        return signed(header(),
                claims(subject, List.of(), roles).issuer(issuer).issueTime(Date.from(issued)).build());
    }

    public String token(UUID subject, List<String> states, String... roles) {
        return signed(header(), claims(subject, states, roles).build());
    }

    /** @param username the handle the token carries */
    public String named(UUID subject, String username, String... roles) {
        return signed(header(), claims(subject, List.of(), roles).claim("preferred_username", username).build());
    }

    /** A token that differs from one that counts. */
    String token(Consumer<JWSHeader.Builder> otherHeader, Consumer<JWTClaimsSet.Builder> otherClaims) {
        JWSHeader.Builder header = new JWSHeader.Builder(header());
        JWTClaimsSet.Builder claims = claims(UUID.randomUUID(), List.of(), "admin", "editor", "host", "listener");
        otherHeader.accept(header);
        otherClaims.accept(claims);
        return signed(header.build(), claims.build());
    }

    JWSHeader header() {
        return new JWSHeader.Builder(JWSAlgorithm.RS256).type(new JOSEObjectType("at+jwt")).keyID(key.getKeyID())
                .build();
    }

    static JWTClaimsSet.Builder claims(UUID subject, List<String> states, String... roles) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder().issuer(ISSUER).subject(subject.toString())
                .audience("tarang-api").issueTime(Date.from(Instant.parse("2020-01-01T00:00:00Z")))
                .expirationTime(Date.from(Instant.parse("2120-01-01T00:00:00Z")))
                .claim("typ", "Bearer").claim("sid", "sid-" + subject).claim("roles", List.of(roles))
                .claim("preferred_username", "somebody");
        return states.isEmpty() ? claims : claims.claim("states", states);
    }

    String signed(JWSHeader header, JWTClaimsSet claims) {
        try {
            SignedJWT jwt = new SignedJWT(header, claims);
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
