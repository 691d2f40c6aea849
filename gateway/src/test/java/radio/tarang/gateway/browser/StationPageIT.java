package radio.tarang.gateway.browser;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A station's schedule: day by day, in its own time, late where it is late, and there without a network. */
class StationPageIT extends PageTest {

    private static final ZoneId INDIA = ZoneId.of("Asia/Kolkata");
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    private final LocalDate today = LocalDate.ofInstant(now, INDIA);

    @BeforeEach
    void aDayOfPune() {
        radio.put(pune("over", "पहाटवारा").between(at(today, "00:00"), now.minusSeconds(1200), "ended"),
                pune("live", "मंगल प्रभात").between(now.minusSeconds(1200), now.plusSeconds(600), "live"),
                pune("next", "बातम्या").between(now.plusSeconds(600), now.plusSeconds(1200), "scheduled"),
                pune("later", "शिवार फेरी").between(at(today.plusDays(2), "06:30"), at(today.plusDays(2), "07:00"),
                        "scheduled"),
                pune("yesterday", "काल").between(at(today.minusDays(1), "10:00"), at(today.minusDays(1), "11:00"),
                        "ended"),
                Broadcast.live("other", "FM Gold Mumbai", "MH", "दुसरे केंद्र"));
    }

    private static Broadcast pune(String id, String title) {
        return Broadcast.live(id, "Akashvani Pune", "MH", title).in("mr", "News");
    }

    private static Instant at(LocalDate day, String time) {
        return day.atTime(LocalTime.parse(time)).atZone(INDIA).toInstant();
    }

    @Test
    void isReachedFromAProgrammeAndTurnsItsDays() {
        Visit visit = visit().open("MH").live();
        Page page = visit.page;
        page.evaluate("() => { document.body.style.minHeight = '3000px'; scrollTo(0, 200); }");
        // Not with a pointer, before which Playwright scrolls by itself.
        visit.card("live").locator(".station .name").evaluate("link => link.click()");
        assertThat(page.locator("#view-title")).hasText("Akashvani Pune");
        assertThat(scrolled(page)).isZero();
        assertThat(page.locator("#view-summary")).hasText("Maharashtra · Marathi");
        assertThat(page).hasTitle("Akashvani Pune · Tarang");
        assertThat(page.locator(".days [aria-current=date]")).hasText("Today");
        assertThat(slot(page, "live")).containsText("मंगल प्रभात");
        assertThat(slot(page, "live")).hasAttribute("aria-current", "time");
        assertThat(page.locator("#view .title", new Page.LocatorOptions().setHasText("दुसरे केंद्र"))).hasCount(0);
        assertThat(slot(page, "live").locator(".left")).hasText(Pattern.compile("(9|10) min left"));
        assertThat(slot(page, "next").locator(".soon")).hasText(Pattern.compile("in (9|10) min"));
        // What is over lies behind one press, and what comes stands below the line of now.
        assertThat(slot(page, "over")).isHidden();
        page.locator(".earlier summary").click();
        assertThat(slot(page, "over")).isVisible();
        assertThat(page.locator(".day:not(.earlier .day) > li").nth(1)).containsText("Now, ");

        page.locator(".days a").nth(3).click();
        assertThat(slot(page, "later").locator(".when")).hasText("6:30 am–7:00 am");
        assertThat(slot(page, "live")).hasCount(0);
        assertThat(page.locator(".now")).hasCount(0);
        page.locator(".days a", new Page.LocatorOptions().setHasText("Yesterday")).click();
        assertThat(slot(page, "yesterday")).isVisible();
        page.goBack();
        assertThat(slot(page, "later")).isVisible();
        page.locator("#back").click();
        assertThat(visit.card("live")).isVisible();
        assertThat(scrolled(page)).as("where one was in the listing").isEqualTo(200);
    }

    private static int scrolled(Page page) {
        return ((Number) page.evaluate("() => Math.round(scrollY)")).intValue();
    }

    @Test
    void aDelayIsSaidInTheListingAndInTheScheduleAsSoonAsItIsKnown() {
        Visit visit = visit().open("MH").live();
        assertThat(visit.page.locator("#upcoming li").first().locator(".tag")).hasCount(0);
        runsLate(3, 12);
        assertThat(visit.page.locator("#upcoming li").first().locator(".tag")).hasText("12 min late");
        assertThat(visit.card("live").locator(".then")).containsText("बातम्या · 12 min late");
        assertThat(visit.page.locator("#announcer")).hasText("बातम्या on Akashvani Pune comes 12 min late");

        visit.page.locator("#upcoming .name").first().click();
        assertThat(slot(visit.page, "next").locator(".tag.late")).hasText("12 min late");
        runsLate(4, 20);
        assertThat(slot(visit.page, "next").locator(".tag.late")).hasText("20 min late");
        visit.page.locator("[data-language=hi]").click();
        assertThat(slot(visit.page, "next").locator(".tag.late")).hasText("20 मिनट देर से");

        radio.tell("PROGRAM_CANCELLED",
                Map.of("id", "e5", "sequence", 5, "programId", "next", "state", "MH", "reason", "cancelled"));
        assertThat(slot(visit.page, "next").locator(".tag.late")).hasText("रद्द");
    }

