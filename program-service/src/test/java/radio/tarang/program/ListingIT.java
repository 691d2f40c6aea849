package radio.tarang.program;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import radio.tarang.program.RunningService.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** What listeners ask for, against a schedule that stands still: the clock part is off, programmes are live because an editor said so. */
class ListingIT {
    private static final Instant SOON = Instant.now().plusSeconds(3600);
    private static final RunningService SERVICE = RunningService
            .start(RunningService.Setup.fresh().with("tarang.lifecycle.enabled", "false"));
    private static final String PUNE = Given.station(SERVICE, "Pune", "MH");
    private static final String NATIONAL = Given.station(SERVICE, "Bharat");

    @BeforeAll
    static void schedule() {
        String delhi = Given.station(SERVICE, "Delhi", "DL");
        // two share their start, so that the id decides
        for (int n = 0; n < 5; n++) {
            live(PUNE, "Own " + n, SOON.plusSeconds(n / 2));
        }
        live(NATIONAL, "National 0", SOON.minusSeconds(100));
        live(NATIONAL, "National 1", SOON);
        live(delhi, "Elsewhere", SOON);
        Given.program(SERVICE, PUNE, "Later", SOON.plusSeconds(60), SOON.plusSeconds(120));
        for (int n = 0; n < 7; n++) {
            String id = live(PUNE, "Over " + n, SOON.minusSeconds(3000 - n));
            SERVICE.post("/api/v1/programs/" + id + "/end", "");
        }
    }

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    private static String live(String station, String title, Instant start) {
        String id = Given.program(SERVICE, station, title, start, start.plusSeconds(7200));
        assertThat(SERVICE.patch("/api/v1/admin/programs/" + id + "/status", "{\"status\":\"live\"}").status())
                .isEqualTo(200);
        return id;
    }

    private static List<String> titles(Answer answer) {
        List<String> titles = new ArrayList<>();
        answer.json().get("programs").forEach((JsonNode program) -> titles.add(program.get("title").asString()));
        return titles;
    }

    @Test
    void aStatesOwnProgrammesComeBeforeTheNationalOnes() {
        Answer answer = SERVICE.get("/api/v1/programs/state/MH");

        assertThat(titles(answer))
                .containsExactlyInAnyOrder("Own 0", "Own 1", "Own 2", "Own 3", "Own 4", "National 0", "National 1")
                .endsWith("National 0", "National 1");
        assertThat(answer.json().get("total").intValue()).isEqualTo(7);
        assertThat(answer.json().get("hasMore").booleanValue()).isFalse();
        assertThat(answer.json().at("/programs/0/stationName").asString()).isEqualTo("Pune");
        assertThat(answer.json().at("/programs/0/streamUrl").asString())
                .isEqualTo("https://radio.example.org/live.m3u8");
        assertThat(titles(SERVICE.get("/api/v1/programs/state/LA"))).containsExactly("National 0", "National 1");
    }

    @Test
    void pagesAndCursorsShowEveryProgrammeOnceAndInTheSameOrder() {
        List<String> all = titles(SERVICE.get("/api/v1/programs/state/MH"));
        for (int limit = 1; limit <= 4; limit++) {
            List<String> paged = new ArrayList<>();
            for (int page = 1; page <= 7; page++) {
                paged.addAll(titles(SERVICE.get("/api/v1/programs/state/MH?page=" + page + "&limit=" + limit)));
            }
            assertThat(paged).as("pages of " + limit).isEqualTo(all);
            assertThat(follow("/api/v1/programs/state/MH?cursor=&limit=" + limit)).as("cursors of " + limit)
                    .isEqualTo(all);
        }
        assertThat(follow("/api/v1/programs/state/MH?limit=2")).as("links from the first page").isEqualTo(all);
    }

