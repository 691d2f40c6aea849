package radio.tarang.gateway.browser;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** Access tokens as the identity provider makes them, signed with a key of the test's own, and the digest of PKCE. */
final class SignedToken {

    static final String ISSUER = "http://localhost:8080/identity/realms/tarang";
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private SignedToken() {
    }

    static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String of(KeyPair key, String subject, String username, List<String> roles, List<String> states,
            int number) {
        long now = Instant.now().getEpochSecond();
        String head = "{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"test\"}";
        String claims = """
                {"iss":"%s","sub":"%s","aud":"tarang-api","exp":%d,"iat":%d,"sid":"sid-1","jti":"jti-%d","typ":"Bearer",\
                "azp":"tarang-web","preferred_username":"%s","roles":%s,"states":%s}"""
                .formatted(ISSUER, subject, now + 900, now, number, username, array(roles), array(states));
        String signed = encode(head) + "." + encode(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + BASE64URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String array(List<String> words) {
        return words.stream().map(word -> '"' + word + '"').collect(Collectors.joining(",", "[", "]"));
    }

    static String jwks(KeyPair key) {
        RSAPublicKey open = (RSAPublicKey) key.getPublic();
        byte[] modulus = open.getModulus().toByteArray();
        byte[] unsigned = modulus[0] == 0 ? java.util.Arrays.copyOfRange(modulus, 1, modulus.length) : modulus;
        return "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"test\",\"n\":\"%s\",\"e\":\"%s\"}]}"
                .formatted(BASE64URL.encodeToString(unsigned),
                        BASE64URL.encodeToString(open.getPublicExponent().toByteArray()));
    }

    /** The S256 challenge of a verifier (RFC 7636 §4.2). */
    static String challenge(String verifier) {
        try {
            return BASE64URL.encodeToString(
                    MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String json) {
        return BASE64URL.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
