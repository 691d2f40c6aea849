package radio.tarang.user;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import radio.tarang.user.RunningService.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** What a person wants, from the defaults to the event everybody else learns it by. */
class PreferencesIT {
    private static final String PREFERENCES = "/api/v1/user/preferences";
    private static final String FULL = """
            {"statePreference": "MH", "languages": ["MR", "hi", "mr"], "timeZone": "Asia/Kolkata",
             "quietHours": {"start": "22:30", "end": "06:00"},
             "notifications": {"inApp": true, "push": true, "email": false, "digest": "weekly"},
             "consent": {"analytics": true, "personalisation": false}}""";

    private final RunningService service = Crowd.service();

    @Test
    void somebodyNewHasTheDefaults() {
        Answer answer = Somebody.at(service, "listener").get(PREFERENCES);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.raw().body()).isEqualTo(
                """
                        {"statePreference":null,"languages":[],"timeZone":"Asia/Kolkata","quietHours":null,\
                        "notifications":{"inApp":true,"push":false,"email":false,"digest":"off"},\
                        "consent":{"analytics":false,"personalisation":false,"at":null}}""");
        assertThat(answer.header("ETag")).matches("\"v1-[0-9a-f]{16}\"");
        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(service.get(PREFERENCES).status()).isEqualTo(401);
    }

    @Test
    void whatIsWantedIsKeptAndToldWithoutAnythingThatNamesThePerson() {
        Somebody asha = Somebody.at(service, "listener");
        Instant before = Instant.now().minusSeconds(1);
        Answer put = asha.put(PREFERENCES, FULL);

        assertThat(put.status()).isEqualTo(200);
        assertThat(put.json()).isEqualTo(asha.get(PREFERENCES).json());
        assertThat(put.json().get("languages").toString()).isEqualTo("[\"mr\",\"hi\"]");
        assertThat(put.json().get("quietHours").toString()).isEqualTo("{\"start\":\"22:30\",\"end\":\"06:00\"}");
        assertThat(Instant.parse(put.json().at("/consent/at").asString())).isBetween(before, Instant.now());
        try (Records records = service.records()) {
            Records.Record told = records.awaitOf(asha.id().toString(), 2).getLast();
            assertThat(told.type()).isEqualTo("user.updated");
            assertThat(told.json().get("statePreference").asString()).isEqualTo("MH");
            assertThat(told.json().propertyNames()).containsExactlyInAnyOrder("id", "username", "statePreference",
                    "languages", "timeZone", "quietHours", "notifications", "version");
            assertThat(told.headers()).containsEntry("cache-tags", "user:" + asha.id()).doesNotContainKey("revokes");
            assertThat(told.sequence()).isEqualTo(told.json().get("version").longValue());
        }
    }

    @Test
    void sayingTheSameAgainChangesNothing() {
        Somebody asha = Somebody.at(service, "listener");
        Answer first = asha.put(PREFERENCES, FULL);
        Answer again = asha.put(PREFERENCES, first.raw().body());

        assertThat(again.json()).isEqualTo(first.json());
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
    }

    @Test
    void consentChangesOnlyWhenItIsSaidAndItsTimeIsOurs() {
        Instant noon = Instant.now().plus(Duration.ofDays(1));
        RunningService later = RunningService.start(service.setup().with(Clock.fixed(noon, ZoneOffset.UTC))
                .with("tarang.outbox.relay", "false"));
        try (later) {
            Somebody asha = Somebody.at(service, "listener");
            String given = asha.put(PREFERENCES, FULL).json().at("/consent/at").asString();

            assertThat(asha.put(PREFERENCES, "{}").json().at("/consent/analytics").asBoolean()).isTrue();
            assertThat(asha.put(PREFERENCES,
                    "{\"consent\": {\"analytics\": true, \"personalisation\": false, \"at\": \"1999-01-01T00:00:00Z\"}}")
                    .json().at("/consent/at").asString()).isEqualTo(given);
            Answer withdrawn = later.put(PREFERENCES, "{\"consent\": {\"analytics\": false}}", "Authorization",
                    "Bearer " + asha.token());
            assertThat(withdrawn.json().at("/consent/analytics").asBoolean()).isFalse();
            assertThat(Instant.parse(withdrawn.json().at("/consent/at").asString()))
                    .isEqualTo(Account.millis(noon));
        }
    }

    @Test
    void formerStateCodesAndOneSwitchForEverythingAreUnderstood() {
        Somebody asha = Somebody.at(service, "listener");
        Map.of("OR", "OD", "tg", "TS", "CT", "CG", "UT", "UK").forEach((former, today) -> assertThat(
                asha.put(PREFERENCES, "{\"statePreference\": \"" + former + "\"}").text("statePreference"))
                .isEqualTo(today));

        assertThat(asha.put(PREFERENCES, "{\"notifications\": true}").json().get("notifications").toString())
                .isEqualTo("{\"inApp\":true,\"push\":true,\"email\":true,\"digest\":\"daily\"}");
        assertThat(asha.put(PREFERENCES, "{\"notifications\": false}").json().get("notifications").toString())
                .isEqualTo("{\"inApp\":false,\"push\":false,\"email\":false,\"digest\":\"off\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"statePreference | {\"statePreference\": \"XX\"}",
            "statePreference | {\"statePreference\": 7}",
            "languages[1] | {\"languages\": [\"hi\", \"not a language\"]}",
            "timeZone | {\"timeZone\": \"India\"}", "timeZone | {\"timeZone\": \"+05:30\"}",
            "quietHours.start | {\"quietHours\": {\"start\": \"24:00\", \"end\": \"06:00\"}}",
            "quietHours.end | {\"quietHours\": {\"start\": \"22:00\"}}",
            "quietHours | {\"quietHours\": {\"start\": \"22:00\", \"end\": \"22:00\"}}",
            "notifications | {\"notifications\": \"all\"}",
            "notifications.digest | {\"notifications\": {\"digest\": \"hourly\"}}",
            "notifications.push | {\"notifications\": {\"push\": \"yes\"}}",
            "consent.analytics | {\"consent\": {\"analytics\": \"maybe\"}}", "role | {\"role\": \"admin\"}"})
    void whatIsWrongIsNamed(String field, String body) {
        Answer refused = Somebody.at(service, "listener").put(PREFERENCES, body);

        assertThat(refused.status()).as(refused.raw().body()).isEqualTo(400);
        assertThat(refused.slug()).isEqualTo("validation-failed");
        assertThat(fields(refused)).containsExactly(field);
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        assertThat(fields(Somebody.at(service, "listener").put(PREFERENCES,
                "{\"statePreference\": \"XX\", \"timeZone\": \"Nowhere\", \"languages\": [null]}")))
                .containsExactlyInAnyOrder("statePreference", "timeZone", "languages[0]");
    }

    @Test
    void aChangeMadeOnAnOldVersionIsRefused() throws Exception {
        Somebody asha = Somebody.at(service, "listener");
        String tag = String.valueOf(asha.get(PREFERENCES).header("ETag"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Integer> answers = threads
                    .invokeAll(IntStream.range(0, 8).<Callable<Integer>>mapToObj(n -> () -> asha.put(PREFERENCES,
                            "{\"quietHours\": {\"start\": \"2" + n % 4 + ":00\", \"end\": \"0" + n + ":30\"}}",
                            "If-Match", tag).status()).toList())
                    .stream().map(future -> future.resultNow()).toList();

            assertThat(answers).containsOnly(200, 412);
            assertThat(answers).containsOnlyOnce(200);
        }
        assertThat(asha.put(PREFERENCES, FULL).status()).isEqualTo(200);
    }

    private static List<String> fields(Answer refused) {
        return StreamSupport.stream(refused.json().path("errors").spliterator(), false)
                .map((JsonNode error) -> error.get("field").asString()).toList();
    }
}
