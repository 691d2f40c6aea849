package radio.tarang.local.conformance;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An issuer whose tokens the subject believes, with what it takes to make good ones and bad ones.
 *
 * @param issuer as in the claim {@code iss}
 * @param keyId under which its public key stands in the key set
 */
public record Signer(String issuer, String keyId, KeyPair keys) {
    private static final int VALID_SECONDS = 600;
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    /** With a key of its own. */
    public static Signer fresh(String issuer, String keyId) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return new Signer(issuer, keyId, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    /** An access token that counts (RFC 9068), good for ten minutes from when it says it was issued. */
    public String token(String subject, String username, List<String> roles, Instant issued) {
        ObjectNode claims = Contracts.JSON.createObjectNode().put("iss", issuer).put("aud", "tarang-api")
                .put("sub", subject).put("sid", UUID.randomUUID().toString()).put("typ", "Bearer")
                .put("preferred_username", username).put("iat", issued.getEpochSecond())
                .put("exp", issued.getEpochSecond() + VALID_SECONDS);
        roles.forEach(claims.putArray("roles")::add);
        String text = encoded(Contracts.JSON.createObjectNode().put("alg", "RS256").put("typ", "at+jwt")
                .put("kid", keyId)) + "." + encoded(claims);
        return text + "." + URL.encodeToString(sign(text, "RS256"));
    }

    static String encoded(ObjectNode json) {
        return URL.encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The public key as a member of a key set (RFC 7517). */
    public Map<String, Object> jwk() {
        RSAPublicKey open = (RSAPublicKey) keys.getPublic();
        return Map.of("kty", "RSA", "use", "sig", "alg", "RS256", "kid", keyId, "n",
                unsigned(open.getModulus().toByteArray()), "e", unsigned(open.getPublicExponent().toByteArray()));
    }

    private static String unsigned(byte[] number) {
        return URL.encodeToString(number[0] == 0 ? Arrays.copyOfRange(number, 1, number.length) : number);
    }

    /** @param algorithm as in the header {@code alg}; what is no variant of RSA is signed as RS256 */
    byte[] sign(String text, String algorithm) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        try {
            return switch (algorithm) {
                case "RS384" -> rsa(bytes, Signature.getInstance("SHA384withRSA"));
                case "RS512" -> rsa(bytes, Signature.getInstance("SHA512withRSA"));
                case "PS256" -> {
                    Signature pss = Signature.getInstance("RSASSA-PSS");
                    pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
                    yield rsa(bytes, pss);
                }
                default -> rsa(bytes, Signature.getInstance("SHA256withRSA"));
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key of our own does not sign", e);
        }
    }

    private byte[] rsa(byte[] text, Signature signature) throws GeneralSecurityException {
        PrivateKey key = keys.getPrivate();
        signature.initSign(key);
        signature.update(text);
        return signature.sign();
    }

    /** With the public key, which everybody knows, as the secret: as PEM text or as its bytes. */
    byte[] hmac(String text, boolean pem) {
        byte[] der = keys.getPublic().getEncoded();
        byte[] secret = pem
                ? ("-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(der)
                        + "\n-----END PUBLIC KEY-----\n").getBytes(StandardCharsets.US_ASCII)
                : der;
        return hmac(text, secret);
    }

    static byte[] hmac(String text, byte[] secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
