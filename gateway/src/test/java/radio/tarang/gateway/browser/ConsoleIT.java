package radio.tarang.gateway.browser;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Running a station's day from the console: what an editor sees, what is asked of the API, and what is said when it refuses. */
class ConsoleIT extends PageTest {

    private static final ZoneId INDIA = ZoneId.of("Asia/Kolkata");
    /** Far from midnight on both sides, whenever the test runs. */
    private final LocalDate day = LocalDate.now(INDIA).plusDays(2);

    @BeforeEach
    void aDayOfPune() {
        people.is("listener", "host", "editor");
        radio.put(pune("live", "मंगल प्रभात", "06:00", "07:00", "live"),
                pune("news", "बातम्या", "07:00", "07:10", "scheduled"),
                pune("farm", "शिवार फेरी", "08:00", "08:30", "scheduled"),
                pune("talk", "संवाद", "08:20", "09:00", "scheduled"),
                Broadcast.live("other", "FM Gold Mumbai", "MH", "दुसरे केंद्र"));
    }

    private Broadcast pune(String id, String title, String from, String to, String status) {
        return Broadcast.live(id, "Akashvani Pune", "MH", title).in("mr", "News").between(at(from), at(to), status);
    }

    private Instant at(String time) {
        return day.atTime(LocalTime.parse(time)).atZone(INDIA).toInstant();
    }

    @Test
    void isForEditorsAlone() {
        people.is("listener");
        Visit visit = visit().open("MH").live();
        Page page = visit.page;
        assertThat(page.locator("#console")).hasCount(0);
        page.evaluate("() => { location.hash = '#/console' }");
        assertThat(page.locator("#view")).containsText("The console is for those who run the schedule.");
        visit.signIn();
        assertThat(page.locator("#view")).containsText("This account is not an editor's.");
        assertThat(page.locator("#console")).hasCount(0);
    }

    @Test
    void anEditorOfSomeStatesSeesTheirStationsAlone() {
        people.worksIn("KL");
        radio.put(Broadcast.live("kochi", "Akashvani Kochi", "KL", "വാർത്തകൾ"));
        Visit visit = visit().open("MH").live().signIn();
        visit.page.locator("#console").click();
        assertThat(visit.page.locator("#view-summary")).hasText("asha · KL");
        visit.page.locator("#station").click();
        assertThat(visit.page.locator("[role=option]")).hasText("Akashvani Kochi Kerala");
        openPage(visit, "imports");
        assertThat(visit.page.locator("#createStations")).isHidden();
    }

    @Test
    void aStationIsFoundByTypingAndItsDayShowsGapsAndOverlaps() {
        LocalDate today = LocalDate.now(INDIA);
        radio.put(Broadcast.live("night", "Akashvani Pune", "MH", "रात").between(today.atStartOfDay(INDIA).toInstant(),
                today.atTime(0, 1).atZone(INDIA).toInstant(), "ended"));
        Visit visit = visit().open("MH").live().signIn();
        Page page = visit.page;
        page.locator("#console").click();
        assertThat(page.locator("#day-title")).hasText("Choose a station first.");
        page.locator("#station").fill("pun");
        assertThat(page.locator("[role=option]")).hasText("Akashvani Pune Maharashtra");
        page.keyboard().press("Escape");
        assertThat(page.locator("#station")).hasAttribute("aria-expanded", "false");
        page.keyboard().press("ArrowDown");
        page.keyboard().press("ArrowDown");
        assertThat(page.locator("[role=option][aria-selected=true]")).hasText("FM Gold Mumbai Maharashtra");
        assertThat(page.locator("#station")).hasAttribute("aria-activedescendant", "station-1");
        page.keyboard().press("ArrowUp");
        page.keyboard().press("Enter");
        assertThat(page.locator("#station")).hasValue("Akashvani Pune");
        assertThat(page.locator(".earlier summary")).hasText("Earlier today: 1 programme");
        assertThat(row(page, "night")).isHidden();
        assertThat(page.locator(".zone")).hasText("All times in India Standard Time");
        page.locator("#day").fill(day.toString());
        assertThat(page.locator(".earlier")).isHidden();
        assertThat(page.locator(".plan > li")).hasCount(7);
        assertThat(page.locator(".plan > .gap").nth(1)).containsText("50 min free, 7:10 am to 8:00 am");
        assertThat(row(page, "farm")).containsText("overlaps संवाद");
        assertThat(row(page, "talk")).containsText("overlaps शिवार फेरी");
        assertThat(row(page, "news").locator(".tag.wrong")).hasCount(0);
        assertThat(page.locator(".strip span")).hasCount(4);
        page.locator("#dayAfter").click();
        assertThat(page.locator(".plan > .slot")).hasCount(0);
        assertThat(page.locator("#day")).hasValue(day.plusDays(1).toString());
        // The station that was worked at is kept.
        page.reload();
        assertThat(page.locator("#station")).hasValue("Akashvani Pune");
    }

