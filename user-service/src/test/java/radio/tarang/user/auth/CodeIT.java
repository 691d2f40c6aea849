package radio.tarang.user.auth;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import radio.tarang.local.test.TestServers;
import radio.tarang.user.Records;
import radio.tarang.user.RunningService;
import radio.tarang.user.RunningService.Answer;
import radio.tarang.user.Visit;

import static org.assertj.core.api.Assertions.assertThat;

/** Signing in through the browser: Keycloak's page, its code, our exchange. */
class CodeIT {
    private static final String REDIRECT = "http://127.0.0.1:18080/";
    private static final String VERIFIER = "a-verifier-of-at-least-forty-three-characters-0123456789";

    private final RunningService service = RunningService.shared();
    private final Visit visit = new Visit(service);

    @Test
    void aCodeIsGoodOnceWithItsVerifierAndItsAddress() throws Exception {
        String name = Visit.freshName();
        String userId = TestServers.keycloak().realm().createUser(name, java.util.Set.of("editor"), java.util.Set.of());
        String session = Visit.signedSession();

        assertThat(exchange(code(name), VERIFIER + "x", REDIRECT).slug()).isEqualTo("invalid-credentials");
        assertThat(exchange(code(name), VERIFIER, REDIRECT + "other").slug()).isEqualTo("invalid-credentials");
        assertThat(exchange("made-up", VERIFIER, REDIRECT).status()).isEqualTo(401);
        String code = code(name);
        Answer answer = exchange(code, VERIFIER, REDIRECT, "X-Session-Id", session);
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
        assertThat(exchange(code, VERIFIER, REDIRECT).status()).isEqualTo(401);

        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        try (Records records = service.records()) {
            assertThat(records.awaitOf(userId, 2)).extracting(Records.Record::type).startsWith("user.registered",
                    "session.merged");
        }
    }

    @Test
    void theTokensOfTheBrowserRefreshAndSignOutAsOthersDo() throws Exception {
        String name = Visit.freshName();
        TestServers.keycloak().realm().createUser(name, java.util.Set.of(), java.util.Set.of());
        Answer tokens = exchange(code(name), VERIFIER, REDIRECT);
        assertThat(visit.devices(tokens.text("accessToken")).json().at("/sessions/0/client").asString())
                .isEqualTo("tarang-web");

        Answer refreshed = visit.refresh(tokens.text("refreshToken"));
        assertThat(refreshed.status()).as(refreshed.raw().body()).isEqualTo(200);
        assertThat(visit.logout(refreshed.text("refreshToken")).status()).isEqualTo(204);
        assertThat(visit.refresh(refreshed.text("refreshToken")).status()).isEqualTo(401);
    }

    @Test
    void saysWhatIsMissing() {
        assertThat(service.post("/api/v1/auth/code", "{}").json().get("errors").findValuesAsString("field"))
                .containsExactly("code", "codeVerifier", "redirectUri");
    }

    private Answer exchange(String code, String verifier, String redirectUri, String... headers) {
        return service.post("/api/v1/auth/code", """
                {"code": "%s", "codeVerifier": "%s", "redirectUri": "%s"}""".formatted(code, verifier, redirectUri),
                headers);
    }

    /** What a browser does with Keycloak's page, up to the address it is sent back to. */
    private static String code(String name) throws Exception {
        try (HttpClient browser = HttpClient.newHttpClient()) {
            String challenge = Base64.getUrlEncoder().withoutPadding().encodeToString(Hashes.sha256(VERIFIER));
            HttpResponse<String> page = browser.send(
                    HttpRequest.newBuilder(URI.create(TestServers.keycloak().realm().url()
                            + "/realms/tarang/protocol/openid-connect/auth?client_id=tarang-web&response_type=code"
                            + "&scope=openid&code_challenge_method=S256&code_challenge=" + challenge + "&state="
                            + UUID.randomUUID() + "&redirect_uri="
                            + URLEncoder.encode(REDIRECT, StandardCharsets.UTF_8))).build(),
                    BodyHandlers.ofString());
            Matcher action = Pattern.compile("action=\"([^\"]+)\"").matcher(page.body());
            assertThat(action.find()).as(page.body()).isTrue();
            String cookies = page.headers().allValues("Set-Cookie").stream().map(cookie -> cookie.split(";", 2)[0])
                    .collect(Collectors.joining("; "));
            HttpResponse<String> sentBack = browser.send(
                    HttpRequest.newBuilder(URI.create(action.group(1).replace("&amp;", "&")))
                            .header("Content-Type", "application/x-www-form-urlencoded").header("Cookie", cookies)
                            .POST(BodyPublishers.ofString("username=" + name + "&password=tarang")).build(),
                    BodyHandlers.ofString());
            return sentBack.headers().firstValue("Location").orElseThrow().replaceAll(".*[?&]code=([^&]+).*", "$1");
        }
    }
}
