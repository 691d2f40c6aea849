package radio.tarang.gateway.browser;

import java.util.List;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Out to the login page and back, and every way in which that does not work out. */
class SignInIT extends PageTest {

    @Test
    void comesBackToWhereOneWasWithoutLeavingATraceInTheAddress() {
        radio.put(Broadcast.live("p1", "Akashvani Mumbai", "MH", "मंगल प्रभात"));
        Visit visit = visit().open("MH").live().signIn();

        assertThat(visit.page.locator("#me")).containsText(PeopleFixture.NAME);
        assertThat(visit.message()).hasText("Welcome, asha. You are signed in.");
        assertThat(visit.page.locator("#place")).containsText("Maharashtra");
        assertThat(visit.card("p1")).isVisible();
        assertThat(visit.page.url()).endsWith("/#MH");
        // PKCE: the fixture gives tokens only for the verifier of the challenge that the login page was asked with.
        assertThat(people.asked("POST /auth/code")).hasSize(1);
        assertThat(people.asked("POST /auth/code").getFirst().body().path("redirectUri").asString()).endsWith("/");
        await().untilAsserted(() -> assertThat(radio.tokens()).contains(people.accessToken()));
    }

    @Test
    void theAccessTokenIsKeptNowhereAndTheVerifierIsForgotten() {
        Visit visit = visit().open("MH").live().signIn();
        String stored = (String) visit.page
                .evaluate("() => JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage})");
        assertThat(stored).contains("refresh-").doesNotContain(people.accessToken(), "verifier");
    }

    @Test
    void whatSoundedIsOfferedAgain() {
        radio.put(Broadcast.live("p1", "Akashvani Mumbai", "MH", "मंगल प्रभात")
                .streamedAt(radio.address() + "/stream/live.m3u8"));
        Visit visit = visit().open("MH").live();
        visit.knob("p1").click();
        visit.page.locator("#player[data-state=playing]").waitFor();
        visit.signIn();
        assertThat(visit.page.locator("#player[data-state=paused]")).containsText("मंगल प्रभात");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"#deny | You did not sign in.",
            "#late | The sign-in took too long and has lapsed."})
    void saysWhatBecameOfASignInThatDidNotHappen(String way, String words) {
        Visit visit = visit().open("MH").live();
        visit.page.locator("#sign-in").click();
        visit.page.locator(way).click();
        assertThat(visit.message()).containsText(words);
        assertThat(visit.page.locator("#sign-in")).isVisible();
        assertThat(visit.page.url()).endsWith("/#MH");
    }

    @Test
    void aReplyThatThisTabDidNotAskForIsNotUsed() {
        Visit visit = visit().open("MH").live();
        visit.page.locator("#sign-in").click();
        String reply = visit.page.locator("#enter").getAttribute("href");
        Page other = visit.tab();
        other.navigate(reply);
        assertThat(other.locator("#message p")).containsText("This sign-in was not begun in this tab");
        // Nor is a state that is not the one that was sent.
        visit.page.navigate(reply.replaceFirst("state=[^&]+", "state=forged"));
        assertThat(visit.message()).containsText("This sign-in was not begun in this tab");
        assertThat(people.asked("POST /auth/code")).isEmpty();
        assertThat(visit.page.locator("#sign-in")).isVisible();
    }

    @Test
    void saysSoInPlainWordsWhenSigningInIsAway() {
        people.away(true);
        Visit visit = visit().open("MH").live();
        visit.page.locator("#sign-in").click();
        assertThat(visit.message()).containsText("Signing in does not work at the moment");
        visit.page.locator("[data-language=hi]").click();
        assertThat(visit.message()).containsText("अभी साइन इन नहीं हो पा रहा");
        assertThat(visit.page.locator("#sign-in")).hasText("साइन इन");

        people.away(false);
        await().untilAsserted(() -> {
            visit.page.locator("#message .link").click();
            visit.page.locator("#enter").click();
            visit.page.locator("#me").waitFor();
        });
        assertThat(visit.message()).containsText("स्वागत है, asha");
    }

    @Test
    void anAccountIsMadeOnOurOwnFormAndWhatIsWrongIsSaidAtItsField() {
        Visit visit = visit().open("MH").live();
        Page page = visit.page;
        page.locator("#join").click();
        page.locator("form button[type=submit]").click();
        assertThat(page.locator("#username")).isFocused();
        assertThat(page.locator("#username")).hasAttribute("aria-invalid", "true");
        assertThat(page.locator("#username-help")).hasText("Choose a user name.");
        assertThat(page.locator("#password-help")).hasText("At least 8 characters.");
        assertThat(people.asked("POST /auth/register")).isEmpty();

        page.locator("#username").fill("taken");
        page.locator("#email").fill("asha@example.org");
        page.locator("#password").fill("long enough");
        page.locator("form button[type=submit]").click();
        assertThat(page.locator("#username-help")).hasText("This name is taken. Please choose another.");
        page.locator("#username").fill("asha");
        assertThat(page.locator("#username")).not().hasAttribute("aria-invalid", "true");
        page.locator("#email").fill("asha@example.invalid");
        page.locator("form button[type=submit]").click();
        assertThat(page.locator("#email-help")).hasText("Not accepted: must be an e-mail address");

        page.locator("[data-language=hi]").click();
        assertThat(page.locator("#username")).hasValue("asha");
        page.locator("#email").fill("asha@example.org");
        assertThat(page.locator("#statePreference")).hasValue("MH");
        page.locator("#statePreference").selectOption("KL");
        page.locator("form button[type=submit]").click();
        assertThat(page.locator("#me")).containsText("asha");
        assertThat(page.locator("#view")).isHidden();
        assertThat(people.asked("POST /auth/register").getLast().body().path("statePreference").asString())
                .isEqualTo("KL");
    }

    @Test
    void fieldsArePasswordManagersFriends() {
        Visit visit = visit().open("MH").live();
        visit.page.locator("#join").click();
        assertThat(List.of("username", "email", "password").stream()
                .map(id -> visit.page.locator("#" + id).getAttribute("autocomplete")).toList())
                .containsExactly("username", "email", "new-password");
        assertThat(visit.page.locator("#password")).hasAttribute("type", "password");
        visit.page.locator(".show").click();
        assertThat(visit.page.locator("#password")).hasAttribute("type", "text");
    }
}