    @Test
    void aProgrammeIsCreatedInAGapAfterWhatIsWrongWasSaid() {
        Page page = openDay();
        page.locator(".plan > .gap").nth(1).locator("button").click();
        Locator sheet = page.locator("dialog.sheet");
        assertThat(sheet.locator("#scheduledStart")).hasValue(day + "T07:10");
        assertThat(sheet.locator("#scheduledEnd")).hasValue(day + "T07:40");
        sheet.locator("[type=submit]").click();
        assertThat(sheet.locator("#title-help")).hasText("Give it a title.");
        assertThat(sheet.locator("#title")).isFocused();
        sheet.locator("#title").fill("refused");
        sheet.locator("#scheduledEnd").fill(day + "T07:00");
        sheet.locator("[type=submit]").click();
        assertThat(sheet.locator("#scheduledEnd-help")).hasText("It must end after it begins.");
        sheet.locator("#scheduledEnd").fill(day + "T08:10");
        sheet.locator("[type=submit]").click();
        assertThat(sheet.locator("#title-help")).hasText("Not accepted: must be better");

        sheet.locator("#title").fill("<img src=x onerror=alert(1)>");
        sheet.locator("#tags").fill("सुबह, farm");
        sheet.locator("[type=submit]").click();
        assertThat(sheet.locator(".outcome")).containsText("In the way: शिवार फेरी (8:00 am).");
        sheet.locator("#allowOverlap").check();
        sheet.locator("[type=submit]").click();
        assertThat(sheet).hasCount(0);
        assertThat(page.locator(".content .outcome")).containsText("created.");
        assertThat(page.locator(".plan .title", new Page.LocatorOptions().setHasText("<img src=x"))).isVisible();
        assertThat(page.locator("main img")).hasCount(0);
        DeskFixture.Asked asked = radio.desk().asked("POST admin/programs").getLast();
        assertThat(asked.query()).containsEntry("allowOverlap", "true");
        assertThat(asked.key()).isNotBlank().isNotEqualTo(radio.desk().asked("POST admin/programs").getFirst().key());
        assertThat(asked.body().path("scheduledStart").asString()).isEqualTo(at("07:10").toString());
        assertThat(asked.body().path("tags").toString()).isEqualTo("[\"सुबह\",\"farm\"]");
    }

    @Test
    void aCreationWhoseReplyWasLostHappensOnce() {
        Page page = openDay();
        page.locator(".plan > .gap").nth(1).locator("button").click();
        Locator sheet = page.locator("dialog.sheet");
        sheet.locator("#title").fill("एकदाच");
        radio.desk().loseNextReply();
        sheet.locator("[type=submit]").click();
        assertThat(sheet.locator(".outcome")).containsText("The service does not answer at the moment.");
        sheet.locator("[type=submit]").click();
        assertThat(sheet).hasCount(0);
        assertThat(page.locator(".plan .title", new Page.LocatorOptions().setHasText("एकदाच"))).hasCount(1);
        List<DeskFixture.Asked> asked = radio.desk().asked("POST admin/programs");
        assertThat(asked).hasSize(2);
        assertThat(asked.getFirst().key()).isEqualTo(asked.getLast().key());
    }