    /** Follows {@code Link: rel="next"} to the end. */
    private static List<String> follow(String path) {
        List<String> found = new ArrayList<>();
        Pattern next = Pattern.compile("<([^>]*)>; rel=\"next\"");
        for (String at = path; !at.isEmpty();) {
            Answer answer = SERVICE.get(at);
            found.addAll(titles(answer));
            assertThat(answer.json().get("total").longValue()).isGreaterThanOrEqualTo(found.size());
            Matcher link = next.matcher(String.valueOf(answer.header("Link")));
            boolean more = link.find();
            assertThat(more).isEqualTo(answer.json().get("hasMore").booleanValue())
                    .isEqualTo(answer.json().has("nextCursor"));
            at = more ? link.group(1) : "";
        }
        return found;
    }

    @Test
    void aCursorDoesNotLoseItsPlaceWhenTheListChanges() {
        Answer first = SERVICE.get("/api/v1/programs/state/MH?status=scheduled&limit=1&cursor=");
        assertThat(titles(first)).containsExactly("Later");
        Answer live = SERVICE.get("/api/v1/programs/state/MH?limit=3");
        String before = Given.program(SERVICE, PUNE, "Earlier", SOON.minusSeconds(10), SOON.plusSeconds(10));
        SERVICE.patch("/api/v1/admin/programs/" + before + "/status", "{\"status\":\"live\"}");

        List<String> rest = titles(
                SERVICE.get("/api/v1/programs/state/MH?limit=100&cursor=" + live.text("nextCursor")));
        assertThat(rest).hasSize(4).doesNotContain("Earlier");
        SERVICE.patch("/api/v1/admin/programs/" + before + "/status", "{\"status\":\"cancelled\"}");
    }

    @Test
    void whatIsOverComesNewestFirst() {
        assertThat(titles(SERVICE.get("/api/v1/programs/state/MH?status=ended&limit=3"))).containsExactly("Over 6",
                "Over 5", "Over 4");
        assertThat(follow("/api/v1/programs/state/MH?status=ended&limit=2")).hasSize(7).isSortedAccordingTo(
                Comparator.reverseOrder());
    }

    @Test
    void allStatesTogetherFilterByCategoryAndLanguage() {
        SERVICE.post("/api/v1/admin/programs",
                Given.body(NATIONAL, "Talk", SOON.plusSeconds(9000), SOON.plusSeconds(9060)).replace("{",
                        "{\"category\": \"talk\", \"language\": \"hi\","));

        assertThat(titles(SERVICE.get("/api/v1/programs"))).contains("Elsewhere", "Own 0", "National 1").hasSize(8);
        assertThat(titles(SERVICE.get("/api/v1/programs?status=scheduled&category=talk&language=HI")))
                .containsExactly("Talk");
        assertThat(SERVICE.get("/api/v1/programs?status=scheduled&category=talk&language=ta").json().get("total")
                .intValue()).isZero();
        assertThat(SERVICE.get("/api/v1/programs?limit=1").header("Cache-Tag")).contains("national", "state:MH",
                "state:WB");
        assertThat(follow("/api/v1/programs?limit=3")).hasSize(8).doesNotHaveDuplicates();
    }

    @Test
    void fieldsAndSaveDataMakeAnswersSmall() {
        JsonNode sparse = SERVICE.get("/api/v1/programs/state/MH?fields=id,title&limit=1").json().at("/programs/0");
        assertThat(sparse.propertyNames()).containsExactlyInAnyOrder("id", "title");
        JsonNode light = SERVICE.get("/api/v1/programs/state/MH?limit=1", "Save-Data", "on").json().at("/programs/0");
        assertThat(light.propertyNames()).contains("id", "stateId", "streamUrl").doesNotContain("tags", "description",
                "imageUrl");
        assertThat(SERVICE.get("/api/v1/programs/state/MH?fields=password").status()).isEqualTo(400);
    }

    @Test
    void answersSayHowLongTheyAreTrueAndWhatMakesThemStale() {
        Answer live = SERVICE.get("/api/v1/programs/state/OR");
        assertThat(live.header("Cache-Tag")).isEqualTo("state:OD,national");
        assertThat(live.header("Cache-Control")).matches(
                "public, max-age=0, s-maxage=\\d+, stale-while-revalidate=30, stale-if-error=86400");
        assertThat(String.join(",", live.raw().headers().allValues("Vary"))).contains("Accept-Encoding", "Save-Data");

        String near = Given.station(SERVICE, "Near", "PB");
        Given.program(SERVICE, near, "In a moment", Instant.now().plusSeconds(20), Instant.now().plusSeconds(80));
        Matcher age = Pattern.compile("s-maxage=(\\d+)")
                .matcher(String.valueOf(SERVICE.get("/api/v1/programs/state/PB").header("Cache-Control")));
        assertThat(age.find()).isTrue();
        assertThat(Integer.parseInt(age.group(1))).isBetween(1, 20);
    }

