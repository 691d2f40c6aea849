package radio.tarang.user.auth;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import radio.tarang.user.JumpingClock;
import radio.tarang.user.Records;
import radio.tarang.user.RunningService;
import radio.tarang.user.RunningService.Answer;
import radio.tarang.user.RunningService.Setup;
import radio.tarang.user.Visit;
import radio.tarang.user.keycloak.Grant;
import radio.tarang.user.keycloak.Grants;
import radio.tarang.user.keycloak.People;

import static org.assertj.core.api.Assertions.assertThat;

/** What may happen to a refresh token on its way, on two replicas that share a database and a Keycloak. */
class RefreshIT {
    private static final JumpingClock CLOCK = new JumpingClock();
    private static RunningService one;
    private static RunningService two;
    private static Visit visit;

    @BeforeAll
    static void start() {
        Setup setup = Setup.fresh().with(CLOCK);
        one = RunningService.start(setup);
        two = RunningService.start(setup);
        visit = new Visit(one);
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
    }

    private static String signedIn() {
        return visit.newcomer(Visit.freshName()).text("refreshToken");
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(401);
        assertThat(answer.slug()).isEqualTo("invalid-refresh-token");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    /** Whether Keycloak itself would still go on with it. */
    private static boolean livesAtKeycloak(String refreshToken) {
        return one.bean(Grants.class).refresh(Grants.APPS, refreshToken) instanceof Grant.Issued;
    }

    /** Keycloak counts seconds: tokens of one second are of one age to it. */
    private static void nextSecond() {
        long second = Instant.now().getEpochSecond();
        Awaitility.await().pollInterval(Duration.ofMillis(10)).until(() -> Instant.now().getEpochSecond() > second);
    }

    @Test
    void everyTokenIsGoodForTheNext() {
        String token = signedIn();
        for (int n = 0; n < 4; n++) {
            Answer answer = new Visit(n % 2 == 0 ? two : one).refresh(token);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.text("refreshToken")).isNotEqualTo(token);
            assertThat(visit.devices(answer.text("accessToken")).json().get("sessions")).hasSize(1);
            token = answer.text("refreshToken");
        }
    }