    @Test
    void whatSomebodyElseChangedIsNeverOverwrittenUnseen() {
        Page page = openDay();
        act(page, "farm", "Edit");
        Locator sheet = page.locator("dialog.sheet");
        assertThat(sheet.locator("#title")).hasValue("शिवार फेरी");
        radio.put(new Broadcast("farm", "Akashvani Pune", "MH", "शेतकरी", null, "News", "mr", at("08:00"), at("08:15"),
                "scheduled", null, 9));
        sheet.locator("#title").fill("माझे");
        sheet.locator("[type=submit]").click();
        assertThat(sheet.locator(".outcome")).containsText("Somebody else changed this meanwhile.");
        assertThat(sheet.locator("#title")).hasValue("शेतकरी");
        sheet.locator("#title").fill("माझे");
        sheet.locator("[type=submit]").click();
        assertThat(sheet).hasCount(0);
        assertThat(row(page, "farm")).containsText("माझे");
        List<DeskFixture.Asked> asked = radio.desk().asked("PUT admin/programs/farm");
        assertThat(asked.stream().map(DeskFixture.Asked::ifMatch)).containsExactly("\"v2\"", "\"v9\"");
    }

    @Test
    void runsOverCancelsEndsAndDeletesAfterAskingOnce() {
        Page page = openDay();
        act(page, "live", "Runs over");
        Locator sheet = page.locator("dialog.sheet");
        sheet.locator("#minutes").fill("0");
        sheet.locator("[type=submit]").click();
        assertThat(sheet.locator("#minutes-help")).hasText("A whole number from 1 to 720.");
        sheet.locator("#minutes").fill("90");
        sheet.locator("#policy-trim").check();
        sheet.locator("[type=submit]").click();
        assertThat(sheet.locator(".outcome")).containsText("That is longer than what follows can give.");
        sheet.locator("#minutes").fill("12");
        assertThat(sheet.locator("#minutes-help")).hasText("Until 7:12 am.");
        sheet.locator("#policy-shift").check();
        sheet.locator("[type=submit]").click();
        assertThat(page.locator(".content .outcome"))
                .containsText("मंगल प्रभात runs over. 3 programmes after it changed.");
        assertThat(row(page, "news").locator(".tag.late")).hasText("12 min late");
        assertThat(row(page, "news").locator(".when")).hasText("7:12 am–7:22 am");
        JsonNode body = radio.desk().asked("POST admin/programs/live/overrun").getLast().body();
        assertThat(body.toString()).isEqualTo("{\"minutes\":12,\"policy\":\"shift\"}");

        act(page, "news", "Cancel");
        sheet.locator("button", new Locator.LocatorOptions().setHasText("Leave it as it is")).click();
        assertThat(radio.desk().asked("PATCH admin/programs/news/status")).isEmpty();
        act(page, "news", "Cancel");
        sheet.locator(".alarming").click();
        assertThat(row(page, "news").locator(".tag.late")).hasText("cancelled");
        act(page, "live", "End now");
        sheet.locator(".alarming").click();
        assertThat(row(page, "live")).containsText("ended");
        act(page, "talk", "Delete");
        sheet.locator(".alarming").click();
        assertThat(row(page, "talk")).hasCount(0);
        assertThat(radio.desk().asked("DELETE admin/programs/talk").getFirst().ifMatch()).isEqualTo("\"v3\"");
    }

