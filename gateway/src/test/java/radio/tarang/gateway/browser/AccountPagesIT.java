package radio.tarang.gateway.browser;

import java.io.IOException;
import java.nio.file.Files;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** The pages of the account: what is kept, and who wins when two devices change the same thing. */
class AccountPagesIT extends PageTest {

    @Test
    void preferencesAreSavedAndTheirStateIsShown() {
        Visit visit = visit().open("MH").live().signIn();
        Page page = visit.openAccount("preferences").page;
        page.locator("#statePreference").selectOption("TN");
        page.locator("#language-ta").check();
        page.locator("#timeZone").selectOption("Asia/Dubai");
        page.locator("#quiet").check();
        page.locator("#quiet-start").fill("23:00");
        page.locator("#quiet-end").fill("06:30");
        page.locator("#notify-email").check();
        page.locator("#digest").selectOption("weekly");
        page.locator("#consent-analytics").check();
        page.locator("form [type=submit]").click();
        assertThat(page.locator(".outcome")).hasText("Saved.");
        JsonNode saved = people.account().preferences();
        assertThat(saved.path("statePreference").asString()).isEqualTo("TN");
        assertThat(saved.path("languages").toString()).isEqualTo("[\"hi\",\"ta\"]");
        assertThat(saved.path("timeZone").asString()).isEqualTo("Asia/Dubai");
        assertThat(saved.path("quietHours").toString()).isEqualTo("{\"start\":\"23:00\",\"end\":\"06:30\"}");
        assertThat(saved.path("notifications").toString())
                .isEqualTo("{\"inApp\":true,\"push\":false,\"email\":true,\"digest\":\"weekly\"}");
        assertThat(saved.path("consent").path("analytics").asBoolean()).isTrue();
        assertThat(page.locator("main:not([hidden])")).containsText("Last decided on");

        page.locator("#back").click();
        assertThat(page.locator("#place")).containsText("Tamil Nadu");
        visit.openBare();
        page.reload();
        assertThat(page.locator("#place")).containsText("Tamil Nadu");
    }

    @Test
    void aPreferredStateWinsOverARememberedOneButNotOverOneThatWasAskedFor() {
        people.account().prefersState("KL");
        Visit visit = visit().open("MH").live();
        visit.page.locator("#next").click();
        assertThat(visit.page.locator("#place")).containsText("Tamil Nadu");
        visit.openBare();
        assertThat(visit.page.locator("#place")).containsText("Tamil Nadu");
        visit.signIn();
        assertThat(visit.page.locator("#place")).containsText("Kerala");
        visit.open("TN");
        assertThat(visit.page.locator("#place")).containsText("Tamil Nadu");
        visit.page.reload();
        assertThat(visit.page.locator("#place")).containsText("Tamil Nadu");
    }

    @Test
    void whatChangedOnAnotherDeviceIsNeverOverwrittenUnseen() {
        Visit visit = visit().open("MH").live().signIn();
        Page page = visit.openAccount("profile").page;
        assertThat(page.locator("#displayName")).hasValue("Asha Nair");
        people.account().changeElsewhere("Asha N.");
        page.locator("#displayName").fill("आशा");
        page.locator("form [type=submit]").click();
        assertThat(page.locator(".outcome")).containsText("This was changed on another device meanwhile.");
        assertThat(page.locator("#displayName")).hasValue("Asha N.");
        assertThat(people.account().profile().path("displayName").asString()).isEqualTo("Asha N.");

        page.locator("#displayName").fill("आशा");
        page.locator("#bio").fill("<b>सुबह से रात तक</b>");
        page.locator("form [type=submit]").click();
        assertThat(page.locator(".outcome")).hasText("Saved.");
        assertThat(people.account().profile().path("displayName").asString()).isEqualTo("आशा");
        assertThat(people.account().profile().path("bio").asString()).isEqualTo("<b>सुबह से रात तक</b>");
        assertThat(page.locator(".picture .monogram")).hasText("आ");
    }

    @Test
    void aPictureIsShownWhereItComesAndTheFirstLetterWhereNot() {
        Visit visit = visit();
        visit.page.route("https://pictures.example/asha.svg", route -> route.fulfill(new Route.FulfillOptions()
                .setContentType("image/svg+xml").setBody("<svg xmlns='http://www.w3.org/2000/svg'/>")));
        Page page = visit.open("MH").live().signIn().openAccount("profile").page;
        page.locator("#avatarUrl").fill("http://pictures.example/asha.svg");
        page.locator("form [type=submit]").click();
        assertThat(page.locator("#avatarUrl-help")).hasText("The address must begin with https://");
        page.locator("#avatarUrl").fill("https://pictures.example/asha.svg");
        page.locator("form [type=submit]").click();
        assertThat(page.locator(".picture img")).isVisible();
        assertThat(page.locator(".picture img")).hasAttribute("referrerpolicy", "no-referrer");
    }

    @Test
    void devicesAreSignedOutOneByOneOrAllTheOthers() {
        Visit visit = visit().open("MH").live().signIn();
        Page page = visit.openAccount("devices").page;
        assertThat(page.locator(".devices li")).hasCount(3);
        assertThat(page.locator(".devices li").first()).containsText("This device");
        assertThat(page.locator(".devices li").first().locator("button")).hasCount(0);
        page.locator(".devices button[aria-label='Sign out Chrome · Android']").click();
        assertThat(page.locator(".devices li")).hasCount(2);
        assertThat(people.account().devices()).containsExactly("this", "old");
        assertThat(page.locator("#devices-title")).isFocused();
        page.locator(".devices button").click();
        assertThat(page.locator(".devices li")).hasCount(1);
        assertThat(page.locator("#me")).isVisible();
    }

    @Test
    void dataAreTakenAwayAndTheAccountIsDeletedOnceItsNameWasTyped() throws IOException {
        Visit visit = visit();
        Page page = visit.open("MH").live().signIn().openAccount("data").page;
        Download file = page.waitForDownload(() -> page.locator("section .wide").click());
        assertThat(file.suggestedFilename()).isEqualTo("tarang-asha.json");
        assertThat(Files.readString(file.path())).contains("\"username\": \"asha\"");
        assertThat(people.asked("GET /user/export")).hasSize(2);

        page.locator("#confirmation").fill("asha nair");
        page.locator("form [type=submit]").click();
        assertThat(page.locator("#confirmation-help")).hasText("Type asha exactly.");
        assertThat(people.asked("DELETE /user")).isEmpty();
        page.locator("#confirmation").fill("asha");
        page.locator("form [type=submit]").click();
        assertThat(visit.message()).containsText("Your account is being deleted.");
        assertThat(page.locator("#sign-in")).isVisible();
        assertThat(page.locator("#listing")).isVisible();
        assertThat(people.asked("DELETE /user")).hasSize(1);
        assertThat(people.asked("POST /auth/logout")).isEmpty();
    }
}