    @Test
    void tabsThatRefreshAtOnceGetTheSameTokens() throws Exception {
        String token = signedIn();
        List<Visit> tabs = Stream.of(one, two, one, two, one, two).map(Visit::new).toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Answer> answers = threads
                    .invokeAll(tabs.stream().map(tab -> (Callable<Answer>) () -> tab.refresh(token)).toList())
                    .stream().map(done -> done.resultNow()).toList();

            assertThat(answers).extracting(Answer::status).containsOnly(200);
            assertThat(answers).extracting(answer -> answer.raw().body())
                    .containsOnly(answers.getFirst().raw().body());
            assertThat(visit.refresh(answers.getFirst().text("refreshToken")).status()).isEqualTo(200);
        }
    }

    @Test
    void whoeverLostTheReplyGetsItAgainForAMinute() {
        String token = signedIn();
        Answer lost = visit.refresh(token);
        CLOCK.jump(Duration.ofSeconds(55));

        Answer again = new Visit(two).refresh(token);
        assertThat(again.raw().body()).isEqualTo(lost.raw().body());
        assertThat(visit.refresh(again.text("refreshToken")).status()).isEqualTo(200);
    }

    @Test
    void aTokenUsedAgainLaterEndsTheSignInForBoth() {
        String stolen = signedIn();
        Answer owner = visit.refresh(stolen);
        String userId = Visit.userId(owner.text("accessToken"));
        String sid = Visit.claim(owner.text("accessToken"), "sid");
        CLOCK.jump(Duration.ofSeconds(61));

        assertRefused(new Visit(two).refresh(stolen));
        assertRefused(visit.refresh(owner.text("refreshToken")));
        assertThat(livesAtKeycloak(owner.text("refreshToken"))).isFalse();
        try (Records records = one.records()) {
            Records.Record revoked = records.awaitOf(userId, 2).getLast();
            assertThat(revoked.type()).isEqualTo("session.revoked");
            assertThat(revoked.headers()).containsEntry("revokes", "sid:" + sid).containsEntry("ce_subject",
                    "users/" + userId);
            assertThat(revoked.json().get("sid").asString()).isEqualTo(sid);
        }
    }

    @Test
    void aTokenFromLongAgoEndsTheSignInToo() {
        String first = signedIn();
        nextSecond();
        String second = visit.refresh(first).text("refreshToken");
        nextSecond();
        String third = visit.refresh(second).text("refreshToken");

        assertRefused(visit.refresh(first));
        assertRefused(visit.refresh(third));
        assertThat(livesAtKeycloak(third)).isFalse();
    }

    @Test
    void aCrashBetweenKeycloaksAnswerAndOurRecordCostsNothing() {
        String token = signedIn();
        String sid = Visit.claim(token, "sid");
        // as a process does that dies right then: it has its turn, Keycloak has answered, nothing is written down
        Rotations.Step.Ask turn = (Rotations.Step.Ask) one.bean(Rotations.class)
                .present(PresentedToken.of(token).orElseThrow());
        assertThat(turn.turn()).isNotNull();
        assertThat(one.bean(Grants.class).refresh(Grants.APPS, token)).isInstanceOf(Grant.Issued.class);
        assertThat(new Visit(two).refresh(token).status()).as("its turn has not lapsed yet").isEqualTo(503);
        CLOCK.jump(Duration.ofSeconds(6));

        Answer answer = new Visit(two).refresh(token);
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
        assertThat(visit.refresh(answer.text("refreshToken")).status()).isEqualTo(200);
        assertThat(sid).isEqualTo(Visit.claim(answer.text("accessToken"), "sid"));
    }

    @Test
    void whoeverComesTooLateWithItsTurnGivesTheAnswerOfTheOther() {
        String text = signedIn();
        PresentedToken token = PresentedToken.of(text).orElseThrow();
        Rotations rotations = one.bean(Rotations.class);
        Rotations.Step.Ask slow = (Rotations.Step.Ask) rotations.present(token);
        Grant.Issued unseen = (Grant.Issued) one.bean(Grants.class).refresh(Grants.APPS, text);
        CLOCK.jump(Duration.ofSeconds(6));
        Answer winner = new Visit(two).refresh(text);

        Visitor visitor = new Visitor(ClientAddress.of(null, "127.0.0.1"), "slow", null);
        assertThat(rotations.exchanged(token, slow.turn(), unseen, new byte[]{1}, visitor)).isFalse();
        assertThat(visit.refresh(text).raw().body()).isEqualTo(winner.raw().body());
    }

    @Test
    void aSignInWhoseRecordWasLostGoesOn() {
        String token = signedIn();
        one.jdbc().sql("DELETE FROM device_session WHERE sid = :sid").param("sid", Visit.claim(token, "sid")).update();

        Answer answer = visit.refresh(token);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(visit.devices(answer.text("accessToken")).json().get("sessions")).hasSize(1);
        assertThat(visit.refresh(answer.text("refreshToken")).status()).isEqualTo(200);
    }

    @Test
    void whatEndedAtKeycloakEndsHere() {
        Answer tokens = visit.newcomer(Visit.freshName());
        one.bean(People.class).endSession(Visit.claim(tokens.text("accessToken"), "sid"));

        assertRefused(visit.refresh(tokens.text("refreshToken")));
        try (Records records = one.records()) {
            assertThat(records.awaitOf(Visit.userId(tokens.text("accessToken")), 2)).extracting(Records.Record::type)
                    .containsExactly("user.registered", "session.revoked");
        }
    }

    @Test
    void whatIsOfNoUseIsForgotten() {
        String token = signedIn();
        String session = Visit.signedSession();
        visit.newcomer(Visit.freshName(), "X-Session-Id", session);
        visit.login(Visit.freshName(), "wrong");
        CLOCK.jump(Duration.ofMinutes(16));
        one.bean(Housekeeping.class).forgetOld();
        assertThat(count("login_attempt")).isZero();
        assertThat(count("device_session WHERE sid = '" + Visit.claim(token, "sid") + "'")).isEqualTo(1);

        CLOCK.jump(Duration.ofDays(32));
        one.bean(Housekeeping.class).forgetOld();
        assertThat(count("device_session")).isZero();
        assertThat(count("merged_session")).isPositive();
        CLOCK.jump(Duration.ofDays(403));
        one.bean(Housekeeping.class).forgetOld();
        assertThat(count("merged_session")).isZero();
        CLOCK.jump(Duration.ofDays(-435).minusMinutes(16));
    }

    private static int count(String what) {
        return one.jdbc().sql("SELECT count(*) FROM " + what).query(Integer.class).single();
    }

    @Test
    void nobodyEndsOrUsesASignInWithATokenThatIsMadeUp() {
        String token = signedIn();
        String[] parts = token.split("\\.");
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        String older = claims.replaceFirst("\"iat\":\\d+", "\"iat\":1000000000");
        List<String> forgeries = List.of(parts[0] + "." + parts[1] + "." + "A".repeat(parts[2].length()),
                parts[0] + "." + Base64.getUrlEncoder().withoutPadding()
                        .encodeToString(older.getBytes(StandardCharsets.UTF_8)) + "." + parts[2],
                token + "A", token.substring(0, token.length() - 1));

        forgeries.forEach(forgery -> assertRefused(visit.refresh(forgery)));
        forgeries.forEach(forgery -> assertThat(visit.logout(forgery).status()).isEqualTo(204));
        assertThat(visit.refresh(token).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "a.b.c", "..", "eyJhbGciOiJub25lIn0.e30."})
    void whatIsNoTokenIsRefused(String text) {
        assertRefused(visit.refresh(text));
        assertThat(visit.logout(text).status()).isEqualTo(204);
    }

    @Test
    void anAccessTokenIsNoRefreshToken() {
        Answer tokens = visit.newcomer(Visit.freshName());

        assertRefused(visit.refresh(tokens.text("accessToken")));
        assertThat(one.post("/api/v1/auth/refresh", "{}").slug()).isEqualTo("validation-failed");
    }

    @Test
    void theDatabaseHoldsNoToken() {
        String token = signedIn();
        Answer answer = visit.refresh(token);
        Map<String, @Nullable Object> row = one.jdbc().sql("SELECT * FROM device_session WHERE sid = :sid")
                .param("sid", Visit.claim(token, "sid")).query().singleRow();
        byte[] sealed = Objects.requireNonNull((byte[]) row.get("answer"));

        String all = row.values().stream()
                .map(value -> value instanceof byte[] bytes
                        ? new String(bytes, StandardCharsets.ISO_8859_1)
                        : value + "")
                .reduce("", String::concat);
        assertThat(all).doesNotContain(token.substring(token.length() - 20),
                answer.text("accessToken").substring(0, 20), answer.text("refreshToken").substring(0, 20),
                "accessToken");
        assertThat(SealedAnswer.open(token, sealed)).isPresent();
        assertThat(SealedAnswer.open(answer.text("refreshToken"), sealed)).isEmpty();
        CLOCK.jump(Duration.ofSeconds(61));
        one.bean(Housekeeping.class).forgetOld();
        assertThat(one.jdbc().sql("SELECT count(*) FROM device_session WHERE answer IS NOT NULL").query(Integer.class)
                .single()).isZero();
    }

    @Test
    void signingOutIsOnceAndForAll() {
        Answer tokens = visit.newcomer(Visit.freshName());
        String token = tokens.text("refreshToken");
        Answer out = visit.logout(token);

        assertThat(out.status()).isEqualTo(204);
        assertThat(out.header("Cache-Control")).isEqualTo("no-store");
        assertThat(visit.logout(token).status()).isEqualTo(204);
        assertRefused(visit.refresh(token));
        assertThat(livesAtKeycloak(token)).isFalse();
        try (Records records = one.records()) {
            assertThat(records.awaitOf(Visit.userId(tokens.text("accessToken")), 2)).extracting(Records.Record::type)
                    .containsExactly("user.registered", "session.revoked");
        }
    }
}
