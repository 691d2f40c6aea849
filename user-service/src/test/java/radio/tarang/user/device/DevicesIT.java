package radio.tarang.user.device;

import java.util.UUID;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import radio.tarang.user.Records;
import radio.tarang.user.RunningService;
import radio.tarang.user.RunningService.Answer;
import radio.tarang.user.Visit;

import static org.assertj.core.api.Assertions.assertThat;

/** Where somebody is signed in. */
class DevicesIT {
    private static final String SESSIONS = "/api/v1/user/sessions";
    private final RunningService service = RunningService.shared();
    private final Visit visit = new Visit(service);
    private final String name = Visit.freshName();
    private final Answer phone = visit.newcomer(name, "User-Agent", "Phone/1 (\t)" + "x".repeat(300),
            "X-Forwarded-For", "203.0.113.77");
    private final Answer desk = visit.login(name, Visit.PASSWORD, "X-Forwarded-For", "2001:db8:1:2:3:4:5:6");

    private static String[] as(Answer tokens) {
        return new String[]{"Authorization", "Bearer " + tokens.text("accessToken")};
    }

    @Test
    void areListedCoarselyToTheirOwnerAlone() {
        Answer answer = service.get(SESSIONS, as(desk));

        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        JsonNode sessions = answer.json().get("sessions");
        assertThat(sessions).hasSize(2);
        assertThat(sessions.get(0).propertyNames()).containsExactlyInAnyOrder("id", "createdAt", "lastUsedAt", "client",
                "userAgent", "address", "current");
        assertThat(sessions.get(0).get("current").asBoolean()).isTrue();
        assertThat(sessions.get(0).get("address").asString()).isEqualTo("2001:db8:1::/48");
        assertThat(sessions.get(1).get("current").asBoolean()).isFalse();
        assertThat(sessions.get(1).get("address").asString()).isEqualTo("203.0.113.0/24");
        assertThat(sessions.get(1).get("userAgent").asString()).startsWith("Phone/1 ()xxx").hasSize(200);
        assertThat(sessions.get(1).get("client").asString()).isEqualTo("tarang-apps");
        assertThat(service.get(SESSIONS).status()).isEqualTo(401);
        assertThat(service.get(SESSIONS, as(visit.newcomer(Visit.freshName()))).json().get("sessions")).hasSize(1);
    }

    @Test
    void areEndedOneByOne() {
        String lost = service.get(SESSIONS, as(desk)).json().at("/sessions/1/id").asString();
        Answer stranger = visit.newcomer(Visit.freshName());

        assertThat(service.delete(SESSIONS + "/" + lost, as(stranger)).slug()).isEqualTo("unknown-device");
        assertThat(service.delete(SESSIONS + "/" + lost, as(desk)).status()).isEqualTo(204);
        assertThat(service.delete(SESSIONS + "/" + lost, as(desk)).slug()).isEqualTo("unknown-device");
        assertThat(service.delete(SESSIONS + "/" + UUID.randomUUID(), as(desk)).status()).isEqualTo(404);
        assertThat(service.delete(SESSIONS + "/nonsense", as(desk)).status()).isEqualTo(404);

        assertThat(visit.refresh(phone.text("refreshToken")).status()).isEqualTo(401);
        assertThat(visit.refresh(desk.text("refreshToken")).status()).isEqualTo(200);
        try (Records records = service.records()) {
            Records.Record revoked = records.awaitOf(Visit.userId(phone.text("accessToken")), 2).getLast();
            assertThat(revoked.headers()).containsEntry("revokes",
                    "sid:" + Visit.claim(phone.text("accessToken"), "sid"));
        }
    }

    @Test
    void areEndedAllButTheOneInHand() {
        Answer third = visit.login(name, Visit.PASSWORD);

        assertThat(service.delete(SESSIONS, as(third)).status()).isEqualTo(204);

        assertThat(service.get(SESSIONS, as(third)).json().get("sessions")).hasSize(1);
        assertThat(visit.refresh(phone.text("refreshToken")).status()).isEqualTo(401);
        assertThat(visit.refresh(desk.text("refreshToken")).status()).isEqualTo(401);
        assertThat(visit.refresh(third.text("refreshToken")).status()).isEqualTo(200);
    }
}
