package radio.tarang.user;

import java.util.Objects;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AccountTests {
    private final Account account = Given.registered().account();

    @Test
    void everyEventOfAPersonHasTheNextSequence() {
        Account merged = account.merge("AAECAwQFBgcICQoLDA0ODw", Given.NOON).account();
        Account preferring = Objects.requireNonNull(merged.prefer(Given.FULL, Given.NOON)).account();
        Account revoked = preferring.revoke("sid-1", Given.NOON).account();

        assertThat(account.sequence()).isEqualTo(1);
        assertThat(merged.sequence()).isEqualTo(2);
        assertThat(preferring.sequence()).isEqualTo(3);
        assertThat(revoked.sequence()).isEqualTo(4);
    }

    @Test
    void onlyAChangeOfTheStateIsANewVersion() {
        Account merged = account.merge("AAECAwQFBgcICQoLDA0ODw", Given.NOON).account();

        assertThat(merged.version()).isEqualTo(1);
        assertThat(merged.revoke("sid-1", Given.NOON).account().version()).isEqualTo(1);
        assertThat(Objects.requireNonNull(merged.prefer(Given.FULL, Given.NOON)).account().version()).isEqualTo(3);
        assertThat(merged.changeAccess(Given.NOON).account().version()).isEqualTo(3);
    }

    @Test
    void nothingHappensWhereNothingChanges() {
        assertThat(account.prefer(Preferences.DEFAULT, Given.NOON)).isNull();
        assertThat(account.rename("asha", Given.NOON)).isNull();
        assertThat(Objects.requireNonNull(account.rename("usha", Given.NOON)).account().username()).isEqualTo("usha");
    }
}
