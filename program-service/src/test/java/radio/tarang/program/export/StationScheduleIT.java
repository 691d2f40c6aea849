package radio.tarang.program.export;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import biweekly.Biweekly;
import biweekly.ICalendar;
import biweekly.ValidationWarnings;
import biweekly.component.VEvent;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import radio.tarang.program.Given;
import radio.tarang.program.RunningService;
import radio.tarang.program.RunningService.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** A station's schedule in every form, each read by a parser that did not write it. */
class StationScheduleIT {
    private static final Instant NOON = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(36, ChronoUnit.HOURS);
    private static final RunningService service = RunningService.shared();
    private static String station = "";
    private static String rich = "";
    private static String foreign = "";

    @BeforeAll
    static void programmes() {
        station = Given.station(service, "Akashvani \\\"पुणे\\\" & <Co>", "MH");
        rich = Rich.program(service, station, NOON, NOON.plusSeconds(3600), Map.of());
        foreign = Rich.program(service, station, NOON.plusSeconds(3600), NOON.plusSeconds(7200),
                Map.of("externalId", "ep-1@elsewhere.example", "title", "Second"));
        String cancelled = Rich.program(service, station, NOON.plusSeconds(7200), NOON.plusSeconds(9000),
                Map.of("title", "Never"));
        service.patch("/api/v1/admin/programs/" + cancelled + "/status", "{\"status\": \"cancelled\"}");
        Given.program(service, station, "Far away", NOON.plus(60, ChronoUnit.DAYS),
                NOON.plus(60, ChronoUnit.DAYS).plusSeconds(600));
    }

