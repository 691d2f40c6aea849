package radio.tarang.gateway.limits;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClient;

import radio.tarang.gateway.FakeService.Reply;
import radio.tarang.gateway.identity.Caller;
import radio.tarang.local.test.PrivateRedis;
import radio.tarang.local.test.TestServers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The table of limits, to the letter, on two replicas that share a real Redis. */
class LimitsIT {

    private static final int REPLICAS = 2;
    private static PrivateRedis redis;
    private static Replicas replicas;

    @BeforeAll
    static void start() {
        redis = TestServers.privateRedis();
        redis.start();
        // One small window short enough to be waited for.
        replicas = new Replicas(redis.uri(), Map.of("tarang.limits.buckets.register.window", "3s"));
        replicas.service().on("/api/v1/songs/1", Reply.listing("{\"n\":1}", 600, "t"));
    }

    @AfterAll
    static void stop() {
        replicas.close();
        redis.close();
    }

    @BeforeEach
    void together() {
        await().atMost(Duration.ofSeconds(10)).until(() -> !replicas.alone());
    }

    @ParameterizedTest
    @CsvSource({"like, 100, POST, /api/v1/songs/1/like, Authorization",
            "unlike, 100, DELETE, /api/v1/songs/1/like, Authorization",
            "like-session, 200, POST, /api/songs/1/like, X-Session-Id",
            "comment, 10, POST, /api/v1/programs/1/comments, Authorization",
            "comment-guest, 30, POST, /api/v1/songs/1/comments, X-Session-Id",
            "login, 300, POST, /api/v1/auth/login, X-Forwarded-For",
            "login, 300, POST, /identity/realms/tarang/login-actions/authenticate, X-Forwarded-For",
            "register, 10, POST, /api/v1/auth/register, X-Forwarded-For"})
    void ofASmallBucketExactlyNPassOverAllReplicas(String bucket, int limit, String method, String path, String key) {
        List<Replicas.Answer> answers = replicas.all(limit + 40, 24, method, path, key, who(key));
        assertThat(answers.stream().filter(Replicas.Answer::admitted)).hasSize(limit);
        assertThat(answers.stream().filter(answer -> !answer.admitted())).hasSize(40)
                .allMatch(answer -> answer.limit().equals(bucket));
    }

    private static String who(String key) {
        return switch (key) {
            case "Authorization" -> Replicas.user();
            case "X-Session-Id" -> Replicas.session();
            default -> Replicas.address();
        };
    }

