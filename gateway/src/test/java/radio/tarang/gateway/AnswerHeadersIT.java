package radio.tarang.gateway;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import radio.tarang.gateway.FakeService.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/** Answers of every kind, walked through: what each carries, whoever made it. */
class AnswerHeadersIT extends GatewayStory {

    private static final String KEPT = "/api/v1/programs/headers-kept";

    private static String request(String line, String... fields) {
        return line + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + (fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n") + "\r\n";
    }

    /** Expected status, then the bytes; {@code hit} where it must come from memory. */
    static Stream<List<String>> answersOfEveryKind() {
        String hit = "GET " + KEPT + " HTTP/1.1\r\nHost: x\r\n\r\n";
        return Stream.of(List.of("200", hit), List.of("200", hit.replace("GET", "HEAD")),
                List.of("304", hit.replace("\r\n\r\n", "\r\nIf-None-Match: *\r\n\r\n")),
                List.of("200", request("GET " + KEPT, "Range: bytes=0-1")),
                List.of("200", "GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
                List.of("304", request("GET /", "If-None-Match: *")),
                List.of("200", request("GET /api/v1/user/headers")),
                List.of("201", request("POST /api/v1/user/created")),
                List.of("418", request("GET /api/v1/user/teapot")), List.of("500", request("GET /api/v1/user/broken")),
                List.of("404", request("GET /nowhere")), List.of("404", request("GET /api/v1/nowhere")),
                List.of("405", request("TRACE /")), List.of("405", request("POST /")),
                List.of("400", request("GET /a//b")), List.of("400", request("GET /", "A: b", " c")),
                List.of("400", request("GET /", "A b")), List.of("400", "GET /\n\n"),
                List.of("421", "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"),
                List.of("413", request("POST /api/v1/user/headers", "Content-Length: 99999999")),
                List.of("415", request("POST /api/v1/user/headers", "Content-Encoding: gzip", "Content-Length: 0")),
                List.of("414", "GET /" + "a".repeat(5_000) + " HTTP/1.1\r\n\r\n"),
                List.of("431", request("GET /", "A: " + "b".repeat(20_000))), List.of("408", "GET / HTTP/1.1\r\n"),
                List.of("204", request("OPTIONS /api/v1/user/headers", "Origin: https://app.example",
                        "Access-Control-Request-Method: PUT")),
                List.of("403", request("OPTIONS /api/v1/user/headers", "Origin: https://evil.example",
                        "Access-Control-Request-Method: PUT")),
                List.of("200", request("GET /actuator/health/liveness")), List.of("404", request("GET /actuator/env")),
                List.of("503", request("GET /api/v1/counters")));
    }

    @ParameterizedTest
    @MethodSource("answersOfEveryKind")
    void everyAnswerCarriesWhatKeepsABrowserSafe(List<String> expectedAndBytes) {
        PROGRAM.on(KEPT, Reply.listing("{\"kept\":1}", 60, "t"));
        USER.on("/api/v1/user/headers", Reply.of(200, "{}").with("X-Frame-Options", "ALLOWALL"));
        USER.on("/api/v1/user/created", Reply.of(201, "{}"));
        USER.on("/api/v1/user/teapot", Reply.of(418, "{}"));
        USER.on("/api/v1/user/broken", Reply.of(500, "{}"));
        get(KEPT);
        if (expectedAndBytes.getFirst().equals("503")) {
            COUNTER.down();
        }
        String answer = raw(expectedAndBytes.get(1), !expectedAndBytes.getFirst().equals("408"), 4_000);
        if (expectedAndBytes.getFirst().equals("503")) {
            COUNTER.up();
        }
        String head = answer.substring(0, answer.indexOf("\r\n\r\n") + 2);
        assertThat(head).startsWith("HTTP/1.1 " + expectedAndBytes.getFirst());
        List<String> fields = head.toLowerCase(Locale.ROOT).lines().toList();
        assertThat(fields).containsOnlyOnce("x-content-type-options: nosniff", "x-frame-options: deny",
                "referrer-policy: strict-origin-when-cross-origin", "cross-origin-opener-policy: same-origin");
        assertThat(fields).anyMatch(f -> f.startsWith("content-security-policy: ")
                && f.contains("frame-ancestors 'none'") && f.contains("default-src 'none'"));
        assertThat(fields).filteredOn(f -> f.startsWith("x-request-id: ")).hasSize(1);
        assertThat(fields).filteredOn(f -> f.startsWith("date: ")).hasSize(1);
        assertThat(fields).noneMatch(f -> f.startsWith("server:") || f.startsWith("x-powered-by:")
                || f.startsWith("strict-transport-security:"));
    }

    @Test
    void aServiceMayHaveAPolicyOfItsOwnButNobodyFramesIt() {
        USER.on("/api/v1/user/policy", Reply.of(200, "<html>").with("Content-Security-Policy",
                "script-src 'self'; frame-ancestors 'self'"));
        assertThat(get("/api/v1/user/policy").headers().allValues("Content-Security-Policy"))
                .containsExactly("script-src 'self'; frame-ancestors 'self'", "frame-ancestors 'none'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "127.0.0.1.evil.example", "x.", "x@evil.example", "x:80:80", "x:port",
            "[::2]",
            "x, evil.example", "evil.example:80", ".", "*"})
    void aNameThatIsNotOursIsMisdirected(String host) {
        for (String path : List.of("/", "/health", "/api/v1/states", "/actuator/health")) {
            String answer = raw("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n", false,
                    3_000);
            assertThat(answer).matches("(?s)HTTP/1\\.1 (421|400) .*(misdirected|malformed)-request.*")
                    .doesNotContain("evil");
        }
    }

    @Test
    void theNameInTheTargetCountsToo() {
        assertThat(raw("GET http://evil.example/ HTTP/1.1\r\nHost: x\r\n\r\n", true, 3_000)).startsWith("HTTP/1.1 421");
        assertThat(raw("GET / HTTP/1.1\r\nHost: X:99\r\n\r\n", true, 3_000)).startsWith("HTTP/1.1 200");
        assertThat(raw("GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-Host: evil.example\r\n\r\n", true, 3_000))
                .as("nobody's proxy").startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECT", "TRACK", "PROPFIND", "get", "FOO"})
    void methodsWeDoNotKnowAreRefused(String method) {
        String target = method.equals("CONNECT") ? "evil.example:443" : "/api/v1/states";
        assertThat(raw(method + ' ' + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", false, 3_000))
                .matches("(?s)HTTP/1\\.1 (405|421|400) .*");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"TRACE|/api/v1/states|GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS",
            "FOO|/|GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS",
            "PROPFIND|/nowhere|GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS", "DELETE|/health|GET, HEAD",
            "POST|/|GET, HEAD"})
    void aRefusedMethodIsToldWhichOnesThereAre(String method, String target, String allow) {
        String answer = raw(method + ' ' + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", false, 3_000);
        assertThat(answer).startsWith("HTTP/1.1 405").contains("/problems/method-not-allowed");
        List<String> allowed = answer.lines().filter(line -> line.toLowerCase(Locale.ROOT).startsWith("allow:"))
                .map(line -> line.substring(6).strip()).toList();
        assertThat(allowed).hasSize(1);
        assertThat(allowed.getFirst().split(", *")).containsExactlyInAnyOrder(allow.split(", *"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/heapdump", "/actuator/env", "/%61ctuator/prometheus", "/actuator%2fprometheus",
            "/./actuator/prometheus", "//actuator/prometheus", "/x/../actuator/prometheus", "/actuator;a=b/prometheus",
            "/ACTUATOR/prometheus", "/api/v1/../../actuator/prometheus", "/actuator/prometheus/",
            "/actuator/prometheus%20",
            "/actuator/prometheus?x=/../", "/%2561ctuator/prometheus", "/actuator\\prometheus",
            "/actuator/prometheus%00",
            "http://x/actuator/prometheus", "/api/actuator/prometheus", "/health/../actuator/prometheus"})
    void theActuatorIsOutOfReachForAnybodyFromOutside(String path) {
        String answer = raw(
                "GET " + path + " HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.113.9\r\nConnection: close\r\n\r\n",
                false, 3_000);
        assertThat(answer).matches("(?s)HTTP/1\\.1 40[04] .*").doesNotContain("jvm_");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-HTTP-Method-Override: DELETE", "X-HTTP-Method: DELETE", "X-Method-Override: DELETE",
            "X-Original-URL: /actuator/env", "X-Rewrite-URL: /actuator/env"})
    void headersThatWouldMakeItAnotherRequestDoNotArrive(String header) {
        USER.on("/api/v1/user/override", s -> Reply.of(200, s.method()
                + s.headers().contains(header.substring(0, header.indexOf(':')))));
        assertThat(raw(request("POST /api/v1/user/override?_method=DELETE", header), false, 3_000))
                .startsWith("HTTP/1.1 200")
                .contains("POSTfalse");
    }
}
