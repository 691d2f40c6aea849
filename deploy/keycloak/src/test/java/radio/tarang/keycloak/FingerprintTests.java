package radio.tarang.keycloak;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FingerprintTests {
    @Test
    void knowsASecretAgainWithoutContainingIt() {
        String fingerprint = Fingerprint.of("mail password");

        assertThat(Fingerprint.matches(fingerprint, "mail password")).isTrue();
        assertThat(Fingerprint.matches(fingerprint, "mail passwore")).isFalse();
        assertThat(fingerprint).doesNotContain("mail").isNotEqualTo(Fingerprint.of("mail password"));
    }

    @Test
    void nothingIsNoFingerprint() {
        assertThat(Fingerprint.matches("", "")).isFalse();
    }
}