    @Test
    void asJson() {
        Answer answer = get("/schedule");
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.header("Vary")).contains("Accept");
        JsonNode body = answer.json();
        assertThat(body.get("timeZone").asString()).isEqualTo("Asia/Kolkata");
        assertThat(body.get("stateId").asString()).isEqualTo("MH");
        assertThat(body.get("programs")).hasSize(2);
        assertThat(body.get("programs").get(0).get("title").asString()).isEqualTo(Rich.TITLE);
        assertThat(body.get("programs").get(1).get("id").asString()).isEqualTo(foreign);
    }

    @Test
    void onlyWhatOverlapsTheRangeAndEndsAreExclusive() {
        assertThat(titles(range(NOON.plusSeconds(3600), NOON.plusSeconds(7200)))).containsExactly("Second");
        assertThat(titles(range(NOON.plusSeconds(3599), NOON.plusSeconds(3600)))).containsExactly(Rich.TITLE);
        assertThat(titles(range(NOON.plusSeconds(7200), NOON.plusSeconds(9000)))).isEmpty();
        assertThat(titles("?from=" + NOON.plus(59, ChronoUnit.DAYS))).containsExactly("Far away");
    }

    @Test
    void asICalendarReadByAnotherLibrary() {
        Answer answer = get("/schedule.ics");
        assertThat(answer.header("Content-Type")).isEqualTo("text/calendar;charset=UTF-8");
        String text = answer.raw().body();
        assertThat(text.split("\r\n")).allSatisfy(
                line -> assertThat(line.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(75));
        List<List<biweekly.io.ParseWarning>> warnings = new ArrayList<>();
        List<ICalendar> calendars = Biweekly.parse(text).warnings(warnings).all();
        assertThat(warnings).allSatisfy(found -> assertThat(found).isEmpty());
        ICalendar calendar = calendars.getFirst();
        ValidationWarnings problems = calendar.validate(biweekly.ICalVersion.V2_0);
        assertThat(problems.toString()).isEmpty();
        assertThat(calendar.getNames().getFirst().getValue()).isEqualTo("Akashvani \"पुणे\" & <Co>");
        assertThat(calendar.getRefreshInterval().getValue())
                .isEqualTo(biweekly.util.Duration.builder().hours(1).build());
        assertThat(calendar.getExperimentalProperty("X-PUBLISHED-TTL").getValue()).isEqualTo("PT1H");
        assertThat(calendar.getEvents()).hasSize(2);
        VEvent event = calendar.getEvents().getFirst();
        assertThat(event.getUid().getValue()).isEqualTo(rich + "@tarang.radio");
        assertThat(event.getSummary().getValue()).isEqualTo(Rich.TITLE);
        assertThat(event.getSummary().getLanguage()).isEqualTo("hi-IN");
        assertThat(event.getDescription().getValue()).isEqualTo(Rich.DESCRIPTION);
        assertThat(event.getDateStart().getValue().toInstant()).isEqualTo(NOON);
        assertThat(event.getDateEnd().getValue().toInstant()).isEqualTo(NOON.plusSeconds(3600));
        assertThat(event.getCategories().getFirst().getValues()).containsExactly("News, talk; more");
        assertThat(event.getCategories().get(1).getValues()).containsExactly("संगीत", "a,b", "c;d\\e");
        assertThat(event.getImages().getFirst().getUri()).isEqualTo("https://radio.example/a.png?x=1&y=2");
        assertThat(event.getSequence().getValue()).isEqualTo(1);
        assertThat(event.getDateTimeStamp().getValue()).isEqualTo(event.getLastModified().getValue());
        assertThat(event.getExperimentalProperty("X-TARANG-HOST").getValue()).contains("Rawat");
        assertThat(calendar.getEvents().get(1).getUid().getValue()).isEqualTo("ep-1@elsewhere.example");
    }

    @Test
    void aCalendarHoldsTheComingTwoWeeksUnlessAskedOtherwise() {
        String distant = Given.station(service, "Akashvani Thane", "MH");
        for (int day : new int[]{2, 13, 20}) {
            Given.program(service, distant, "Day " + day, NOON.plus(day, ChronoUnit.DAYS),
                    NOON.plus(day, ChronoUnit.DAYS).plusSeconds(600));
        }
        String path = "/api/v1/stations/" + distant + "/schedule";
        assertThat(Biweekly.parse(service.get(path + ".ics").raw().body()).first().getEvents())
                .extracting(event -> event.getSummary().getValue()).containsExactly("Day 2", "Day 13");
        assertThat(Biweekly.parse(service.get(path, "Accept", "text/calendar").raw().body()).first().getEvents())
                .hasSize(2);
        assertThat(service.get(path).json().get("programs")).as("a day's listing does not grow").isEmpty();
    }

    @Test
    void asXmltvReadAsADocument() {
        Answer answer = get("/schedule.xmltv");
        assertThat(answer.header("Content-Type")).isEqualTo("application/xmltv+xml");
        Element tv = Rich.dom(answer.raw().body()).getDocumentElement();
        assertThat(Rich.elements(tv, "channel").getFirst().getAttribute("id")).isEqualTo(station);
        assertThat(Rich.text(tv, "display-name")).isEqualTo("Akashvani \"पुणे\" & <Co>");
        Element programme = Rich.elements(tv, "programme").getFirst();
        assertThat(programme.getAttribute("start")).matches("\\d{14} \\+0000");
        assertThat(Rich.text(programme, "title")).isEqualTo(Rich.TITLE);
        assertThat(Rich.text(programme, "desc")).isEqualTo(Rich.DESCRIPTION);
        assertThat(Rich.elements(programme, "keyword")).extracting(Element::getTextContent)
                .containsExactly("संगीत", "a,b", "c;d\\e");
        assertThat(Rich.elements(programme, "icon").getFirst().getAttribute("src"))
                .isEqualTo("https://radio.example/a.png?x=1&y=2");
        List<String> order = new ArrayList<>();
        for (var node = programme.getFirstChild(); node != null; node = node.getNextSibling()) {
            order.add(node.getNodeName());
        }
        assertThat(order).containsExactly("title", "desc", "credits", "category", "keyword", "keyword", "keyword",
                "icon", "episode-num");
    }

    @Test
    void asLinkedData() {
        Answer answer = get("/schedule.jsonld");
        assertThat(answer.header("Content-Type")).isEqualTo("application/ld+json");
        JsonNode document = JsonMapper.shared().readTree(answer.raw().body());
        assertThat(document.get("@context").asString()).isEqualTo("https://schema.org");
        JsonNode service = document.get("@graph").get(0);
        assertThat(service.get("@type").asString()).isEqualTo("RadioBroadcastService");
        assertThat(service.get("areaServed").asString()).isEqualTo("IN-MH");
        JsonNode event = document.get("@graph").get(1);
        assertThat(event.get("@type").asString()).isEqualTo("BroadcastEvent");
        assertThat(event.get("name").asString()).isEqualTo(Rich.TITLE);
        assertThat(Instant.parse(event.get("startDate").asString())).isEqualTo(NOON);
        assertThat(event.get("publishedOn").get("@id")).isEqualTo(service.get("@id"));
        assertThat(document.get("@graph")).hasSize(3);
    }

    @Test
    void asAtom() {
        Answer answer = get("/schedule.atom");
        assertThat(answer.header("Content-Type")).isEqualTo("application/atom+xml");
        Element feed = Rich.dom(answer.raw().body()).getDocumentElement();
        assertThat(feed.getNamespaceURI()).isEqualTo("http://www.w3.org/2005/Atom");
        assertThat(Rich.text(feed, "id")).isEqualTo("urn:uuid:" + station);
        assertThat(Rich.elements(feed, "author")).hasSize(1);
        assertThat(Instant.parse(Rich.text(feed, "updated"))).isAfter(Instant.EPOCH);
        Element entry = Rich.elements(feed, "entry").getFirst();
        assertThat(Rich.text(entry, "id")).isEqualTo("urn:uuid:" + rich);
        assertThat(Rich.text(entry, "title")).isEqualTo(Rich.TITLE);
        assertThat(Instant.parse(Rich.text(entry, "updated"))).isAfter(Instant.EPOCH);
        assertThat(Rich.text(entry, "summary")).contains(" 17:30 – ", "Asia/Kolkata", Rich.DESCRIPTION);
        assertThat(Rich.elements(entry, "category").getFirst().getAttribute("term")).isEqualTo("News, talk; more");
    }

    @Test
    void withoutASuffixTheCallerChoosesAndTheSuffixWins() {
        assertThat(type("/schedule", "text/calendar")).startsWith("text/calendar");
        assertThat(type("/schedule", "application/json;q=0.5, application/ld+json;q=0.9"))
                .startsWith("application/ld+json");
        assertThat(type("/schedule", "application/atom+xml;q=0.1, */*")).startsWith("application/json");
        assertThat(type("/schedule", "text/html, application/xmltv+xml;q=0.2")).startsWith("application/xmltv+xml");
        assertThat(type("/schedule", "application/json;q=0, */*")).startsWith("text/calendar");
        assertThat(type("/schedule", "application/json;q=0.1, text/*")).startsWith("text/calendar");
        assertThat(type("/schedule.ics", "application/json")).startsWith("text/calendar");
        Answer refused = service.get(path("/schedule"), "Accept", "image/png");
        assertThat(refused.status()).isEqualTo(406);
        assertThat(refused.slug()).isEqualTo("not-acceptable");
        assertThat(service.get(path("/schedule"), "Accept", "nonsense").status()).isEqualTo(406);
        assertThat(service.get(path("/schedule"), "Accept", "application/json;q=0").status()).isEqualTo(406);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/schedule", "/schedule.ics", "/schedule.xmltv", "/schedule.jsonld", "/schedule.atom"})
    void isTheSameBytesTwiceAndCachedUntilItsStationChanges(String form) {
        Answer first = get(form);
        Answer second = get(form);
        assertThat(second.raw().body()).isEqualTo(first.raw().body());
        String tag = String.valueOf(first.header("ETag"));
        assertThat(tag).startsWith("\"");
        assertThat(second.header("ETag")).isEqualTo(tag);
        assertThat(first.header("Cache-Tag")).isEqualTo("station:" + station);
        assertThat(first.header("Cache-Control")).contains("public", "s-maxage=");
        assertThat(service.get(path(form), "If-None-Match", tag).status()).isEqualTo(304);
        Answer head = service.send(service.request(path(form)).method("HEAD", BodyPublishers.noBody()));
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("ETag")).isEqualTo(tag);
        assertThat(head.raw().body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"?from=soon", "?to=2026-02-30", "?from=2026-01-02&to=2026-01-01",
            "?from=2026-01-01&to=2026-02-02"})
    void refusesWhatIsNoRange(String query) {
        for (String form : List.of("/schedule", "/schedule.ics", "/schedule.atom")) {
            Answer answer = service.get("/api/v1/stations/" + station + form + query);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.slug()).isEqualTo("validation-failed");
        }
    }

    @Test
    void aStationNobodyKnowsHasNoSchedule() {
        String unknown = "/api/v1/stations/00000000-0000-7000-8000-000000000000/";
        for (String form : List.of("schedule", "schedule.ics", "spi/20260101_PI.xml")) {
            assertThat(service.get(unknown + form).slug()).isEqualTo("unknown-station");
        }
        assertThat(service.get("/api/v1/stations/" + station + "/schedule.pdf").status()).isEqualTo(404);
    }

    private static String type(String form, String accept) {
        Answer answer = service.get(path(form), "Accept", accept);
        assertThat(answer.status()).isEqualTo(200);
        return String.valueOf(answer.header("Content-Type"));
    }

    private static List<String> titles(String query) {
        List<String> titles = new ArrayList<>();
        Answer answer = service.get("/api/v1/stations/" + station + "/schedule" + query);
        answer.json().get("programs").forEach(program -> titles.add(program.get("title").asString()));
        return titles;
    }

    private static String range(Instant from, Instant to) {
        return "?from=" + from + "&to=" + to;
    }

    private static Answer get(String form) {
        Answer answer = service.get(path(form));
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
        return answer;
    }

    private static String path(String form) {
        return "/api/v1/stations/" + station + form + range(NOON.minusSeconds(3600), NOON.plusSeconds(36_000));
    }
}
