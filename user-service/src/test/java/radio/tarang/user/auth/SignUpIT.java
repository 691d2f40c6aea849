package radio.tarang.user.auth;

import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import radio.tarang.user.Records;
import radio.tarang.user.RunningService;
import radio.tarang.user.RunningService.Answer;
import radio.tarang.user.Visit;
import radio.tarang.user.keycloak.People;

import static org.assertj.core.api.Assertions.assertThat;

/** From nobody to somebody. */
class SignUpIT {
    private final RunningService service = RunningService.shared();
    private final Visit visit = new Visit(service);

    @Test
    void givesTokensAndTellsItOnce() {
        String name = Visit.freshName();
        Answer answer = visit.register(name);

        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
        assertThat(answer.json().propertyNames()).containsExactlyInAnyOrder("accessToken", "refreshToken", "expiresIn",
                "tokenType");
        assertThat(answer.json().get("expiresIn").intValue()).isEqualTo(900);
        assertThat(answer.text("tokenType")).isEqualTo("Bearer");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        String id = Visit.userId(answer.text("accessToken"));
        assertThat(answer.header("Location")).isEqualTo("/api/v1/users/" + id);
        assertThat(visit.devices(answer.text("accessToken")).status()).isEqualTo(200);
        assertThat(visit.login(name, Visit.PASSWORD).status()).isEqualTo(200);
        try (Records records = service.records()) {
            Records.Record told = records.awaitOf(id, 1).getFirst();
            assertThat(told.type()).isEqualTo("user.registered");
            assertThat(told.json().get("statePreference").asString()).isEqualTo("MH");
            assertThat(told.json().get("username").asString()).isEqualTo(name);
            assertThat(told.value()).doesNotContain("example.org");
            visit.logout(answer.text("refreshToken"));
            assertThat(records.awaitOf(id, 2)).extracting(Records.Record::type).containsExactly("user.registered",
                    "session.revoked");
        }
    }

    @Test
    void aNameAndAnAddressAreTakenWhateverTheirCase() {
        String name = Visit.freshName();
        visit.newcomer(name);

        assertThat(visit.register(name).status()).isEqualTo(409);
        assertThat(visit.register(name.toUpperCase(Locale.ROOT)).slug()).isEqualTo("username-taken");
        Answer address = service.post("/api/v1/auth/register", Visit.registration(name)
                .replaceFirst(name, Visit.freshName()).replace("@example.org", "@EXAMPLE.org"));
        assertThat(address.status()).isEqualTo(409);
        assertThat(address.slug()).isEqualTo("email-taken");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"username|ab", "username|a b c", "username|...",
            "username|ashа-with-a-cyrillic-a",
            "username|aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "email|nobody", "email|a@b", "email|a b@example.org",
            "email|a@example.org\\r\\nBcc: b@example.org", "password|short12", "statePreference|XX"})
    void saysWhatIsWrong(String field, String value) {
        String body = Visit.registration(Visit.freshName()).replaceFirst(
                "\"" + field + "\": \"[^\"]*\"", "\"" + field + "\": \"" + value.replace("\\", "\\\\") + "\"");
        Answer answer = service.post("/api/v1/auth/register", body);

        assertThat(answer.status()).as(body).isEqualTo(400);
        assertThat(answer.json().get("errors").findValuesAsString("field")).containsExactly(field);
    }

    @Test
    void saysEverythingThatIsWrongAtOnceAndRefusesWhatNobodyMaySet() {
        assertThat(service.post("/api/v1/auth/register", "{}").json().get("errors").findValuesAsString("field"))
                .containsExactlyInAnyOrder("username", "email", "password");
        Answer roles = service.post("/api/v1/auth/register",
                Visit.registration(Visit.freshName()).replace("}", ", \"roles\": [\"admin\"]}"));
        assertThat(roles.status()).isEqualTo(400);
        assertThat(roles.json().get("errors").findValuesAsString("field")).containsExactly("roles");
    }

    @Test
    void whatStoppedHalfwayIsCompletedByTheSameRequestAndByNoOther() {
        String name = Visit.freshName();
        service.jdbc()
                .sql("""
                        CREATE FUNCTION refuse_%1$s() RETURNS trigger LANGUAGE plpgsql AS $$
                        BEGIN IF NEW.username = '%1$s' THEN RAISE EXCEPTION 'out of order' USING ERRCODE = '57P03'; END IF; RETURN NEW; END $$;
                        CREATE TRIGGER refuse_%1$s BEFORE INSERT ON account FOR EACH ROW EXECUTE FUNCTION refuse_%1$s()
                        """
                        .formatted(name))
                .update();
        assertThat(visit.register(name).status()).isGreaterThanOrEqualTo(500);
        assertThat(service.bean(People.class).find(name)).isPresent();
        service.jdbc().sql("DROP TRIGGER refuse_" + name + " ON account").update();

        Answer stranger = service.post("/api/v1/auth/register",
                Visit.registration(name).replace(Visit.PASSWORD, "somebody else's"));
        assertThat(stranger.slug()).isEqualTo("username-taken");
        Answer completed = visit.register(name);
        assertThat(completed.status()).as(completed.raw().body()).isEqualTo(201);
        assertThat(visit.register(name).slug()).isEqualTo("username-taken");

        String id = Visit.userId(completed.text("accessToken"));
        visit.logout(completed.text("refreshToken"));
        try (Records records = service.records()) {
            List<Records.Record> told = records.awaitOf(id, 2);
            assertThat(told).extracting(Records.Record::type).containsExactly("user.registered", "session.revoked");
            assertThat(told.getFirst().json().get("statePreference").asString()).isEqualTo("MH");
        }
    }

    @Test
    void whatACrashLeftBehindIsCompletedByTheNextSignIn() {
        String name = Visit.freshName();
        service.bean(People.class).create(name, name + "@example.org", Visit.PASSWORD, "Asha", null);

        Answer answer = visit.login(name, Visit.PASSWORD);
        assertThat(answer.status()).isEqualTo(200);
        String id = Visit.userId(answer.text("accessToken"));
        visit.logout(answer.text("refreshToken"));
        try (Records records = service.records()) {
            assertThat(records.awaitOf(id, 2)).extracting(Records.Record::type).containsExactly("user.registered",
                    "session.revoked");
        }
    }
}