    @Test
    void whatOthersDoIsSeenWithoutBeingAskedFor() {
        Page page = openDay();
        radio.tell("PROGRAM_UPDATED", Map.of("id", "e1", "sequence", 7, "programId", "farm", "state", "MH", "updates",
                Map.of("title", "नवीन", "stationId", "station-Akashvani Pune", "scheduledStart", at("08:00").toString(),
                        "scheduledEnd", at("08:30").toString())));
        assertThat(row(page, "farm").locator(".title")).hasText("नवीन");
    }

    @Test
    void aRecurringShowIsMadeWithItsExceptionsAndItsConflictsAreShown() {
        Visit visit = visit().open("MH").live().signIn();
        Page page = openPage(visit, "shows");
        page.locator("#station").fill("pune");
        page.keyboard().press("Enter");
        assertThat(page.locator(".shows")).containsText("This station has no recurring shows.");
        page.locator("#add").click();
        Locator sheet = page.locator("dialog.sheet");
        sheet.locator("#title").fill("सुबह");
        sheet.locator("[type=submit]").click();
        assertThat(sheet.locator("#day-MONDAY-help")).hasText("Choose at least one day.");
        sheet.locator("#day-MONDAY").check();
        sheet.locator("#day-SATURDAY").check();
        sheet.locator("#startTime").fill("23:30");
        sheet.locator("#endTime").fill("00:30");
        sheet.locator("button", new Locator.LocatorOptions().setHasText("Add a day")).click();
        sheet.locator("[id='exceptions.0.date']").fill(day.toString());
        sheet.locator("[id='exceptions.0.action']").selectOption("replace");
        sheet.locator("[id='exceptions.0.title']").fill("refused");
        sheet.locator("[type=submit]").click();
        assertThat(sheet.locator("[id='exceptions.0.title-help']")).hasText("Not accepted: must be better");
        sheet.locator("[id='exceptions.0.title']").fill("उत्सव");
        sheet.locator("[type=submit]").click();
        assertThat(page.locator(".conflicts")).containsText("1 programme overlaps another");
        assertThat(page.locator(".shows li")).containsText("Mon, Sat · 23:30–00:30");
        JsonNode saved = radio.desk().asked("POST admin/schedules").getLast().body();
        assertThat(saved.path("daysOfWeek").toString()).isEqualTo("[\"MONDAY\",\"SATURDAY\"]");
        assertThat(saved.path("timeZone").asString()).isEqualTo("Asia/Kolkata");
        assertThat(saved.path("exceptions").toString())
                .isEqualTo("[{\"date\":\"" + day + "\",\"action\":\"replace\",\"title\":\"उत्सव\"}]");

        page.locator(".shows .acts button").first().click();
        assertThat(sheet.locator("[id='exceptions.0.title']")).hasValue("उत्सव");
        sheet.locator("#active").uncheck();
        sheet.locator("[type=submit]").click();
        assertThat(page.locator(".shows li .tag").first()).hasText("paused");
        assertThat(radio.desk().changes("PUT admin/schedules/").getLast().ifMatch()).isEqualTo("\"v1\"");
        page.locator(".shows .acts button").nth(1).click();
        sheet.locator(".alarming").click();
        assertThat(page.locator(".shows")).containsText("This station has no recurring shows.");
    }

