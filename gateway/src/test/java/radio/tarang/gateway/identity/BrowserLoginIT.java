package radio.tarang.gateway.identity;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import radio.tarang.gateway.FakeService;
import radio.tarang.gateway.FakeService.Reply;
import radio.tarang.gateway.GatewayApplication;
import radio.tarang.gateway.GatewayStory;
import radio.tarang.local.test.TestRealm;
import radio.tarang.local.test.TestServers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The gateway in front of the real identity provider: signing in with a browser, and the tokens it gives. */
@SpringBootTest(classes = GatewayApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class BrowserLoginIT {

    private static final FakeService SERVICE = new FakeService();
    private static final String VERIFIER = "a-verifier-of-more-than-forty-three-characters-0123456789";
    private static final Pattern FORM = Pattern.compile("<form[^>]*action=\"([^\"]+)\"");
    private static final Pattern STYLE = Pattern.compile("(/identity/resources/[^\"]+\\.css)");
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @LocalServerPort
    private int port;
    private final Map<String, String> cookies = new TreeMap<>();

    @DynamicPropertySource
    static void behind(DynamicPropertyRegistry properties) {
        TestRealm realm = TestServers.keycloak().realm();
        properties.add("tarang.services.program", SERVICE::url);
        properties.add("tarang.services.identity", () -> realm.url().replaceFirst("/identity$", ""));
        properties.add("tarang.identity.issuer", realm::issuer);
        properties.add("tarang.identity.jwks-uri", realm::jwksUri);
        properties.add("tarang.session.keys", () -> GatewayStory.SESSION_KEYS);
        properties.add("tarang.redis.uri", () -> TestServers.redis().uri());
        properties.add("spring.kafka.bootstrap-servers", () -> TestServers.kafka().bootstrapServers());
    }

    @AfterAll
    static void end() {
        SERVICE.close();
    }

    private HttpResponse<String> send(String method, String target, String form, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target))
                .method(method, form.isEmpty()
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(form));
        if (!form.isEmpty()) {
            request.header("Content-Type", "application/x-www-form-urlencoded");
        }
        if (!cookies.isEmpty()) {
            request.header("Cookie", cookies.entrySet().stream().map(c -> c.getKey() + '=' + c.getValue())
                    .collect(Collectors.joining("; ")));
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        answer.headers().allValues("Set-Cookie").forEach(cookie -> cookies
                .put(cookie.substring(0, cookie.indexOf('=')),
                        cookie.substring(cookie.indexOf('=') + 1).split(";", 2)[0]));
        return answer;
    }

    private static String first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        assertThat(found.find()).as(text).isTrue();
        return found.group(1).replace("&amp;", "&").replaceFirst("^http://[^/]+", "");
    }

    @Test
    void theLoginPageLoadsThroughTheGatewayAndACodeComesBack() throws Exception {
        String challenge = Base64.getUrlEncoder().withoutPadding()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(US_ASCII)));
        String back = "http://127.0.0.1:" + port + "/";
        HttpResponse<String> page = send("GET",
                "/identity/realms/tarang/protocol/openid-connect/auth?client_id=tarang-web"
                        + "&response_type=code&scope=openid&state=s&code_challenge_method=S256&code_challenge="
                        + challenge
                        + "&redirect_uri=" + URLEncoder.encode(back, UTF_8),
                "");
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse("")).contains("frame-ancestors 'none'")
                .contains("object-src 'none'").doesNotContain("default-src 'none'");
        assertThat(page.headers().firstValue("X-Frame-Options")).hasValue("DENY");
        HttpResponse<String> style = send("GET", first(STYLE, page.body()), "");
        assertThat(style.statusCode()).isEqualTo(200);
        assertThat(style.headers().firstValue("Content-Type").orElse("")).startsWith("text/css");
        HttpResponse<String> done = send("POST", first(FORM, page.body()),
                "username=listener&password=tarang&credentialId=",
                "Sec-Fetch-Site", "same-origin");
        assertThat(done.statusCode()).as(done.body()).isEqualTo(302);
        assertThat(done.headers().firstValue("Location").orElse("")).startsWith(back).contains("code=", "state=s");
        assertThat(
                send("POST", "/identity/realms/tarang/protocol/openid-connect/token", "grant_type=authorization_code")
                        .statusCode())
                .as("a code is exchanged by user-service").isEqualTo(404);
    }

    @Test
    void theProvidersOwnTokensAreWhatTheGatewayExpects() throws Exception {
        TestRealm realm = TestServers.keycloak().realm();
        SERVICE.on("/api/v1/admin/programs", Reply.of(200, "{}"));
        SERVICE.on("/api/v1/states", Reply.listing("{}", 60, "t"));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            HttpResponse<String> listing = as(realm.accessToken("listener"), "/api/v1/states");
            assertThat(listing.statusCode()).isEqualTo(200);
            assertThat(listing.headers().firstValue("Cache-Status").orElse("")).startsWith("Tarang; hit");
        });
        assertThat(as(realm.accessToken("editor"), "/api/v1/admin/programs").statusCode()).isEqualTo(200);
        assertThat(as(realm.accessToken("admin"), "/api/v1/admin/programs").statusCode()).isEqualTo(200);
        assertThat(as(realm.accessToken("moderator"), "/api/v1/admin/programs").statusCode()).isEqualTo(403);
        assertThat(as(realm.tokens("listener").refreshToken(), "/api/v1/states").statusCode())
                .as("a refresh token is no access token").isEqualTo(401);
    }

    private HttpResponse<String> as(String token, String target) throws IOException, InterruptedException {
        return send("GET", target, "", "Authorization", "Bearer " + token);
    }
}
