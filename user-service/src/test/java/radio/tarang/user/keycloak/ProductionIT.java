package radio.tarang.user.keycloak;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import radio.tarang.local.test.PrivateKeycloak;
import radio.tarang.user.RunningService;
import radio.tarang.user.RunningService.Setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** In production there is no start without secrets, and none beside accounts whose password everybody knows. */
class ProductionIT {
    private static final String ALL = "admin, editor, host, listener, moderator";

    private static Setup production() {
        return Setup.fresh().with("spring.profiles.active", "production");
    }

    @Test
    void refusesToStartBesideDemoAccounts() {
        assertThatThrownBy(() -> RunningService.start(production()))
                .isInstanceOf(DemoAccounts.Present.class).hasMessageContaining(ALL).message().doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"spring.datasource.password", "tarang.keycloak.client-secret",
            "tarang.keycloak.apps-secret", "tarang.privacy.export-secret"})
    void refusesToStartWithoutASecret(String property) {
        assertThatThrownBy(() -> RunningService.start(production().with(property, "")))
                .hasMessageContaining(property).hasMessageContaining("is missing");
    }

    @Test
    void stopsWhenAKeycloakThatWasAwayTurnsOutToHaveThemAndStartsOnceTheyAreGone() {
        PrivateKeycloak keycloak = OwnKeycloak.SERVER;
        Setup setup = production().with(keycloak.realm());
        keycloak.pause();
        try (RunningService service = RunningService.start(setup.with("tarang.keycloak.answer-within", "1s"))) {
            assertThat(service.get("/actuator/health/liveness").status()).isEqualTo(200);
            keycloak.resume();
            await("it has ended").atMost(Duration.ofSeconds(40)).until(() -> !service.runs());
        }

        try (RunningService local = RunningService.start(Setup.fresh().with(keycloak.realm()))) {
            People people = local.bean(People.class);
            People.ROLES.forEach(name -> people.delete(people.find(name).orElseThrow().id()));
        }
        try (RunningService service = RunningService.start(setup)) {
            await("it is ready").atMost(Duration.ofSeconds(30))
                    .until(() -> service.get("/actuator/health/readiness").status() == 200);
        }
    }
}
