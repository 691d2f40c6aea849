package radio.tarang.faults.story;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import radio.tarang.faults.stage.Api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** Skipped, and says so, where no Chromium is installed. */
@ExtendWith(RunningPlatform.class)
class BrowserStoryIT {

    private final Api api;

    BrowserStoryIT(Api api) {
        this.api = api;
    }

    @Test
    void thePageFollowsAProgrammeWithoutBeingReloaded() {
        String station = api.createStation("Radio Shimla", "HP").text("id");
        try (Chromium chromium = Chromium.launch()) {
            Page page = chromium.visitor().newPage();
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
}
