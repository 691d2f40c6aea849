package radio.tarang.gateway.limits;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

import radio.tarang.gateway.FakeService.Reply;
import radio.tarang.local.test.PrivateRedis;
import radio.tarang.local.test.TestServers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Redis fails in the middle of things: still limited, soon answered, and back without help. */
class LimitsOutageIT {

    private static PrivateRedis redis;
    private static Replicas replicas;

    @BeforeAll
    static void start() {
        redis = TestServers.privateRedis();
        redis.stop();
        replicas = new Replicas(redis.uri(), Map.of("tarang.health.every", "200ms"));
        replicas.service().on("/api/v1/songs/1", Reply.listing("{\"n\":1}", 600, "t"));
        assertThat(replicas.alone()).as("starts without Redis").isTrue();
        redis.start();
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

    private static List<Replicas.Answer> like(int count, String session) {
        return replicas.all(count, 16, "POST", "/api/v1/songs/1/like", "X-Session-Id", session);
    }

    private static long admitted(List<Replicas.Answer> answers) {
        return answers.stream().filter(Replicas.Answer::admitted).count();
    }

    /** The worst of the answers; the service behind answers at once. */
    private static Duration slowest(List<Replicas.Answer> answers) {
        return Duration.ofNanos(answers.stream().mapToLong(answer -> answer.receivedNanos() - answer.sentNanos()).max()
                .orElse(0));
    }

    @Test
    void killedInTheMiddleOfLikes() {
        String session = Replicas.session();
        List<Replicas.Answer> answers = new ArrayList<>(like(60, session));
        assertThat(admitted(answers)).isEqualTo(60);
        redis.kill();
        List<Replicas.Answer> without;
        try {
            without = like(300, session);
            System.out.printf("killed: %d of 300 passed, slowest %s%n", admitted(without), slowest(without));
            assertThat(60 + admitted(without)).as("each replica its half, what it had admitted before counted")
                    .isBetween(195L, 200L);
            assertThat(slowest(without)).isLessThan(Duration.ofSeconds(1));
            assertThat(replicas.alone()).isTrue();
        } finally {
            redis.start();
        }
        await().atMost(Duration.ofSeconds(5)).until(() -> !replicas.alone());
        // A killed server may have lost its last second, which is when the first sixty were written.
        assertThat(60 + admitted(without) + admitted(like(300, session))).isLessThanOrEqualTo(200 + 60);
        assertThat(admitted(like(300, Replicas.session()))).isEqualTo(200);
    }

    @Test
    void frozenInTheMiddleOfLikesNobodyWaitsLongAndTheCountGoesOnAfterwards() {
        String session = Replicas.session();
        assertThat(admitted(like(60, session))).isEqualTo(60);
        redis.pause();
        List<Replicas.Answer> without;
        try {
            without = like(40, session);
            System.out.printf("frozen: %d of 40 passed, slowest %s%n", admitted(without), slowest(without));
            assertThat(admitted(without)).isEqualTo(40);
            assertThat(slowest(without)).isLessThan(Duration.ofSeconds(1));
            List<Replicas.Answer> later = like(40, Replicas.session());
            assertThat(slowest(later)).as("a ledger known to be away is not waited for")
                    .isLessThan(Duration.ofMillis(400));
        } finally {
            redis.resume();
        }
        await().atMost(Duration.ofSeconds(5)).until(() -> !replicas.alone());
        assertThat(admitted(like(300, session))).as("the ledger has been told of what was admitted without it")
                .isEqualTo(100);
    }

    @Test
    void aloneEachReplicaEnforcesItsShareOfALargeLimit() {
        String session = Replicas.session();
        redis.stop();
        await().atMost(Duration.ofSeconds(5)).until(() -> {
            replicas.ask("GET", "/api/v1/songs/1", "X-Session-Id", Replicas.session());
            return replicas.bean(0, Settler.class).away() && replicas.bean(1, Settler.class).away();
        });
        try {
            long start = System.nanoTime();
            List<Replicas.Answer> answers = replicas.all(1_600, 16, "GET", "/api/v1/songs/1", "X-Session-Id", session);
            double due = 1_000 + (System.nanoTime() - start) / 1e9 * 1_000 / 60;
            assertThat((double) admitted(answers)).isBetween(1_000.0, due + 2);
            assertThat(answers.stream().filter(answer -> !answer.admitted())).isNotEmpty()
                    .allMatch(answer -> answer.limit().equals("api-minute"));
            await().atMost(Duration.ofSeconds(3)).untilAsserted(() -> assertThat(
                    replicas.askAt(0, "GET", "/health").response().body())
                    .contains("\"redis\":{\"status\":\"degraded\""));
            assertThat(replicas.askAt(0, "GET", "/actuator/prometheus").response().body())
                    .contains("limits_alone 1.0")
                    .containsPattern("rate_limited_total\\{.*bucket=\"api-minute\".*} [1-9]")
                    .containsPattern("limits_lease_refills_total \\d");
        } finally {
            redis.start();
        }
        await().atMost(Duration.ofSeconds(5)).until(() -> !replicas.alone());
        await().atMost(Duration.ofSeconds(3)).untilAsserted(() -> assertThat(
                replicas.ask("GET", "/api/v1/songs/1", "X-Session-Id", session).header("RateLimit"))
                .as("no fresh burst for having been through an outage").matches("\"api-minute\";r=\\d\\d?;.*"));
        await().atMost(Duration.ofSeconds(3)).untilAsserted(() -> assertThat(
                replicas.askAt(0, "GET", "/health").response().body()).contains("\"redis\":{\"status\":\"healthy\""));
    }

    @Test
    void anEmptiedServerIsGivenTheFunctionsAgain() {
        try (RedisClient client = RedisClient.builder().fromURI(redis.uri()).build()) {
            client.functionFlush();
        }
        assertThat(admitted(like(250, Replicas.session()))).isEqualTo(200);
        assertThat(replicas.alone()).isFalse();
    }
}
