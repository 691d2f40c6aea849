package radio.tarang.local.realm;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import radio.tarang.keycloak.Settings;

import static org.assertj.core.api.Assertions.assertThat;

/** Logins in the browser, and the password grant, as the two profiles allow them. */
class LoginIT {
    private static final String REDIRECT = "http://127.0.0.1:18080/";
    private static final String VERIFIER = "a-verifier-of-forty-three-characters-at-least-0";
    private static final String PASSWORD = "correct horse";
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static Admin local;
    private static Admin production;

    @BeforeAll
    static void bringAboutBothRealms() throws Exception {
        local = Admin.ofFresh("login-local", Settings.Profile.LOCAL);
        local.reconcile();
        production = Admin.ofFresh("login-production", Settings.Profile.PRODUCTION);
        production.reconcile();
        for (String role : new String[]{"listener", "host", "editor", "moderator", "admin"}) {
            production.user("the-" + role, PASSWORD, role);
        }
    }

    @Test
    void codeIsExchangedForTokensWithItsVerifierAlone() throws Exception {
        String location = login(local, "editor", "tarang").headers().firstValue("Location").orElseThrow();
        assertThat(location).startsWith(REDIRECT + "?");
        String code = location.replaceAll(".*[?&]code=([^&]+).*", "$1");
        Map<String, String> exchange = Map.of("grant_type", "authorization_code", "client_id", "tarang-web", "code",
                code, "redirect_uri", REDIRECT, "code_verifier", VERIFIER);

        assertThat(local.token(exchange).body()).contains("access_token", "refresh_token");
        assertThat(local.token(exchange).statusCode()).as("a code works once").isEqualTo(400);

        String other = login(local, "editor", "tarang").headers().firstValue("Location").orElseThrow()
                .replaceAll(".*[?&]code=([^&]+).*", "$1");
        assertThat(local.token(Map.of("grant_type", "authorization_code", "client_id", "tarang-web", "code", other,
                "redirect_uri", REDIRECT, "code_verifier", VERIFIER + "x")).statusCode()).isEqualTo(400);
    }

    @Test
    void loginWithoutChallengeOrWithAnotherAddressIsRefused() throws Exception {
        assertThat(open(local, "redirect_uri=" + REDIRECT).headers().firstValue("Location").orElse(""))
                .contains("error=invalid_request");
        for (String address : new String[]{"http://127.0.0.1:18080/other", "https://example.org/", REDIRECT + "*"}) {
            assertThat(open(local, challenge() + "&redirect_uri=" + address).statusCode()).as(address).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"editor", "moderator", "admin"})
    void staffOfProductionMustSetUpAOneTimeCode(String role) throws Exception {
        HttpResponse<String> answer = login(production, "the-" + role, PASSWORD);

        assertThat(answer.headers().firstValue("Location").orElse("")).contains("execution=CONFIGURE_TOTP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"listener", "host"})
    void othersOfProductionNeedTheirPasswordAlone(String role) throws Exception {
        assertThat(login(production, "the-" + role, PASSWORD).headers().firstValue("Location").orElse(""))
                .startsWith(REDIRECT + "?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"editor", "moderator", "admin"})
    void staffOfProductionGetNoTokensByPassword(String role) throws Exception {
        HttpResponse<String> answer = grant("the-" + role, PASSWORD);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).doesNotContain("access_token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"listener", "host"})
    void othersOfProductionGetTokensByPassword(String role) throws Exception {
        assertThat(grant("the-" + role, PASSWORD).statusCode()).isEqualTo(200);
        assertThat(grant("the-" + role, "wrong").statusCode()).isEqualTo(400);
    }

    @Test
    void loginPageMayNotBeFramed() throws Exception {
        HttpResponse<String> page = open(production, challenge() + "&redirect_uri=" + REDIRECT);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("X-Frame-Options")).hasValue("DENY");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse("")).contains("frame-ancestors 'none'");
    }

    private static HttpResponse<String> grant(String user, String password) throws Exception {
        return production.token(Map.of("grant_type", "password", "client_id", "tarang-apps", "client_secret",
                Admin.SECRETS.apps(), "username", user, "password", password));
    }

    /** As a browser does on loopback: the cookies are marked for safe connections, and loopback counts as one. */
    private static HttpResponse<String> login(Admin realm, String user, String password) throws Exception {
        HttpResponse<String> page = open(realm, challenge() + "&redirect_uri=" + REDIRECT);
        Matcher action = Pattern.compile("action=\"([^\"]+)\"").matcher(page.body());
        assertThat(action.find()).as(page.body()).isTrue();
        String cookies = page.headers().allValues("Set-Cookie").stream().map(cookie -> cookie.split(";", 2)[0])
                .collect(Collectors.joining("; "));
        return HTTP.send(HttpRequest.newBuilder(URI.create(action.group(1).replace("&amp;", "&")))
                .header("Content-Type", "application/x-www-form-urlencoded").header("Cookie", cookies)
                .POST(BodyPublishers.ofString("username=" + user + "&password=" + password.replace(" ", "+")))
                .build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> open(Admin realm, String parameters) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(realm.realmUrl()
                + "/protocol/openid-connect/auth?client_id=tarang-web&response_type=code&scope=openid&" + parameters))
                .build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String challenge() throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
        return "code_challenge_method=S256&code_challenge="
                + Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    }
}
