package radio.tarang.faults.story;

import java.util.ArrayList;
import java.util.List;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import radio.tarang.faults.stage.Api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** One listener gets an account, says what they prefer, and comes back by Keycloak's own login page. */
@ExtendWith(RunningPlatform.class)
class AccountStoryIT {

    private static final String PASSWORD = "a long enough secret";
    private static final int WAIT_MILLIS = 15_000;

    private final Api api;
    private final List<String> complaints = new ArrayList<>();

    AccountStoryIT(Api api) {
        this.api = api;
    }

    @Test
    void signsUpPrefersSignsOutAndComesBackByTheLoginPage() {
        PlaywrightAssertions.setDefaultAssertionTimeout(WAIT_MILLIS);
        String name = "listener-" + Long.toString(System.nanoTime(), 36);
        try (Chromium chromium = Chromium.launch(); BrowserContext visitor = chromium.visitor()) {
            Page page = tab(visitor);
            page.navigate(api.base() + "/#HP");
            signUp(page, name);
            assertThat(page.locator("#me")).containsText(name);

            preferGoa(page);
            page.navigate(api.base() + "/");
            page.reload();
            assertThat(page.locator("#place")).containsText("Goa");
            assertThat(page.locator("#me")).containsText(name);

            Page other = tab(visitor);
            other.navigate(api.base() + "/#/account/devices");
            assertThat(other.locator(".devices li")).hasCount(1);
            assertThat(other.locator(".devices")).containsText("This device");
            signOut(page);
            assertThat(other.locator("#sign-in")).isVisible();
            other.close();

            page.navigate(api.base() + "/");
            signIn(page, name);
            assertThat(page.locator("#place")).containsText("Goa");
            assertThat(page.locator("#message")).containsText("Welcome, " + name);
            page.navigate(api.base() + "/#/account/preferences");
            assertThat(page.locator("#language-kn")).isChecked();

            // The browser's session at Keycloak is over too: the next one has to say who they are.
            signOut(page);
            page.locator("#sign-in").click();
            assertThat(page.locator("#password")).isVisible();
        }
        Assertions.assertThat(complaints).isEmpty();
    }

    private Page tab(BrowserContext visitor) {
        Page tab = visitor.newPage();
        tab.onPageError(complaints::add);
        return tab;
    }

    private static void signUp(Page page, String name) {
        page.locator("#join").click();
        page.locator("#username").fill(name);
        page.locator("#email").fill(name + "@example.org");
        page.locator("#password").fill(PASSWORD);
        page.locator("form [type=submit]").click();
    }

    private static void preferGoa(Page page) {
        page.locator("#me").click();
        page.locator(".pages a[href$=preferences]").click();
        // What one sees while signing up is what was preferred from then on.
        assertThat(page.locator("#statePreference")).hasValue("HP");
        page.locator("#statePreference").selectOption("GA");
        page.locator("#language-kn").check();
        page.locator("#consent-analytics").check();
        page.locator("form [type=submit]").click();
        assertThat(page.locator(".outcome")).hasText("Saved.");
    }

    private static void signOut(Page page) {
        page.locator("#me").click();
        page.waitForResponse(answer -> answer.url().endsWith("/auth/logout") && answer.status() == 204,
                () -> page.locator("#sign-out").click());
        assertThat(page.locator("#sign-in")).isVisible();
    }

    /** Keycloak's page, whose fields are its own. */
    private static void signIn(Page page, String name) {
        page.locator("#sign-in").click();
        page.locator("#username").fill(name);
        page.locator("#password").fill(PASSWORD);
        page.locator("#kc-login").click();
        page.locator("#me").waitFor();
    }
}
