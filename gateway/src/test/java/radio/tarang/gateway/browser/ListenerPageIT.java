package radio.tarang.gateway.browser;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What a listener sees, and how it changes while they look. */
class ListenerPageIT extends PageTest {

    @Test
    void showsWhatIsOnAirOwnStationsFirst() {
        radio.put(Broadcast.live("p1", "Akashvani Mumbai", "MH", "मंगल प्रभात").by("सई देशमुख").in("mr", "Devotional"),
                Broadcast.live("p2", "Vividh Bharati", null, "Golden Hour").in("hi", "Film music"),
                Broadcast.live("p3", "Akashvani Chennai", "TN", "காலை மலர்"),
                Broadcast.next("p4", "Akashvani Mumbai", "MH", "ध्वनिरंग"));
        Visit visit = visit().open("MH").live();

        assertThat(visit.card("p1").locator(".title")).hasText("मंगल प्रभात");
        assertThat(visit.card("p1").locator(".title")).hasAttribute("lang", "mr");
        assertThat(visit.card("p1").locator(".station .name")).hasText("Akashvani Mumbai");
        assertThat(visit.card("p1").locator(".host")).hasText("with सई देशमुख");
        assertThat(visit.card("p1").locator(".category")).hasText("Devotional");
        assertThat(visit.card("p1").locator(".tag")).hasText("Marathi");
        assertThat(visit.card("p1").locator(".then")).containsText("ध्वनिरंग");
        assertThat(visit.page.locator(".card .title")).hasText(new String[]{"मंगल प्रभात", "Golden Hour"});
        assertThat(visit.page.locator("#upcoming .title")).hasText("ध्वनिरंग");
        assertThat(visit.page).hasTitle("Maharashtra: on air now · Tarang");
    }

    @Test
    void changesInPlaceWhenProgrammesStartChangeAndEnd() {
        radio.put(Broadcast.live("p1", "Akashvani Mumbai", "MH", "मंगल प्रभात"),
                Broadcast.next("p2", "FM Gold Mumbai", "MH", "शिवार फेरी"));
        Visit visit = visit().open("MH").live();
        visit.card("p1").evaluate("card => card.seenBefore = true");

        radio.tell("PROGRAM_STARTED", Map.of("id", "e1", "sequence", 2, "programId", "p2", "state", "MH", "program",
                Broadcast.next("p2", "FM Gold Mumbai", "MH", "शिवार फेरी").started(2).json()));
        assertThat(visit.card("p2").locator(".title")).hasText("शिवार फेरी");
        assertThat(visit.page.locator("#upcoming li")).hasCount(0);
        assertThat((Boolean) visit.card("p1").evaluate("card => card.seenBefore === true"))
                .as("the other card is still the same element").isTrue();
        assertThat(visit.page.locator("#announcer")).hasText("शिवार फेरी is on air now on FM Gold Mumbai");

        radio.tell("PROGRAM_UPDATED",
                Map.of("id", "e2", "sequence", 3, "programId", "p2", "state", "MH", "updates",
                        Map.of("title", "नया शीर्षक")));
        assertThat(visit.card("p2").locator(".title")).hasText("नया शीर्षक");

        radio.tell("PROGRAM_ENDED",
                Map.of("id", "e3", "sequence", 4, "programId", "p2", "state", "MH", "endTime", "2026-01-01T06:00:00Z"));
        assertThat(visit.card("p2")).hasCount(0);
        assertThat(visit.page.locator("#summary")).hasText("1 programme on air on 1 station");
        assertThat(visit.page.locator("#live > .wide")).hasCount(0);
    }

