package radio.tarang.user.auth;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SealedAnswerTests {
    private static final byte[] ANSWER = "{\"accessToken\":\"a.b.c\"}".getBytes(StandardCharsets.UTF_8);

    @Test
    void opensForTheTokenItAnswersAndForNoOther() {
        byte[] sealed = SealedAnswer.seal("the token", ANSWER);

        assertThat(SealedAnswer.open("the token", sealed)).contains(ANSWER);
        assertThat(SealedAnswer.open("the tokem", sealed)).isEmpty();
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("accessToken");
    }

    @Test
    void isNeverTheSameTwice() {
        assertThat(SealedAnswer.seal("the token", ANSWER)).isNotEqualTo(SealedAnswer.seal("the token", ANSWER));
    }

    @Test
    void doesNotOpenOnceTouched() {
        byte[] sealed = SealedAnswer.seal("the token", ANSWER);
        for (int n = 0; n < sealed.length; n++) {
            byte[] touched = sealed.clone();
            touched[n] ^= 1;
            assertThat(SealedAnswer.open("the token", touched)).isEmpty();
        }
        assertThat(SealedAnswer.open("the token", new byte[5])).isEmpty();
    }
}
