package radio.tarang.user.keycloak;

import java.time.Duration;
import java.util.function.Supplier;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import radio.tarang.local.test.PrivateKeycloak;
import radio.tarang.local.test.TestRealm;
import radio.tarang.user.Records;
import radio.tarang.user.RunningService;
import radio.tarang.user.RunningService.Answer;
import radio.tarang.user.RunningService.Setup;
import radio.tarang.user.Visit;

import static org.assertj.core.api.Assertions.assertThat;

/** While Keycloak is frozen or gone, those who are in go on, those at the door are told soon, and nothing has to be restarted. */
class KeycloakAwayIT {
    private static final Duration SOON = Duration.ofMillis(2200);

    @Test
    void thoseWhoAreInGoOnAndTheDoorOpensByItself() {
        PrivateKeycloak keycloak = OwnKeycloak.SERVER;
        TestRealm realm = keycloak.realm();
        Setup setup = Setup.fresh().with(realm).with("tarang.keycloak.answer-within", "1800ms");
        try (RunningService service = RunningService.start(setup)) {
            Visit visit = new Visit(service);
            String name = Visit.freshName();
            Answer phone = settled(() -> visit.register(name), 201);
            Answer desk = settled(() -> visit.login(name, Visit.PASSWORD), 200);
            healthShows(service, "\"keycloak\":{\"details\":{\"responseTimeMs\"");

            keycloak.pause();
            assertUnavailableSoon(() -> visit.login(name, Visit.PASSWORD));
            assertUnavailableSoon(() -> visit.register(Visit.freshName()));
            assertUnavailableSoon(() -> visit.refresh(phone.text("refreshToken")));
            assertInside(service, visit, desk);
            keycloak.resume();
            settled(() -> visit.login(name, Visit.PASSWORD), 200);

            keycloak.kill();
            for (int n = 0; n < 12; n++) {
                assertUnavailableSoon(() -> visit.login(name, Visit.PASSWORD));
            }
            assertInside(service, visit, desk);
            healthShows(service, "Keycloak does not answer");
            assertThat(service.get("/actuator/health/readiness").status()).isEqualTo(200);
            assertThat(service.get("/actuator/health").status()).isEqualTo(200);
            assertThat(visit.logout(phone.text("refreshToken")).status()).isEqualTo(204);
            try (Records records = service.records()) {
                assertThat(records.await(record -> record.type().equals("session.revoked"), 1)).hasSize(1);
            }
            keycloak.start();

            settled(() -> visit.login(name, Visit.PASSWORD), 200);
            assertThat(visit.refresh(phone.text("refreshToken")).status()).isEqualTo(401);
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> service.jdbc()
                    .sql("SELECT count(*) FROM device_session WHERE ended_at IS NOT NULL AND NOT closed")
                    .query(Integer.class).single() == 0);
            assertThat(service.bean(Grants.class).refresh(Grants.APPS, phone.text("refreshToken")))
                    .isInstanceOf(Grant.Refused.class);
        }
    }

    private static void assertInside(RunningService service, Visit visit, Answer tokens) {
        assertThat(visit.devices(tokens.text("accessToken")).status()).isEqualTo(200);
        assertThat(service.get("/actuator/health/liveness").status()).isEqualTo(200);
    }

    private static void assertUnavailableSoon(Supplier<Answer> what) {
        long asked = System.nanoTime();
        Answer answer = what.get();

        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(SOON);
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(503);
        assertThat(answer.slug()).isEqualTo("unavailable");
        assertThat(answer.header("Retry-After")).matches("\\d+");
    }

    private static void healthShows(RunningService service, String what) {
        Awaitility.await().atMost(Duration.ofSeconds(15))
                .until(() -> service.get("/actuator/health").raw().body().contains(what));
    }

    /** A Keycloak that has just come, or a breaker that has just been tripped, needs a moment. */
    private static Answer settled(Supplier<Answer> what, int status) {
        Answer[] last = new Answer[1];
        Awaitility.await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(200)).until(() -> {
            last[0] = what.get();
            return last[0].status() == status;
        });
        return last[0];
    }
}
