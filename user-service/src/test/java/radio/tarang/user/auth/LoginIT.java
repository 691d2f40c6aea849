package radio.tarang.user.auth;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import radio.tarang.local.test.TestServers;
import radio.tarang.user.JumpingClock;
import radio.tarang.user.RunningService;
import radio.tarang.user.RunningService.Answer;
import radio.tarang.user.RunningService.Setup;
import radio.tarang.user.Visit;
import radio.tarang.user.keycloak.People;

import static org.assertj.core.api.Assertions.assertThat;

/** Signing in with a name and a password, and failing to. Two replicas share everything. */
class LoginIT {
    private static final JumpingClock CLOCK = new JumpingClock();
    private static RunningService one;
    private static RunningService two;
    private static Visit visit;

    @BeforeAll
    static void start() {
        Setup setup = Setup.fresh().with(CLOCK);
        one = RunningService.start(setup);
        two = RunningService.start(setup.with("tarang.identity.staff-password-login", "true"));
        visit = new Visit(one);
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
    }

    private static String[] from(String address) {
        return new String[]{"X-Forwarded-For", address};
    }

    private static String newcomer() {
        String name = Visit.freshName();
        visit.newcomer(name);
        return name;
    }

    @Test
    void worksByNameAndByAddress() {
        String name = newcomer();

        assertThat(visit.login(name.toUpperCase(java.util.Locale.ROOT), Visit.PASSWORD).status()).isEqualTo(200);
        assertThat(visit.login(name + "@example.org", Visit.PASSWORD).status()).isEqualTo(200);
        assertThat(visit.login("", Visit.PASSWORD).status()).isEqualTo(400);
        assertThat(visit.login("\\u0000", Visit.PASSWORD).status()).isEqualTo(400);
        assertThat(visit.login("half \\ud83c", Visit.PASSWORD).status()).isEqualTo(400);
    }

    @Test
    void whatIsWrongCannotBeTold() {
        String name = newcomer();
        String disabled = newcomer();
        People people = one.bean(People.class);
        people.setEnabled(people.find(disabled).orElseThrow().id(), false);

        List<Answer> answers = List.of(visit.login(name, "wrong password"), visit.login(Visit.freshName(), "whatever"),
                visit.login(disabled, Visit.PASSWORD), visit.login("*", "whatever"), visit.login("a@b.example", "x"),
                visit.login("a\\u0000b", "x"), visit.login("a\\u0001@b.example", "x"), visit.login(name, "\\u0000"));

        assertThat(answers).extracting(answer -> answer.raw().body().replaceAll("[0-9a-f]{32}", ""))
                .containsOnly(answers.getFirst().raw().body().replaceAll("[0-9a-f]{32}", ""));
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.slug()).isEqualTo("invalid-credentials");
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        });
    }

    @Test
    void tenFailuresCloseThePairAndNoOther() {
        String name = newcomer();
        String here = Visit.freshAddress();
        for (int n = 0; n < 10; n++) {
            String spelled = List.of(name, name.toUpperCase(java.util.Locale.ROOT), name + "@example.org").get(n % 3);
            Visit replica = new Visit(n % 2 == 0 ? one : two);
            assertThat(replica.login(spelled, "wrong", from(here)).status()).as("failure " + n).isEqualTo(401);
        }

        Answer closed = visit.login(name, Visit.PASSWORD, from(here));
        assertThat(closed.status()).isEqualTo(429);
        assertThat(closed.slug()).isEqualTo("rate-limited");
        assertThat(closed.text("limit")).isEqualTo("login");
        assertThat(closed.json().get("retryAfter").asInt()).isBetween(840, 900);
        assertThat(closed.header("Retry-After")).isEqualTo(closed.text("retryAfter"));
        assertThat(new Visit(two).login(name, Visit.PASSWORD, from(here)).status()).isEqualTo(429);
        assertThat(visit.login(name, Visit.PASSWORD, from(Visit.freshAddress())).status()).isEqualTo(200);
        assertThat(visit.login(newcomer(), Visit.PASSWORD, from(here)).status()).isEqualTo(200);

        CLOCK.jump(Duration.ofMinutes(15).plusSeconds(1));
        assertThat(visit.login(name, Visit.PASSWORD, from(here)).status()).isEqualTo(200);
    }

    @Test
    void aNetworkOfSixtyFourBitsIsOnePlace() {
        String name = newcomer();
        String network = "2001:db8:" + Integer.toHexString((int) (System.nanoTime() & 0xffff)) + ":1:";
        for (int n = 0; n < 10; n++) {
            visit.login(name, "wrong", from(network + ":" + n));
        }

        assertThat(visit.login(name, Visit.PASSWORD, from(network + "ffff:1:2:3")).status()).isEqualTo(429);
        assertThat(visit.login(name, Visit.PASSWORD, from(network.replace(":1:", ":2:") + ":1")).status())
                .isEqualTo(200);
    }

    @Test
    void ofManyAttemptsAtOnceNoMoreThanTenAreLookedAt() throws Exception {
        String name = newcomer();
        String here = Visit.freshAddress();

        List<Integer> statuses = atOnce(30, () -> visit.login(name, "wrong", from(here)).status());

        assertThat(statuses.stream().filter(status -> status == 401)).hasSize(10);
        assertThat(statuses.stream().filter(status -> status == 429)).hasSize(20);
    }

    @Test
    void successesAreNotCounted() throws Exception {
        String name = newcomer();
        String here = Visit.freshAddress();
        for (int n = 0; n < 9; n++) {
            visit.login(name, "wrong", from(here));
        }

        assertThat(atOnce(4, () -> visit.login(name, Visit.PASSWORD, from(here)).status())).containsOnly(200);
        assertThat(visit.login(name, "wrong", from(here)).status()).isEqualTo(401);
        assertThat(visit.login(name, Visit.PASSWORD, from(here)).status()).isEqualTo(429);
    }

    @ParameterizedTest
    @ValueSource(strings = {"editor", "moderator", "admin"})
    void staffUseTheBrowserWhateverTheyTyped(String role) {
        String name = Visit.freshName();
        TestServers.keycloak().realm().createUser(name, Set.of(role), Set.of());

        List<Answer> answers = List.of(visit.login(name, "tarang"), visit.login(name, "wrong"),
                visit.login(name + "@example.org", "wrong"));
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.slug()).isEqualTo("use-browser-login");
        });
        assertThat(new Visit(two).login(name, "tarang").status()).as("the local realm allows it").isEqualTo(200);
        assertThat(new Visit(two).login(name, "wrong").status()).isEqualTo(401);
    }

    @Test
    void aHostIsNoStaff() {
        String name = Visit.freshName();
        TestServers.keycloak().realm().createUser(name, Set.of("host"), Set.of());

        assertThat(visit.login(name, "tarang").status()).isEqualTo(200);
    }

    @Test
    void laterFailuresAreToldLater() {
        LoginSettings settings = new LoginSettings(10, Duration.ofMinutes(15), Duration.ofMillis(400),
                Duration.ofMillis(200), Duration.ofSeconds(2));

        assertThat(Stream.of(0, 1, 5, 8, 9).map(settings::refusalAfter).map(Duration::toMillis))
                .containsExactly(400L, 600L, 1400L, 2000L, 2000L);
    }

    private static List<Integer> atOnce(int many, Supplier<Integer> what) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> one = what::get;
            return threads.invokeAll(Stream.generate(() -> one).limit(many).toList()).stream()
                    .map(done -> done.resultNow()).toList();
        }
    }
}
