package radio.tarang.gateway.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** WCAG 2.2 AA as far as axe-core can tell, in every look of the page; and the way through it without a pointer. */
class AccessibilityIT extends PageTest {

    private static final String RULES = """
            () => axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
              .then(result => result.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target} (${n.failureSummary})`)))
            """;

    @ParameterizedTest
    @CsvSource({"360, LIGHT", "360, DARK", "1280, LIGHT", "1280, DARK"})
    void hasNoViolations(int width, ColorScheme scheme) {
        radio.put(Broadcast.live("p1", "Akashvani Mumbai", "MH", "मंगल प्रभात").by("सई देशमुख")
                .streamedAt(radio.address() + "/stream/gone.m3u8"),
                Broadcast.live("p2", "Vividh Bharati", null, "Golden Hour").in("hi", "Film music"),
                Broadcast.next("p3", "Akashvani Mumbai", "MH", "ध्वनिरंग"));
        Visit visit = visit(width, scheme, false).open("MH").live();
        visit.page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        assertThat(violations(visit)).isEmpty();

        visit.knob("p1").click();
        visit.page.locator("#player[data-state=failed]").waitFor();
        visit.page.locator("[data-language=hi]").click();
        assertThat(violations(visit)).isEmpty();
        assertThat((Integer) visit.page.evaluate("() => document.documentElement.scrollWidth"))
                .as("no sideways scrolling")
                .isLessThanOrEqualTo(width);

        visit.page.locator("#all-states").click();
        assertThat(violations(visit)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"360", "1280"})
    void hasNoViolationsWhereNothingIsOnAir(int width) {
        Visit visit = visit(width, ColorScheme.LIGHT, false).open("KL").live();
        assertThat(visit.page.locator(".instead.ready")).isVisible();
        assertThat(violations(visit)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"360, LIGHT, hi", "1280, DARK, hi", "360, DARK, en", "1280, LIGHT, en"})
    void hasNoViolationsOnThePagesOfTheAccount(int width, ColorScheme scheme, String language) {
        Visit visit = visit(width, scheme, false).open("MH").live();
        Page page = visit.page;
        page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        page.locator("[data-language=" + language + "]").click();
        page.locator("#join").click();
        page.locator("form [type=submit]").click();
        assertThat(page.locator("#username")).isFocused();
        assertFits(visit, width);
        visit.openAccount("profile");
        assertThat(page.locator(".doorstep")).isVisible();
        assertFits(visit, width);

        visit.signIn();
        for (String name : List.of("preferences", "devices", "profile")) {
            page.locator(".pages a[href$=" + name + "]").click();
            assertThat(page.locator(".pages a[aria-current]")).hasAttribute("href", "#/account/" + name);
            assertThat(page.locator(".content .panel").first()).isVisible();
            assertThat(page.locator("#view-title")).isFocused();
            assertFits(visit, width);
        }
    }

    @ParameterizedTest
    @CsvSource({"360, LIGHT, hi", "1280, DARK, en", "360, DARK, en", "1280, LIGHT, hi"})
    void hasNoViolationsOnAStationsDay(int width, ColorScheme scheme, String language) {
        radio.put(Broadcast.live("p1", "Akashvani Mumbai", "MH", "मंगल प्रभात").by("सई देशमुख").in("mr", "Devotional")
                .streamedAt(radio.address() + "/stream/live.m3u8"),
                Broadcast.next("p2", "Akashvani Mumbai", "MH", "ध्वनिरंग"));
        radio.note("p2", Map.of("delayMinutes", 12, "reason", "running-late", "description", "आज की शाम"));
        Visit visit = visit(width, scheme, false).open("MH").live();
        Page page = visit.page;
        page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        page.locator("[data-language=" + language + "]").click();
        assertThat(page.locator("#upcoming .tag.late")).isVisible();
        assertFits(visit, width);
        page.locator(".card .station .name").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#view-title")).isFocused();
        assertThat(page.locator(".slot[data-key=p2] .tag.late")).isVisible();
        assertFits(visit, width);
    }