    @Test
    void aStateDepartsFromANationalProgrammeAndComesBack() {
        radio.put(new Broadcast("bharat", "Vividh Bharati", null, "Golden Hour", null, "Music", "hi", at("08:00"),
                at("08:30"), "scheduled", null, 1));
        people.worksIn("MH");
        Visit visit = visit().open("MH").live().signIn();
        Page page = visit.page;
        openDay(page, "station-Vividh%20Bharati");
        // Not an editor of the whole country: what is national is not theirs, what their state hears of it is.
        assertThat(page.locator("#add")).isHidden();
        assertThat(row(page, "bharat").locator(".acts button")).hasCount(1);
        act(page, "bharat", "In the states");
        Locator sheet = page.locator("dialog.sheet");
        assertThat(sheet.locator(".devices")).hasText("Every state hears it as it is.");
        sheet.locator("[type=submit]").click();
        assertThat(sheet.locator("#stateId-help")).hasText("Choose the state first.");
        assertThat(sheet.locator("#stateId option")).hasText(new String[]{"Choose a state", "Maharashtra"});
        sheet.locator("#stateId").selectOption("MH");
        sheet.locator("#way-same").check();
        sheet.locator("[type=submit]").click();
        assertThat(sheet.locator("#delayMinutes-help")).hasText("Choose another language, or say how much later.");
        sheet.locator("#delayMinutes").fill("7");
        sheet.locator("[type=submit]").click();
        assertThat(sheet.locator("#delayMinutes-help")).hasText("Not accepted: must be better");
        // Another editor was faster.
        radio.desk().departs("bharat", "MH", 45, 3);
        sheet.locator("#delayMinutes").fill("30");
        sheet.locator("[type=submit]").click();
        assertThat(sheet.locator(".outcome")).containsText("Somebody else changed this meanwhile.");
        assertThat(sheet.locator("#delayMinutes")).hasValue("45");
        assertThat(sheet.locator("[data-state=MH]")).containsText("45 min later");

        sheet.locator("#way-other").check();
        sheet.locator("#replacementStation").selectOption("station-Akashvani Pune");
        assertThat(sheet.locator("#replacementProgramId option"))
                .hasText(new String[]{"8:00 am शिवार फेरी", "8:20 am संवाद"});
        sheet.locator("#replacementProgramId").selectOption("farm");
        sheet.locator("[type=submit]").click();
        assertThat(sheet.locator(".outcome")).hasText("Maharashtra: शिवार फेरी instead. Saved.");
        List<DeskFixture.Asked> asked = radio.desk().asked("PUT admin/programs/bharat/opt-outs/MH");
        assertThat(asked.stream().map(DeskFixture.Asked::ifMatch)).containsExactly("\"v0\"", "\"v0\"", "\"v3\"");
        assertThat(asked.getLast().body().toString()).isEqualTo("{\"replacementProgramId\":\"farm\"}");
        page.keyboard().press("Escape");
        assertThat(row(page, "bharat").locator(".tag.late")).hasText("Maharashtra: शिवार फेरी instead");
        assertThat(row(page, "bharat").locator(".acts button")).isFocused();
        openDay(page, "station-Akashvani%20Pune");
        assertThat(row(page, "farm").locator(".tag.late")).hasText("instead of the national Golden Hour");

        openDay(page, "station-Vividh%20Bharati");
        act(page, "bharat", "In the states");
        sheet.locator("[data-state=MH] button", new Locator.LocatorOptions().setHasText("Edit")).click();
        assertThat(sheet.locator("#way-other")).isChecked();
        assertThat(sheet.locator("#replacementProgramId")).hasValue("farm");
        sheet.locator("[data-state=MH] button", new Locator.LocatorOptions().setHasText("Take back")).click();
        assertThat(sheet.locator(".outcome")).hasText("Maharashtra hears it as it is again.");
        assertThat(radio.desk().asked("DELETE admin/programs/bharat/opt-outs/MH").getFirst().ifMatch())
                .isEqualTo("\"v4\"");
        sheet.locator(".head .quiet").click();
        assertThat(row(page, "bharat").locator(".tag.late")).hasCount(0);
    }

