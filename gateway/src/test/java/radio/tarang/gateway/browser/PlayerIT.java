package radio.tarang.gateway.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** Listening: a real HLS stream through hls.js under the page's own content policy, and a stream that is not there. */
class PlayerIT extends PageTest {

    @Test
    void playsAndPausesALiveStream() {
        radio.put(Broadcast.live("p1", "Akashvani Mumbai", "MH", "मंगल प्रभात")
                .streamedAt(radio.address() + "/stream/live.m3u8"));
        Visit visit = visit().open("MH").live();
        Locator player = visit.page.locator("#player");
        assertThat(player).isHidden();

        visit.knob("p1").click();
        assertThat(visit.page.locator("#player[data-state=playing]")).isVisible();
        assertThat(player.locator(".title")).hasText("मंगल प्रभात");
        assertThat(player.locator(".state")).hasText("Live");
        assertThat(visit.knob("p1")).hasAttribute("aria-label", "Pause Akashvani Mumbai");

        player.locator(".knob").click();
        assertThat(visit.page.locator("#player[data-state=paused]")).isVisible();
        assertThat(visit.knob("p1")).hasAttribute("aria-label", "Listen to Akashvani Mumbai");
    }

    @Test
    void goesOnPlayingInAnotherState() {
        radio.put(Broadcast.live("p1", "Akashvani Mumbai", "MH", "मंगल प्रभात")
                .streamedAt(radio.address() + "/stream/live.m3u8"));
        Visit visit = visit().open("MH").live();
        visit.knob("p1").click();
        assertThat(visit.page.locator("#player[data-state=playing]")).isVisible();

        visit.page.locator("#next").click();
        assertThat(visit.page.locator("#place")).containsText("Tamil Nadu");
        assertThat(visit.page.locator("#player[data-state=playing] .station")).hasText("Akashvani Mumbai");
    }

    @Test
    void saysKindlyThatAStreamCannotBeReached() {
        radio.put(Broadcast.live("p1", "Akashvani Mumbai", "MH", "मंगल प्रभात")
                .streamedAt(radio.address() + "/stream/gone.m3u8"));
        Visit visit = visit(PHONE, ColorScheme.DARK, false).open("MH").live();

        visit.knob("p1").click();
        assertThat(visit.page.locator("#player .state")).containsText("Akashvani Mumbai cannot be reached right now");
        assertThat(visit.page.locator("#player .again")).isVisible();
        assertThat(visit.page.locator("#status[data-status=live]")).isVisible();
    }

    @Test
    void aStationWithoutAStreamSaysSoToScreenReaders() {
        radio.put(Broadcast.live("p1", "Akashvani Mumbai", "MH", "मंगल प्रभात"));
        Visit visit = visit().open("MH").live();

        assertThat(visit.knob("p1")).hasAttribute("aria-disabled", "true");
        assertThat(visit.knob("p1")).hasAttribute("aria-label", "Akashvani Mumbai has no stream on the internet");
    }
}