    @Test
    void anAddressGetsSixtyNewSessionsAMinuteAndAThousandAnHourOverAllReplicas() throws Exception {
        Caller caller = new Caller(null, null, Replicas.address(), Set.of());
        List<Callable<Decision>> all = IntStream.range(0, 90)
                .<Callable<Decision>>mapToObj(i -> () -> replicas.bean(i & 1, Limiter.class).newSession(caller))
                .toList();
        List<Decision> decisions = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Decision> decision : callers.invokeAll(all)) {
                decisions.add(decision.get());
            }
        }
        assertThat(decisions.stream().filter(Decision::admitted)).hasSize(60);
        assertThat(decisions.stream().filter(decision -> !decision.admitted()))
                .allMatch(decision -> decision.over() == Bucket.SESSION_ISSUE_MINUTE);
        Caller busy = new Caller(null, null, Replicas.address(), Set.of());
        spend("a:" + busy.address(), "session-issue-hour", 1_000, 3_600, 1_000);
        await().until(() -> replicas.bean(0, Limiter.class).newSession(busy).over() == Bucket.SESSION_ISSUE_HOUR);
    }

    @Test
    void whoseAddressHasHadItsSessionsIsRefusedWhatNeedsOneAndMayReadOn() {
        String address = Replicas.address();
        List<Replicas.Answer> writes = replicas.all(70, 16, "POST", "/api/v1/songs/1/like", "X-Forwarded-For", address);
        assertThat(writes.stream().filter(Replicas.Answer::admitted)).hasSize(60)
                .allMatch(answer -> answer.header("X-Session-Id").startsWith("v1.k1."));
        assertThat(writes.stream().filter(answer -> !answer.admitted())).hasSize(10).allMatch(
                answer -> answer.limit().equals("session-issue-minute") && !answer.header("Retry-After").isEmpty());
        assertThat(replicas.ask("GET", "/api/v1/songs/1", "X-Forwarded-For", address).status()).isEqualTo(200);
        replicas.service().on("/api/v1/counters", Reply.of(200, "{}"));
        Replicas.Answer personal = replicas.ask("GET", "/api/v1/counters", "X-Forwarded-For", address);
        assertThat(personal.status()).as("a personal read goes on without a session").isEqualTo(200);
        assertThat(personal.response().headers().map()).doesNotContainKeys("x-session-id", "set-cookie");
        assertThat(replicas.service().seen("/api/v1/counters").getLast().headers().contains("X-Session-Id")).isFalse();
        assertThat(replicas.ask("GET", "/api/v1/counters", "X-Forwarded-For", Replicas.address())
                .header("X-Session-Id")).as("another address has its own").startsWith("v1.k1.");
    }

    @Test
    void likeAndUnlikeOfASessionShareOneBucketThoseOfAUserDoNot() {
        String session = Replicas.session();
        String user = Replicas.user();
        assertThat(replicas.all(150, 16, "POST", "/api/v1/songs/1/like", "X-Session-Id", session))
                .allMatch(Replicas.Answer::admitted);
        assertThat(replicas.all(100, 16, "DELETE", "/api/v1/songs/1/like", "X-Session-Id", session)
                .stream().filter(Replicas.Answer::admitted)).hasSize(50);
        assertThat(replicas.all(100, 16, "POST", "/api/v1/songs/1/like", "Authorization", user))
                .allMatch(Replicas.Answer::admitted);
        assertThat(replicas.all(100, 16, "DELETE", "/api/v1/songs/1/like", "Authorization", user))
                .allMatch(Replicas.Answer::admitted);
    }

    @Test
    void inNoWindowDoMoreThanNPassASmallBucket() {
        String address = Replicas.address();
        long end = System.nanoTime() + Duration.ofSeconds(8).toNanos();
        List<Replicas.Answer> passed = replicas.whilst(asked -> System.nanoTime() < end, 4, "POST",
                "/api/v1/auth/register", "X-Forwarded-For", address).stream().filter(Replicas.Answer::admitted)
                .sorted(Comparator.comparing(Replicas.Answer::sentNanos)).toList();
        assertThat(passed).hasSizeBetween(25, 30);
        for (Replicas.Answer first : passed) {
            assertThat(passed.stream().filter(answer -> answer.sentNanos() >= first.sentNanos()
                    && answer.receivedNanos() < first.sentNanos() + Duration.ofSeconds(3).toNanos()))
                    .hasSizeLessThanOrEqualTo(10);
        }
    }

    @Test
    void whoWaitsAsLongAsToldPasses() {
        String address = Replicas.address();
        replicas.all(10, 1, "POST", "/api/v1/auth/register", "X-Forwarded-For", address);
        Replicas.Answer refused = replicas.ask("POST", "/api/v1/auth/register", "X-Forwarded-For", address);
        assertThat(refused.status()).isEqualTo(429);
        int seconds = Integer.parseInt(refused.header("Retry-After"));
        assertThat(seconds).isBetween(1, 3);
        assertThat(refused.response().body()).contains("\"retryAfter\":" + seconds, "\"limit\":\"register\"",
                "https://tarang.radio/problems/rate-limited", "\"traceId\"");
        await().pollDelay(Duration.ofSeconds(seconds)).atMost(Duration.ofSeconds(seconds + 1)).until(() -> true);
        assertThat(replicas.ask("POST", "/api/v1/auth/register", "X-Forwarded-For", address).admitted()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"api-minute, 1000, 60, 1000, GET, /api/v1/songs/1, X-Session-Id",
            "api-minute, 1000, 60, 1000, POST, /api/v1/interactions/batch, Authorization",
            "api-hour, 10000, 3600, 600, GET, /api/v1/songs/1, X-Session-Id",
            "play, 1000, 3600, 300, POST, /api/v1/songs/1/play, X-Session-Id",
            "address-minute, 20000, 60, 1500, GET, /api/v1/songs/1, X-Forwarded-For"})
    void ofALargeBucketNPassAndAtMostALeasePerReplicaMore(String bucket, int limit, int windowSeconds, int left,
            String method, String path, String key) {
        String who = who(key);
        String holder = key.equals("Authorization")
                ? "u:" + Replicas.subject(who)
                : key.equals("X-Forwarded-For") ? "a:" + who : "s:" + who.split("\\.")[3];
        spend(holder, bucket, limit, windowSeconds, limit - left);
        long start = System.nanoTime();
        List<Replicas.Answer> answers = replicas.all(left * 2 + 200, 24, method, path, key, who);
        double seconds = (System.nanoTime() - start) / 1e9;
        List<Replicas.Answer> passed = answers.stream().filter(Replicas.Answer::admitted).toList();
        double ideal = left + seconds * limit / windowSeconds;
        int lease = limit / 100;
        System.out.printf("%s: %d passed in %.2f s, %.1f were due, error %.1f (a lease is %d, replicas %d)%n", bucket,
                passed.size(), seconds, ideal, passed.size() - ideal, lease, REPLICAS);
        assertThat((double) passed.size()).isBetween(left * 1.0, ideal + REPLICAS * lease + 1);
        assertThat(answers.stream().filter(answer -> !answer.admitted())).isNotEmpty()
                .allMatch(answer -> answer.limit().equals(bucket));
    }

    /** As if so many calls had just been made elsewhere. */
    private static void spend(String holder, String bucket, int limit, int windowSeconds, int calls) {
        if (calls == 0) {
            return;
        }
        try (RedisClient client = RedisClient.builder().fromURI(redis.uri()).build()) {
            client.fcall("tarang_limits_v1_charge", List.of("limits:{" + holder + "}:" + bucket),
                    List.of(Long.toString(windowSeconds * 1_000_000L), Integer.toString(limit), Integer.toString(calls),
                            "0"));
        }
    }

    @Test
    void refusedCallsConsumeNothingInAnyBucket() {
        String user = Replicas.user();
        replicas.all(10, 4, "POST", "/api/v1/programs/1/comments", "Authorization", user);
        int before = remaining(replicas.ask("GET", "/api/v1/states", "Authorization", user));
        assertThat(replicas.all(300, 8, "POST", "/api/v1/programs/1/comments", "Authorization", user))
                .noneMatch(Replicas.Answer::admitted);
        assertThat(remaining(replicas.ask("GET", "/api/v1/states", "Authorization", user))).isGreaterThanOrEqualTo(
                before - 3);
    }

    private static int remaining(Replicas.Answer answer) {
        return Integer.parseInt(answer.header("RateLimit").replaceAll("^\"[a-z-]+\";r=(\\d+);t=\\d+.*", "$1"));
    }

    @Test
    void everyAnswerOfTheApiTellsTheLimits() {
        String session = Replicas.session();
        replicas.service().on("/api/v1/songs/2", Reply.listing("{\"n\":2}", 600, "t").with("ETag", "\"e\""));
        replicas.service().on("/api/v1/songs/3", Reply.of(500, "{}").with("RateLimit", "\"inner\";r=1"));
        for (int i = 0; i < 3; i++) {
            tells(replicas.askAt(0, "GET", "/api/v1/songs/2", "X-Session-Id", session), 200, 1_000 - 3 * i);
            tells(replicas.askAt(0, "HEAD", "/api/songs/2", "X-Session-Id", session), 200, 1_000 - 3 * i);
            tells(replicas.askAt(0, "GET", "/api/v1/songs/2", "X-Session-Id", session, "If-None-Match", "\"e\""), 304,
                    1_000 - 3 * i);
        }
        tells(replicas.askAt(0, "GET", "/api/v1/nothing/here", "X-Session-Id", session), 404, 1_000);
        tells(replicas.askAt(0, "GET", "/api/v1/songs/3", "X-Session-Id", session), 500, 1_000);
        Replicas.Answer nobody = replicas.ask("GET", "/api/v1/songs/2", "X-Forwarded-For", Replicas.address());
        assertThat(nobody.header("RateLimit")).matches("\"address-minute\";r=1999\\d;t=\\d");
        assertThat(nobody.header("RateLimit-Policy")).isEqualTo("\"address-minute\";q=20000;w=60");
        assertThat(replicas.ask("GET", "/").header("RateLimit")).isEmpty();
        assertThat(replicas.ask("GET", "/health").header("RateLimit")).isEmpty();
    }

    private static void tells(Replicas.Answer answer, int status, int atMost) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.response().headers().allValues("RateLimit")).hasSize(1).first().asString()
                .matches("\"api-minute\";r=\\d+;t=\\d+, \"api-hour\";r=\\d+;t=\\d+");
        assertThat(remaining(answer)).isBetween(980, atMost);
        assertThat(answer.header("RateLimit-Policy"))
                .isEqualTo("\"api-minute\";q=1000;w=60, \"api-hour\";q=10000;w=3600");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/songs/1/like", "/api/songs/1/like", "/api/v1/songs/1/%6cike",
            "/api/v1/songs/1/like/", "/api/v1/songs/2/like", "/api/v1/playlists/1/like?x=1", "/api/v1/songs/1/Like"})
    void nothingACallerWritesGivesHimAnotherBucket(String path) {
        String session = Replicas.session();
        assertThat(replicas.all(200, 16, "POST", "/api/v1/songs/1/like", "X-Session-Id", session))
                .allMatch(Replicas.Answer::admitted);
        Replicas.Answer again = replicas.ask("POST", path, "X-Session-Id", session, "X-User-Id", "somebody-else",
                "X-Forwarded-For", Replicas.address(), "X-HTTP-Method-Override", "GET", "X-Real-IP", "1.2.3.4");
        assertThat(again.status()).isEqualTo(429);
        assertThat(again.limit()).isEqualTo("like-session");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//api/v1/songs/1/like", "/api//v1/songs/1/like", "/api/v1/songs/1/like;x=1",
            "/api/v1/songs/%2e/1/like", "/api/v1/songs/../songs/1/like", "/api/v1/songs%2f1/like"})
    void pathsThatCouldBeReadInTwoWaysReachNoService(String path) {
        int before = replicas.service().seen("/api/v1/songs/1/like").size();
        assertThat(replicas.ask("POST", path, "X-Session-Id", Replicas.session()).status()).isIn(400, 404);
        assertThat(replicas.service().seen("/api/v1/songs/1/like")).hasSize(before);
    }

    @Test
    void aForgedSessionOrForwardedAddressIsNobodyNew() {
        String address = Replicas.address();
        for (int i = 0; i < 10; i++) {
            assertThat(replicas
                    .ask("POST", "/api/v1/auth/register", "X-Forwarded-For", Replicas.address() + ", " + address,
                            "X-Session-Id", "v1.k1.20000.AAAAAAAAAAAAAAAAAAAAAA.forged" + i)
                    .admitted()).isTrue();
        }
        Replicas.Answer eleventh = replicas.ask("POST", "/api/v1/auth/register", "X-Forwarded-For",
                Replicas.address() + ", " + address, "X-Session-Id", "forged");
        assertThat(eleventh.status()).isEqualTo(429);
        assertThat(eleventh.header("RateLimit")).startsWith("\"address-minute\"");
    }

    @Test
    void addressesOfOneSlash64AreOneCaller() {
        String prefix = "2001:db8:" + Integer.toHexString((int) (System.nanoTime() & 0xffff)) + ":1:";
        for (int i = 0; i < 10; i++) {
            assertThat(replicas.ask("POST", "/api/v1/auth/register", "X-Forwarded-For", prefix + ":" + (i + 1))
                    .admitted()).isTrue();
        }
        assertThat(replicas.ask("POST", "/api/v1/auth/register", "X-Forwarded-For", prefix + "ffff:1:2:3").admitted())
                .isFalse();
    }
}