    @Test
    void aStationIsOpenedChangedAndClosed() {
        Visit visit = visit().open("MH").live().signIn();
        Page page = openPage(visit, "stations");
        assertThat(page.locator(".stations > li")).hasCount(2);
        page.locator("#find").fill("gold");
        assertThat(page.locator(".found")).hasText("1 station");
        page.locator("#add").click();
        Locator sheet = page.locator("dialog.sheet");
        sheet.locator("[type=submit]").click();
        assertThat(sheet.locator("#name-help")).hasText("Give it a name.");
        sheet.locator("#name").fill("आकाशवाणी नागपुर");
        sheet.locator("#stateId").selectOption("MH");
        sheet.locator("#language-mr").check();
        sheet.locator("#streamUrl").fill("stream");
        sheet.locator("[type=submit]").click();
        assertThat(sheet.locator("#streamUrl-help")).hasText("The address must begin with https:// or http://");
        sheet.locator("#streamUrl").fill("https://refused.example");
        sheet.locator("[type=submit]").click();
        assertThat(sheet.locator("#streamUrl-help")).hasText("Not accepted: must be better");
        sheet.locator("#streamUrl").fill("");
        sheet.locator("#externalId").fill("taken");
        sheet.locator("[type=submit]").click();
        assertThat(sheet.locator("#externalId-help")).hasText("Another station has this id.");
        assertThat(sheet.locator("#externalId")).isFocused();
        sheet.locator("#externalId").fill("nagpur.in");
        sheet.locator("[type=submit]").click();
        assertThat(page.locator(".content .outcome")).hasText("आकाशवाणी नागपुर: opened.");
        // It is seen, whatever was looked for before.
        Locator row = page.locator(".stations > li", new Page.LocatorOptions().setHasText("आकाशवाणी नागपुर"));
        assertThat(row).containsText("no stream");
        assertThat(row).containsText("Maharashtra · Marathi");
        DeskFixture.Asked asked = radio.desk().asked("POST admin/stations").getLast();
        assertThat(asked.key()).isNotBlank();
        assertThat(asked.body().toString())
                .startsWith("{\"name\":\"आकाशवाणी नागपुर\",\"stateId\":\"MH\",\"externalId\":\"nagpur.in\",");

        row.locator("[data-key=edit]").click();
        assertThat(sheet.locator("#stateId")).isDisabled();
        assertThat(sheet.locator("#externalId")).hasValue("nagpur.in");
        sheet.locator("#name").fill("Akashvani Nagpur");
        sheet.locator("[type=submit]").click();
        assertThat(page.locator(".content .outcome")).hasText("Akashvani Nagpur: saved.");
        assertThat(radio.desk().changes("PUT admin/stations/").getLast().ifMatch()).isEqualTo("\"v1\"");

        page.locator(".stations > li", new Page.LocatorOptions().setHasText("Pune")).locator("[data-key=closeStation]")
                .click();
        sheet.locator(".alarming").click();
        assertThat(page.locator(".content .outcome")).hasText(
                "It still has programmes or recurring shows. Delete those first.");
        page.locator(".stations > li", new Page.LocatorOptions().setHasText("Nagpur"))
                .locator("[data-key=closeStation]").click();
        sheet.locator(".alarming").click();
        assertThat(page.locator(".content .outcome")).hasText("Akashvani Nagpur: closed.");
        assertThat(page.locator(".stations > li")).hasCount(2);
        assertThat(page.locator("#stations-title")).isFocused();
    }

    @Test
    void aFileIsImportedWithItsProgressAndWhatWasNotTaken() {
        Visit visit = visit().open("MH").live().signIn();
        Page page = openPage(visit, "imports");
        choose(page, "week.pdf", "nothing");
        page.locator("form [type=submit]").click();
        assertThat(page.locator("#file-help")).hasText("This is none of those formats.");
        choose(page, "week.ics", "BEGIN:VCALENDAR");
        page.locator("form [type=submit]").click();
        assertThat(page.locator("#station-help")).hasText("Choose the station of this calendar.");

        choose(page, "week.xmltv", "<tv/>");
        page.locator("form [type=submit]").click();
        assertThat(page.locator(".job .state")).hasText("done");
        assertThat(page.locator(".job [data-count=created] dd")).hasText("1,190");
        assertThat(page.locator(".job .errors")).containsText("3 rows were not taken");
        assertThat(page.locator(".job .errors li")).hasText("Line 17 <b>बातम्या</b>: ends before it starts");
        assertThat(page.locator(".job .errors")).containsText("and 2 more");
        assertThat(page.locator(".recent li")).hasCount(1);
        DeskFixture.Asked sent = radio.desk().asked("POST admin/imports").getFirst();
        assertThat(sent.type()).isEqualTo("application/xml");
        assertThat(sent.text()).isEqualTo("<tv/>");
        // Half way it said so.
        assertThat(radio.desk().asked("GET admin/imports/job-1")).hasSize(2);
    }