    @ParameterizedTest
    @CsvSource({"360, LIGHT, hi", "1280, DARK, hi", "360, DARK, en", "1280, LIGHT, en"})
    void hasNoViolationsInTheConsole(int width, ColorScheme scheme, String language) {
        people.is("listener", "host", "editor");
        radio.put(Broadcast.live("p1", "Akashvani Mumbai", "MH", "मंगल प्रभात"),
                Broadcast.live("p2", "Akashvani Mumbai", "MH", "ध्वनिरंग"),
                Broadcast.live("p3", "Vividh Bharati", null, "Golden Hour"));
        radio.desk().departs("p3", "MH", 30, 1);
        radio.desk().tookDown("program.update", Map.of("title", "पहिले"), Map.of("title", "नंतर"));
        Visit visit = visit(width, scheme, false).open("MH").live().signIn();
        Page page = visit.page;
        page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        page.locator("[data-language=" + language + "]").click();
        page.locator("#console").click();
        page.locator("#station").fill("mumbai");
        assertThat(page.locator("[role=option]")).isVisible();
        assertFits(visit, width);
        page.keyboard().press("Enter");
        assertThat(page.locator(".plan .tag.wrong").first()).isVisible();
        assertFits(visit, width);
        for (String act : List.of("overrun", "edit")) {
            page.locator(".plan [data-key=p1] [data-key=" + act + "]").click();
            page.locator("dialog.sheet input").first().fill("");
            page.locator("dialog.sheet [type=submit]").click();
            assertThat(page.locator("dialog.sheet .help.wrong").first()).isVisible();
            assertFits(visit, width);
            page.keyboard().press("Escape");
            assertThat(page.locator(".plan [data-key=p1] [data-key=" + act + "]")).isFocused();
        }
        page.locator(".pages a[href$=shows]").click();
        page.locator("#add").click();
        page.locator("dialog.sheet .plain-set > button").click();
        assertFits(visit, width);
        page.keyboard().press("Escape");
        page.locator(".pages a[href$=stations]").click();
        page.locator(".stations [data-key=edit]").first().click();
        page.locator("dialog.sheet #name").fill("");
        page.locator("dialog.sheet [type=submit]").click();
        assertFits(visit, width);
        page.keyboard().press("Escape");
        page.evaluate("() => { location.hash = '#/console/timeline/station-Vividh%20Bharati' }");
        page.locator(".plan [data-key=p3] [data-key=optOuts]").click();
        page.locator("dialog.sheet #stateId").selectOption("MH");
        page.locator("dialog.sheet #way-other").check();
        assertFits(visit, width);
        page.keyboard().press("Escape");
        page.locator(".pages a[href$=imports]").click();
        page.locator("form [type=submit]").click();
        assertThat(page.locator("#file")).isFocused();
        assertFits(visit, width);
        page.locator(".pages a[href$=audit]").click();
        page.locator(".audit summary").click();
        assertFits(visit, width);
    }

    private static void assertFits(Visit visit, int width) {
        assertThat(violations(visit)).isEmpty();
        assertThat((Integer) visit.page.evaluate("() => document.documentElement.scrollWidth"))
                .as("no sideways scrolling").isLessThanOrEqualTo(width);
    }

    @Test
    void everythingIsReachedByKeyboard() {
        radio.put(Broadcast.live("p1", "Akashvani Mumbai", "MH", "मंगल प्रभात")
                .streamedAt(radio.address() + "/stream/live.m3u8"));
        Visit visit = visit().open("MH").live();
        Page page = visit.page;

        page.keyboard().press("Tab");
        assertThat(page.locator(".skip")).isFocused();
        page.keyboard().press("Enter");
        page.keyboard().press("Tab");
        assertThat(visit.knob("p1")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("#player[data-state=playing]")).isVisible();

        page.locator(".skip").focus();
        for (String expected : List.of("Tarang", "Sign in", "Sign up", "English", "हिन्दी")) {
            page.keyboard().press("Tab");
            assertThat(page.locator(":focus")).containsText(expected);
        }
        page.keyboard().press("Tab");
        assertThat(page.locator("#previous")).isFocused();
        page.keyboard().press("Tab");
        assertThat(page.locator(":focus")).hasAttribute("aria-checked", "true");
        page.keyboard().press("ArrowRight");
        assertThat(page.locator("#place")).containsText("Tamil Nadu");
        assertThat(page.locator(":focus")).containsText("Tamil Nadu");

        page.locator("#all-states").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#find-state")).isFocused();
        page.keyboard().press("Escape");
        assertThat(page.locator("#all-states")).isFocused();
    }

    @SuppressWarnings("unchecked")
    private static List<String> violations(Visit visit) {
        // Evaluated by the debugger, not by the page: the content policy stays as strict as it is for listeners.
        visit.page.evaluate(axe());
        return (List<String>) visit.page.evaluate(RULES);
    }

    private static String axe() {
        try (InputStream in = AccessibilityIT.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
