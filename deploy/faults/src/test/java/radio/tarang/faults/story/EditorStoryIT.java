package radio.tarang.faults.story;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import radio.tarang.faults.stage.Api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** An editor runs the evening from the console, and a listener who waits for it sees what becomes of it. */
@ExtendWith(RunningPlatform.class)
class EditorStoryIT {

    private static final ZoneId INDIA = ZoneId.of("Asia/Kolkata");
    private static final int WAIT_MILLIS = 20_000;
    /** From the editor's press to the listener's screen. */
    private static final int SEEN_MILLIS = 2_000;

    private final Api api;
    private final List<String> complaints = new ArrayList<>();

    EditorStoryIT(Api api) {
        this.api = api;
    }

    @Test
    void whatRunsOverIsSeenToBeLateByThoseWhoWait() {
        PlaywrightAssertions.setDefaultAssertionTimeout(WAIT_MILLIS);
        Instant end = Instant.now().plus(Duration.ofMinutes(40)).truncatedTo(ChronoUnit.MINUTES);
        String station = api.createStation("Radio Kohima", "NL").text("id");
        api.createProgram(station, "Hornbill Morning", Instant.now().plusSeconds(2), end);
        try (Chromium chromium = Chromium.launch();
                BrowserContext home = chromium.visitor();
                BrowserContext office = chromium.visitor()) {
            Page listener = tab(home);
            listener.navigate(api.base() + "/#NL");
            assertThat(listener.locator("#status")).hasAttribute("data-status", "live");
            assertThat(listener.locator("#live .card")).containsText("Hornbill Morning");

            Page editor = tab(office);
            openConsole(editor);
            create(editor, "Village News", end, end.plus(Duration.ofMinutes(20)));
            Locator waited = listener.locator("#upcoming li",
                    new Page.LocatorOptions().setHasText("Village News"));
            assertThat(waited).hasCount(1, new LocatorAssertions.HasCountOptions().setTimeout(SEEN_MILLIS));
            assertThat(waited.locator(".late")).hasCount(0);

            runOver(editor, "Hornbill Morning", 12);
            assertThat(waited.locator(".late")).hasText("12 min late",
                    new LocatorAssertions.HasTextOptions().setTimeout(SEEN_MILLIS));
            assertThat(editor.locator(".content .outcome")).containsText("1 programme after it changed.");

            waited.locator(".name").click();
            assertThat(listener.locator("#view-title")).hasText("Radio Kohima");
            assertThat(slot(listener, "Village News").locator(".late")).hasText("12 min late");
            history(editor, "Village News");
        }
        Assertions.assertThat(complaints).isEmpty();
    }

    private Page tab(BrowserContext visitor) {
        Page tab = visitor.newPage();
        tab.onPageError(complaints::add);
        return tab;
    }

    private void openConsole(Page page) {
        page.navigate(api.base() + "/#NL");
        page.locator("#sign-in").click();
        page.locator("#username").fill("editor");
        page.locator("#password").fill("tarang");
        page.locator("#kc-login").click();
        page.locator("#console").click();
        page.locator("#station").fill("kohima");
        page.keyboard().press("Enter");
        assertThat(page.locator("#station")).hasValue("Radio Kohima");
    }

    private static void create(Page page, String title, Instant start, Instant end) {
        // Around midnight the programme may be tomorrow's.
        page.locator("#day").fill(local(start).toLocalDate().toString());
        assertThat(slot(page, "Hornbill Morning")).isVisible();
        page.locator("#add").click();
        Locator sheet = page.locator("dialog.sheet");
        sheet.locator("#title").fill(title);
        sheet.locator("#scheduledStart").fill(local(start).toString());
        sheet.locator("#scheduledEnd").fill(local(end).toString());
        sheet.locator("[type=submit]").click();
        assertThat(slot(page, title)).isVisible();
    }

    private static void runOver(Page page, String title, int minutes) {
        act(page, title, "Runs over");
        page.locator("dialog.sheet #minutes").fill(Integer.toString(minutes));
        page.locator("dialog.sheet [type=submit]").click();
    }

    /** Who made it and who moved it is taken down. */
    private static void history(Page page, String title) {
        act(page, title, "History");
        assertThat(page.locator(".audit > li").last()).containsText("Programme created: " + title);
        assertThat(page.locator(".audit > li").last()).containsText("editor");
    }

    private static void act(Page page, String title, String name) {
        slot(page, title).locator(".acts button", new Locator.LocatorOptions().setHasText(name)).click();
    }

    private static Locator slot(Page page, String title) {
        return page.locator(".slot", new Page.LocatorOptions().setHasText(title));
    }

    private static LocalDateTime local(Instant instant) {
        return LocalDateTime.ofInstant(instant, INDIA);
    }
}