    private static void choose(Page page, String name, String content) {
        page.locator("#file")
                .setInputFiles(new FilePayload(name, "application/octet-stream",
                        content.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void theAuditShowsWhatWasBeforeAndIsAfter() {
        radio.desk().tookDown("station.create", null, Map.of("name", "Akashvani Pune"));
        radio.desk().tookDown("opt-out.set", null, Map.of("stateId", "MH", "delayMinutes", 30));
        radio.desk().tookDown("program.update", Map.of("title", "<b>पहिले</b>", "version", 1, "tags", List.of("a")),
                Map.of("title", "नंतर", "version", 2, "tags", List.of("a"), "hostName", "Meera"));
        Visit visit = visit().open("MH").live().signIn();
        Page page = openPage(visit, "audit");
        assertThat(page.locator(".audit > li")).hasCount(2);
        assertThat(page.locator(".audit > li").nth(1)).containsText("Opt-out declared: Maharashtra");
        page.locator("#audit-more").click();
        assertThat(page.locator(".audit > li")).hasCount(3);
        assertThat(radio.desk().asked("GET admin/audit").getLast().query()).containsEntry("cursor", "after-2");
        Locator first = page.locator(".audit > li").first();
        assertThat(first).containsText("Programme changed: नंतर");
        first.locator("summary").click();
        assertThat(first.locator("tbody tr")).hasText(new String[]{"Title<b>पहिले</b>नंतर", "Presented by–Meera"});

        page.locator("#targetType").selectOption("station");
        page.locator("#from").fill("2026-01-31");
        page.locator("form [type=submit]").click();
        assertThat(page.locator(".audit > li")).hasCount(1);
        assertThat(radio.desk().asked("GET admin/audit").getLast().query()).containsEntry("targetType", "station")
                .containsKey("from").doesNotContainKey("cursor");
        page.locator(".audit summary").click();
        page.locator(".audit .acts button", new Page.LocatorOptions().setHasText("Everything by asha")).click();
        assertThat(page.locator("#audit-all")).hasText("Only: asha. Show all");
        await().untilAsserted(() -> assertThat(radio.desk().asked("GET admin/audit").getLast().query())
                .containsEntry("actor", PeopleFixture.ID));
    }

    private Page openDay() {
        Visit visit = visit().open("MH").live().signIn();
        openDay(visit.page, "station-Akashvani%20Pune");
        return visit.page;
    }

    private void openDay(Page page, String station) {
        page.evaluate("address => { location.hash = address }", "#/console/timeline/" + station + "/" + day);
        assertThat(page.locator("#view-title")).hasText("Console");
        assertThat(page.locator(".plan > .slot").first()).isVisible();
    }

    private static Page openPage(Visit visit, String name) {
        visit.page.locator("#console").click();
        visit.page.locator(".pages a[href$='" + name + "']").click();
        assertThat(visit.page.locator(".pages a[aria-current]")).hasAttribute("href", "#/console/" + name);
        return visit.page;
    }

    private static void act(Page page, String id, String name) {
        row(page, id).locator(".acts button", new Locator.LocatorOptions().setHasText(name)).click();
    }

    private static Locator row(Page page, String id) {
        return page.locator(".plan [data-key='" + id + "']");
    }
}
