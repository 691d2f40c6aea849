package radio.tarang.gateway.browser;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Staying signed in: over reloads, in several tabs, through lost replies and without a network; and being signed out. */
class TokensIT extends PageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void aReloadStaysSignedInAndOneRefusedTokenIsRenewedAndTheRequestRepeated() {
        Visit visit = visit().open("MH").live().signIn();
        visit.page.reload();
        assertThat(visit.page.locator("#me")).containsText("asha");
        visit.openAccount("devices");
        assertThat(visit.page.locator(".devices li")).hasCount(3);
        int before = people.asked("POST /auth/refresh").size();

        people.spoilAccess();
        visit.openAccount("preferences");
        assertThat(visit.page.locator("#timeZone")).isVisible();
        assertThat(people.asked("POST /auth/refresh")).hasSize(before + 1);
    }

    @Test
    void severalTabsRenewOnceAndTheLostReplyIsAskedForAgain() {
        Visit visit = visit().open("MH").live().signIn();
        visit.openAccount("devices");
        assertThat(visit.page.locator(".devices li")).hasCount(3);
        Page other = visit.tab();
        other.navigate(visit.page.url());
        assertThat(other.locator(".devices li")).hasCount(3);
        int before = people.asked("POST /auth/refresh").size();

        people.spoilAccess();
        people.loseNextReply();
        List.of(visit.page, other).forEach(tab -> tab.evaluate("() => { location.hash = '#/account/preferences' }"));
        assertThat(visit.page.locator("#timeZone")).isVisible();
        assertThat(other.locator("#timeZone")).isVisible();
        // One question whose reply was lost, and the same question again.
        List<PeopleFixture.Asked> asked = people.asked("POST /auth/refresh");
        assertThat(asked).hasSize(before + 2);
        assertThat(asked.get(before).body()).isEqualTo(asked.get(before + 1).body());
        assertThat(visit.page.locator("#me")).isVisible();
    }

    @Test
    void aNewTabAsksTheOtherTabsBeforeItAsksTheServer() {
        Visit visit = visit().open("MH").live().signIn();
        Page other = visit.tab();
        other.navigate(visit.page.url());
        assertThat(other.locator("#me")).isVisible();
        await().untilAsserted(() -> assertThat(radio.tokens()).hasSize(2).containsOnly(people.accessToken()));
        assertThat(people.asked("POST /auth/refresh")).isEmpty();
    }

    @Test
    void signedOutInOneTabIsSignedOutInAllAndTheServerIsTold() {
        Visit visit = visit().open("MH").live().signIn();
        Page other = visit.tab();
        other.navigate(visit.page.url());
        assertThat(other.locator("#me")).isVisible();
        await().untilAsserted(() -> assertThat(radio.tokens()).hasSize(2));

        int opened = radio.opened();
        visit.openAccount("devices");
        visit.page.locator("#sign-out").click();
        assertThat(visit.page.locator("#sign-in")).isVisible();
        assertThat(other.locator("#sign-in")).isVisible();
        assertThat(other.locator("#message p")).containsText("You are signed out.");
        await().untilAsserted(() -> assertThat(people.asked("POST /auth/logout")).hasSize(1));
        assertThat((String) other.evaluate("() => JSON.stringify({...localStorage})")).doesNotContain("refresh-");
        // The sockets are nobody's now: both were opened anew, without a token, and the radio goes on.
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(radio.opened()).isEqualTo(opened + 2));
        visit.open("MH").live();
        assertThat(radio.tokens()).hasSize(2);
    }

    @Test
    void aSessionThatEndedSignsOutGracefullyAndThePageGoesOn() {
        radio.put(Broadcast.live("p1", "Akashvani Mumbai", "MH", "मंगल प्रभात"));
        Visit visit = visit().open("MH").live().signIn();
        people.endSession();
        visit.openAccount("devices");
        assertThat(visit.message()).containsText("You have been signed out");
        assertThat(visit.page.locator(".doorstep")).isVisible();
        visit.page.locator("#back").click();
        assertThat(visit.card("p1")).isVisible();
        assertThat(visit.page.locator("#sign-in")).isVisible();
    }

    @Test
    void whileUserServiceIsAwayOneStaysSignedInAndIsToldWhatDoesNotWork() {
        Visit visit = visit().open("MH").live().signIn();
        people.spoilAccess();
        people.away(true);
        visit.page.reload();
        assertThat(visit.page.locator("#me")).containsText("asha");
        visit.openAccount("devices");
        assertThat(visit.page.locator(".instead.away")).containsText("The service does not answer at the moment.");
        people.away(false);
        await().atMost(PATIENCE).untilAsserted(() -> {
            visit.page.locator(".instead .wide").click();
            visit.page.locator(".devices").waitFor();
        });
        assertThat(visit.page.locator("#me")).isVisible();
    }

    @Test
    void startsSignedInWithoutANetworkKeepsNothingPersonalAndSignsOutLater() {
        people.account().prefersState("KL");
        radio.put(Broadcast.live("p1", "Akashvani Kochi", "KL", "പ്രഭാതം"));
        Visit visit = visit(PHONE, ColorScheme.LIGHT, true).openBare().live().signIn();
        assertThat(visit.card("p1")).isVisible();
        visit.page.evaluate("() => navigator.serviceWorker.ready.then(() => true)");
        visit.page.waitForFunction("() => navigator.serviceWorker.controller !== null");
        visit.openAccount("preferences");
        assertThat(visit.page.locator("#timeZone")).isVisible();
        List<?> kept = (List<?>) visit.page.evaluate(
                """
                        async () => {
                          const all = [];
                          for (const name of await caches.keys())
                            for (const request of await (await caches.open(name)).keys()) all.push(new URL(request.url).pathname);
                          return all;
                        }
                        """);
        assertThat(kept.stream().map(Object::toString)).contains("/", "/js/account/pages.js")
                .noneMatch(path -> path.startsWith("/api") || path.startsWith("/identity"));

        visit.network(false);
        visit.openBare();
        visit.page.reload();
        assertThat(visit.page.locator("#me")).containsText("asha");
        assertThat(visit.page.locator("#place")).containsText("Kerala");
        visit.awaitStatus("offline");
        visit.openAccount("devices");
        assertThat(visit.page.locator(".instead.away")).containsText("You are offline");
        visit.page.locator("#sign-out").click();
        assertThat(visit.page.locator("#sign-in")).isVisible();
        assertThat(people.asked("POST /auth/logout")).isEmpty();

        visit.network(true);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(people.asked("POST /auth/logout")).hasSize(1));
    }

    @Test
    void aSocketWhoseTokenExpiredIsToldANewOne() {
        Visit visit = visit().open("MH").live().signIn();
        await().untilAsserted(() -> assertThat(radio.tokens()).hasSize(1));
        radio.tell("ERROR", Map.of("code", "token-expired", "message", "-"));
        await().untilAsserted(() -> assertThat(radio.tokens()).hasSize(2));
        assertThat(radio.tokens().getLast()).isEqualTo(people.accessToken()).isNotEqualTo(radio.tokens().getFirst());
        assertThat(visit.page.locator("#status")).hasAttribute("data-status", "live");
    }

    @Test
    void aSocketClosedForItsTokenComesBackWithANewOne() {
        Visit visit = visit().open("MH").live().signIn();
        await().untilAsserted(() -> assertThat(radio.tokens()).hasSize(1));
        radio.dropSockets(4401);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(radio.tokens()).hasSizeGreaterThan(1)
                .last().isEqualTo(people.accessToken()).isNotEqualTo(radio.tokens().getFirst()));
        visit.live();
    }

    @Test
    void aSocketClosedForAnEndedSessionComesBackAnonymously() {
        Visit visit = visit().open("MH").live().signIn();
        await().untilAsserted(() -> assertThat(radio.tokens()).hasSize(1));
        people.endSession();
        radio.dropSockets(4401);
        assertThat(visit.page.locator("#sign-in")).isVisible();
        visit.live();
        assertThat(radio.tokens()).hasSize(1);
    }
}
