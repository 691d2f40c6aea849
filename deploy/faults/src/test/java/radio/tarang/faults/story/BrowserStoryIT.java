package radio.tarang.faults.story;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import radio.tarang.faults.stage.Api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** Skipped, and says so, where no Chromium is installed. */
@ExtendWith(RunningPlatform.class)
class BrowserStoryIT {

    private static final List<String> FLAGS = List.of("--no-sandbox", "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update", "--disable-sync");

    private final Api api;

    BrowserStoryIT(Api api) {
        this.api = api;
    }

    @Test
    void thePageFollowsAProgrammeWithoutBeingReloaded() {
        Optional<Path> chromium = chromium();
        Assumptions.assumeTrue(chromium.isPresent(), "No Chromium on this machine (Debian: apt-get install chromium)");
        String station = api.createStation("Radio Shimla", "HP").text("id");
        try (Playwright playwright = Playwright
                .create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright.chromium().launch(
                        new BrowserType.LaunchOptions().setExecutablePath(chromium.orElseThrow()).setHeadless(true)
                                .setArgs(FLAGS))) {
            Page page = browser.newPage();
            List<String> complaints = new ArrayList<>();
            page.onPageError(complaints::add);
            page.navigate(api.base() + "/#HP");
            assertThat(page.locator("#status")).hasAttribute("data-status", "live", within(15_000));
            page.evaluate("window.neverReloaded = true");

            Locator card = page.locator("#live .card")
                    .filter(new Locator.FilterOptions().setHasText("Apple Valley Morning"));
            assertThat(card).hasCount(0);
            Instant start = Instant.now().plusSeconds(2);
            api.createProgram(station, "Apple Valley Morning", start, start.plusSeconds(4));
            assertThat(card).hasCount(1, new LocatorAssertions.HasCountOptions().setTimeout(7_000));
            assertThat(card).containsText("Radio Shimla");
            assertThat(card).hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(9_000));

            Assertions.assertThat(page.evaluate("window.neverReloaded")).isEqualTo(true);
            Assertions.assertThat(complaints).isEmpty();
        }
    }

    private static LocatorAssertions.HasAttributeOptions within(double millis) {
        return new LocatorAssertions.HasAttributeOptions().setTimeout(millis);
    }

    private static Optional<Path> chromium() {
        String named = System.getenv("CHROMIUM");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        return Stream
                .of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
                        "/usr/bin/google-chrome-stable",
                        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
                .map(Path::of).filter(Files::isExecutable).findFirst();
    }
}
