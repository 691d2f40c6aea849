package radio.tarang.gateway.identity;

import java.net.http.HttpResponse;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import radio.tarang.gateway.FakeService.Reply;
import radio.tarang.gateway.GatewayStory;

import static org.assertj.core.api.Assertions.assertThat;

/** Where the admin API may be used from, behind one proxy of ours, through the real server. */
class AdminDoorIT extends GatewayStory {

    private static final String ADMIN = "/api/v1/admin/programs";

    @DynamicPropertySource
    static void door(DynamicPropertyRegistry properties) {
        properties.add("tarang.web.admin-addresses", () -> "203.0.113.0/24, 192.0.2.7, 2001:db8:1::/48");
        properties.add("tarang.web.trusted-hops", () -> "1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"203.0.113.9|200", "192.0.2.7|200", "192.0.2.8|403", "198.51.100.4|403",
            "2001:db8:1::5|200", "2001:0DB8:0001:0:0:0:0:5|200", "2001:db8:2::5|403", "::ffff:203.0.113.9|200",
            "::ffff:198.51.100.4|403", "198.51.100.4, 203.0.113.9|200", "203.0.113.9, 198.51.100.4|403",
            "2001:db8:1::5, 2001:db8:2::5|403", "203.0.113.9, nobody|403", "203.0.113.9,|403", "localhost|403"})
    void onlyTheAddressThatOurProxySawCounts(String forwardedFor, int status) {
        PROGRAM.on(ADMIN, Reply.of(200, "{}"));
        int heard = PROGRAM.seen(ADMIN).size();
        HttpResponse<String> answer = get(ADMIN, "Authorization", STAFF, "X-Forwarded-For", forwardedFor);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(PROGRAM.seen(ADMIN)).hasSize(status == 200 ? heard + 1 : heard);
        if (status == 403) {
            assertThat(answer.body()).contains("/problems/address-not-allowed");
        }
    }

    @Test
    void whoComesPastTheProxyIsJudgedByTheConnection() {
        PROGRAM.on(ADMIN, Reply.of(200, "{}"));
        HttpResponse<String> answer = get(ADMIN, "Authorization", STAFF, "X-Real-IP", "203.0.113.9", "Forwarded",
                "for=203.0.113.9");
        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/admin/programs", "/api/admin/programs", "/api/v1/%61dmin/programs",
            "/api/v1/admin/users", "/api/v1/admin/imports"})
    void everySpellingOfTheAdminApiIsBehindIt(String path) {
        List.of(PROGRAM, USER).forEach(service -> service.on("/api/v1/admin/programs", Reply.of(200, "{}")));
        for (String method : List.of("GET", "POST", "DELETE")) {
            HttpResponse<String> answer = send(method, path, null, "Authorization", STAFF, "X-Forwarded-For",
                    "198.51.100.4");
            assertThat(answer.statusCode()).as(method).isEqualTo(403);
            assertThat(answer.body()).contains("/problems/address-not-allowed");
        }
    }

    @Test
    void aRightAddressIsNoRightAndEverythingElseIsOpenToAll() {
        String path = path();
        PROGRAM.on(path, Reply.listing("{}", 60, "t"));
        assertThat(get(ADMIN, "X-Forwarded-For", "203.0.113.9").statusCode()).isEqualTo(401);
        assertThat(get(ADMIN, "X-Forwarded-For", "203.0.113.9", "Authorization",
                "Bearer " + ISSUER.token("listener")).statusCode()).isEqualTo(403);
        assertThat(get(path, "X-Forwarded-For", "198.51.100.4").statusCode()).isEqualTo(200);
        assertThat(get(path, "X-Forwarded-For", "198.51.100.4", "Authorization", STAFF).statusCode()).isEqualTo(200);
    }
}
