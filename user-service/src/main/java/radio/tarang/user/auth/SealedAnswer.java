package radio.tarang.user.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The answer to a refresh, readable only for whoever presents the token it answers: AES-256-GCM under a key that HKDF-SHA256 (RFC 5869) derives from that
 * token, which is not kept. Whoever has the database has nothing.
 */
final class SealedAnswer {
    private static final byte[] PURPOSE = "tarang refresh answer v1".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SealedAnswer() {
    }

    static byte[] seal(String presented, byte[] answer) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key(presented), new GCMParameterSpec(TAG_BITS, nonce));
            byte[] sealed = cipher.doFinal(answer);
            byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
            return all;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java platform of ours has it
        }
    }

    /** Empty for another token, or if it was touched. */
    static Optional<byte[]> open(String presented, byte[] sealed) {
        if (sealed.length < NONCE_BYTES) {
            return Optional.empty();
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, key(presented), new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE_BYTES));
            return Optional.of(cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static SecretKey key(String presented) throws GeneralSecurityException {
        byte[] token = presented.getBytes(StandardCharsets.UTF_8);
        byte[] key = KDF.getInstance("HKDF-SHA256").deriveData(
                HKDFParameterSpec.ofExtract().addIKM(token).thenExpand(PURPOSE, KEY_BYTES));
        return new SecretKeySpec(key, "AES");
    }
}