    @Test
    void repeatedAndOlderEventsChangeNothing() {
        radio.put(Broadcast.live("p1", "Akashvani Mumbai", "MH", "मंगल प्रभात"));
        Visit visit = visit().open("MH").live();

        radio.tell("PROGRAM_UPDATED",
                Map.of("id", "e0", "sequence", 1, "programId", "p1", "state", "MH", "updates", Map.of("title", "old")));
        radio.tell("PROGRAM_ENDED",
                Map.of("id", "e5", "sequence", 5, "programId", "p1", "state", "MH", "endTime", "-"));
        radio.tell("PROGRAM_STARTED", Map.of("id", "e4", "sequence", 4, "programId", "p1", "state", "MH", "program",
                Broadcast.live("p1", "Akashvani Mumbai", "MH", "again").json()));
        radio.tell("PROGRAM_STARTED", Map.of("id", "e9", "sequence", 1, "programId", "last", "state", "MH", "program",
                Broadcast.live("last", "Akashvani Pune", "MH", "the last word").json()));

        assertThat(visit.card("last")).isVisible();
        assertThat(visit.page.locator(".card")).hasCount(1);
    }

    @Test
    void theWaveMovesWithTime() {
        radio.put(Broadcast.live("p1", "Akashvani Mumbai", "MH", "बातम्या").lasting(Duration.ofSeconds(10),
                Duration.ofSeconds(30)));
        Visit visit = visit().open("MH").live();

        double first = visit.progress("p1");
        assertThat(first).isBetween(20.0, 60.0);
        await().atMost(Duration.ofSeconds(10)).until(() -> visit.progress("p1") > first + 5);
        assertThat(visit.card("p1").locator(".course"))
                .hasAttribute("aria-valuenow", Pattern.compile("[3-9]\\d"));
    }

    @Test
    void speaksHindiAndRemembersIt() {
        radio.put(Broadcast.live("p1", "Akashvani Mumbai", "MH", "बातम्या"));
        Visit visit = visit().open("MH").live();
        assertThat(visit.page.locator("#live-title")).hasText("On air now");

        visit.page.locator("[data-language=hi]").click();
        assertThat(visit.page.locator("html")).hasAttribute("lang", "hi");
        assertThat(visit.page.locator("#live-title")).hasText("अभी प्रसारण में");
        assertThat(visit.card("p1").locator(".category")).hasText("समाचार");

        visit.page.reload();
        assertThat(visit.page.locator("#live-title")).hasText("अभी प्रसारण में");
        assertThat(visit.page.locator("[data-language=hi]")).hasAttribute("aria-pressed", "true");
    }

    @Test
    void remembersTheState() {
        Visit visit = visit().openBare();
        assertThat(visit.page.locator("#notice")).containsText("Showing Delhi");

        visit.page.locator("#all-states").click();
        visit.page.locator("#find-state").fill("தமிழ்");
        visit.page.locator("#find-state").press("Enter");
        assertThat(visit.page.locator("#place")).containsText("Tamil Nadu");

        visit.openBare();
        assertThat(visit.page.locator("#place")).containsText("Tamil Nadu");
        assertThat(visit.page.locator("#notice")).isHidden();
    }

    @Test
    void whatStationsWroteNeverBecomesMarkup() {
        String hostile = "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>";
        radio.put(Broadcast.live("p1", hostile, "MH", hostile).by(hostile).in("hi", hostile)
                .streamedAt("javascript:alert(1)"));
        Visit visit = visit().open("MH").live();

        assertThat(visit.card("p1").locator(".title")).hasText(hostile);
        assertThat(visit.page.locator("main img, main script")).hasCount(0);
        visit.knob("p1").click();
        assertThat(visit.page.locator("#player[data-state=failed]")).isVisible();
        assertThat(visit.page).hasTitle("Maharashtra: on air now · Tarang");
    }

    @Test
    void saysSoWhenNothingIsOnAir() {
        radio.put(Broadcast.next("p1", "Akashvani Kochi", "KL", "വാർത്തകൾ"));
        Visit visit = visit().open("KL").live();

        Locator instead = visit.page.locator(".instead");
        assertThat(instead).containsText("Nothing is on air in Kerala");
        assertThat(instead).containsText("വാർത്തകൾ on Akashvani Kochi begins at");
    }
}