    /** As program-service and the feed tell of an overrun before it. */
    private void runsLate(int version, int minutes) {
        Instant start = now.plusSeconds(600).plus(Duration.ofMinutes(minutes));
        radio.put(pune("next", "बातम्या").between(start, start.plusSeconds(600), "scheduled"));
        radio.note("next", Map.of("delayMinutes", minutes, "reason", "running-late", "version", version));
        radio.tell("PROGRAM_UPDATED",
                Map.of("id", "e" + version, "sequence", version, "programId", "next", "state", "MH",
                        "updates",
                        Map.of("scheduledStart", start.toString(), "scheduledEnd", start.plusSeconds(600).toString(),
                                "announcedStart", now.plusSeconds(600).toString(), "delayMinutes", minutes)));
    }

    @Test
    void whatAStateHearsInsteadOfTheNationalProgrammeSaysSo() {
        radio.note("live", Map.of("reason", "opt-out", "replaces", "national"));
        radio.note("other", Map.of("reason", "delayed", "delayMinutes", 30));
        Visit visit = visit().open("MH").live();
        assertThat(visit.card("live").locator(".tag.late")).hasText("instead of the national programme");
        assertThat(visit.card("other").locator(".tag.late")).hasText("30 min later here");
    }

    @Test
    void isTakenAlongByCalendarsAndPrograms() {
        Page page = visit().open("MH").live().page;
        page.locator(".card[data-key=live] .station .name").click();
        String path = "/api/v1/stations/station-Akashvani%20Pune/schedule";
        assertThat(page.locator(".exports a", new Page.LocatorOptions().setHasText("Subscribe")))
                .hasAttribute("href", Pattern.compile("webcal://127.0.0.1:\\d+" + path + "\\.ics"));
        String range = "\\?from=\\d{4}-\\d\\d-\\d\\dT18:30:00Z&to=\\d{4}-\\d\\d-\\d\\dT18:30:00Z";
        for (String ending : List.of("ics", "xmltv")) {
            assertThat(page.locator(".exports a[download][href*='." + ending + "']")).hasAttribute("href",
                    Pattern.compile(path + "\\." + ending + range));
        }
        assertThat(page.locator(".exports a[href$='.atom']")).isVisible();
        // For calendars that do not know webcal, the address itself.
        page.locator(".exports button").click();
        assertThat(page.locator(".exports [role=status]"))
                .containsText(Pattern.compile("http://127.0.0.1:\\d+" + path + "\\.ics"));
    }

    @Test
    void theDayLastSeenIsThereWithoutANetworkWithItsAge() {
        Visit visit = visit(PHONE, ColorScheme.LIGHT, true).open("MH").live();
        visit.page.evaluate("() => navigator.serviceWorker.ready.then(() => true)");
        visit.page.waitForFunction("() => navigator.serviceWorker.controller !== null");
        visit.card("live").locator(".station .name").click();
        assertThat(slot(visit.page, "live")).isVisible();

        visit.network(false);
        visit.page.reload();
        assertThat(visit.page.locator("#view-title")).hasText("Akashvani Pune");
        assertThat(slot(visit.page, "live")).containsText("मंगल प्रभात");
        assertThat(visit.page.locator("#view .notice")).containsText("less than a minute ago");
        visit.network(true);
        await().atMost(Duration.ofSeconds(60)).pollDelay(Duration.ZERO).ignoreExceptions().untilAsserted(visit::live);
        assertThat(visit.page.locator("#view .notice")).isHidden();
    }

    @Test
    void saysSoWhereThereIsNoSuchStationAndWhereADayIsEmpty() {
        Visit visit = visit().open("MH").live();
        visit.page.evaluate("() => { location.hash = '#/stations/nobody' }");
        assertThat(visit.page.locator("#view")).containsText("There is no such station.");
        String empty = today.plusDays(5).toString();
        visit.page.evaluate("day => { location.hash = '#/stations/station-Akashvani%20Pune/' + day }", empty);
        assertThat(visit.page.locator("#view .nothing")).hasText("Nothing is announced for this day.");
        // An address that cannot be read is nobody's page.
        visit.page.evaluate("() => { location.hash = '#/stations/%E0%A4%A' }");
        assertThat(visit.page.locator("#listing")).isVisible();
    }

    private static Locator slot(Page page, String id) {
        return page.locator(".slot[data-key='" + id + "']");
    }
}
