package radio.tarang.keycloak;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Tells whether a secret is the one seen before without keeping it: a salted, slow digest. */
final class Fingerprint {
    private static final int SALT_BYTES = 16;
    private static final int ROUNDS = 200_000;
    private static final int BITS = 256;

    private Fingerprint() {
    }

    static String of(String secret) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return encode(salt) + "." + encode(digest(salt, secret));
    }

    static boolean matches(String fingerprint, String secret) {
        String[] parts = fingerprint.split("\\.", 2);
        return parts.length == 2 && MessageDigest.isEqual(Base64.getUrlDecoder().decode(parts[1]),
                digest(Base64.getUrlDecoder().decode(parts[0]), secret));
    }

    private static byte[] digest(byte[] salt, String secret) {
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(secret.toCharArray(), salt, ROUNDS, BITS)).getEncoded();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
