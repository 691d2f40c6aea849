package radio.tarang.gateway.identity;

import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import radio.tarang.gateway.FakeService;
import radio.tarang.gateway.FakeService.Reply;

/** An identity provider that counts who reads its key set. */
public final class Issuer {

    public static final String NAME = "http://issuer.test/identity/realms/tarang";
    private static final String CERTS = "/certs";

    /** Making one takes longer than most tests do. */
    private static final RSAKey ONE = newKey("one");
    private final FakeService http = new FakeService();
    final RSAKey key = ONE;

    public Issuer() {
        publish(key);
    }

    public String jwksUri() {
        return http.url() + CERTS;
    }

    static RSAKey newKey(String kid) {
        try {
            return new RSAKeyGenerator(2048).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    void publish(RSAKey... keys) {
        http.on(CERTS, Reply.of(200, Arrays.stream(keys).map(k -> k.toPublicJWK().toJSONString())
                .collect(Collectors.joining(",", "{\"keys\":[", "]}"))));
    }

    void answer(Reply reply) {
        http.on(CERTS, reply);
    }

    int read() {
        return http.seen(CERTS).size();
    }

    void down() {
        http.down();
    }

    void up() {
        http.up();
    }

    static JWTClaimsSet.Builder claims(String... roles) {
        return new JWTClaimsSet.Builder().issuer(NAME).audience("tarang-api").subject(UUID.randomUUID().toString())
                .claim("typ", "Bearer").claim("sid", UUID.randomUUID().toString()).claim("roles", List.of(roles))
                .issueTime(new Date()).expirationTime(Date.from(Instant.now().plusSeconds(900)));
    }

    static JWSHeader.Builder header(String kid) {
        return new JWSHeader.Builder(JWSAlgorithm.RS256).type(new JOSEObjectType("at+jwt")).keyID(kid);
    }

    static String sign(JWSHeader header, JWTClaimsSet claims, RSAKey with) {
        try {
            SignedJWT jwt = new SignedJWT(header, claims);
            jwt.sign(new RSASSASigner(with));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String token(JWTClaimsSet claims) {
        return sign(header("one").build(), claims, key);
    }

    /** A good token of somebody new with these roles. */
    public String token(String... roles) {
        return token(claims(roles).build());
    }
}