    @Test
    void anAnswerOneHasIsNotSentAgain() {
        for (String path : List.of("/api/v1/programs/state/MH", "/api/v1/states", "/api/v1/stations",
                "/api/v1/stations/" + PUNE,
                "/api/v1/stations/" + PUNE + "/now")) {
            String tag = String.valueOf(SERVICE.get(path).header("ETag"));
            assertThat(tag).as(path).matches("\"(v\\d+-)?[0-9a-f]{16}\"");
            Answer again = SERVICE.get(path, "If-None-Match", tag);
            assertThat(again.status()).as(path).isEqualTo(304);
            assertThat(again.raw().body()).isEmpty();
            assertThat(again.header("ETag")).isEqualTo(tag);
            assertThat(again.header("Cache-Tag")).isNotNull();
            assertThat(SERVICE.get(path, "If-None-Match", "\"other\"").status()).isEqualTo(200);
            Answer head = SERVICE.send(SERVICE.request(path).HEAD());
            assertThat(head.header("ETag")).isEqualTo(tag);
            assertThat(head.raw().body()).isEmpty();
        }
    }

    @Test
    void aStationSaysWhatIsOnWhatComesAndWhatWas() {
        JsonNode now = SERVICE.get("/api/v1/stations/" + PUNE + "/now").json();

        assertThat(now.at("/nowPlaying/status").asString()).isEqualTo("live");
        assertThat(now.at("/next/0/title").asString()).isEqualTo("Later");
        assertThat(SERVICE.get("/api/v1/stations/" + Given.station(SERVICE, "Silent", "GA") + "/now").json()
                .get("nowPlaying").isNull())
                .isTrue();
        assertThat(SERVICE.get("/api/v1/stations/019a4c00-0000-7000-8a11-000000000000/now").slug())
                .isEqualTo("unknown-station");
    }

    @ParameterizedTest
    @ValueSource(strings = {"page=0", "page=x", "page=", "limit=0", "limit=101", "limit=ten", "page=101&limit=100",
            "page=2147483648",
            "status=cancelled", "status=LIVE", "status=nonsense", "cursor=broken", "cursor=&page=1",
            "status=live&status=ended"})
    void badQuestionsAreRefused(String query) {
        Answer answer = SERVICE.get("/api/v1/programs/state/MH?" + query);
        if (query.equals("page=")) {
            assertThat(answer.status()).as("an empty page is the first").isEqualTo(200);
            return;
        }
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.slug()).isEqualTo("validation-failed");
        assertThat(answer.json().get("errors")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/programs/state/XX, unknown-state", "/states/ZZ, unknown-state", "/stations?state=XX, unknown-state",
            "/programs/nonsense, unknown-program", "/programs/019a4c00-0000-7000-8a11-000000000000, unknown-program",
            "/stations/nonsense, unknown-station"})
    void whatIsUnknownIsNotFound(String path, String slug) {
        Answer answer = SERVICE.get("/api/v1" + path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.slug()).isEqualTo(slug);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void thereAreThirtySixStates() {
        JsonNode states = SERVICE.get("/api/v1/states").json();

        assertThat(states.get("states")).hasSize(36);
        assertThat(states.get("total").intValue()).isEqualTo(36);
        JsonNode odisha = SERVICE.get("/api/v1/states/OR").json();
        assertThat(odisha.get("id").asString()).isEqualTo("OD");
        assertThat(odisha.at("/nativeNames/or").asString()).isEqualTo("ଓଡ଼ିଶା");
        assertThat(odisha.get("timeZone").asString()).isEqualTo("Asia/Kolkata");
        assertThat(odisha.get("region").asString()).isEqualTo("east");
    }
}
