package radio.tarang.program;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import radio.tarang.program.RunningService.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever is wrong with a request, the answer is a problem with a stable type, and tells nothing about the inside. */
class ProblemsIT {
    private static final String PROGRAMS = "/api/v1/admin/programs";
    private final RunningService service = RunningService.shared();

    private static void assertProblem(Answer answer, int status, String slug) {
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.text("type")).isEqualTo("https://tarang.radio/problems/" + slug);
        assertThat(answer.json().get("status").intValue()).isEqualTo(status);
        assertThat(answer.text("title")).isNotBlank();
        assertThat(answer.text("traceId")).matches("[0-9a-f]{32}");
        assertThat(answer.raw().body()).doesNotContain("Exception", "org.springframework", "tools.jackson", "\\tat ",
                "SELECT");
    }

    @Test
    void unknownPathsAndMethods() {
        assertProblem(service.get("/api/v1/nothing"), 404, "not-found");
        assertProblem(service.get("/"), 404, "not-found");
        assertProblem(service.get("/error"), 404, "not-found");
        Answer method = service.delete("/api/v1/states");
        assertProblem(method, 405, "method-not-allowed");
        assertThat(method.header("Allow")).contains("GET");
    }

    @Test
    void mediaTypes() {
        assertProblem(service.get("/api/v1/states", "Accept", "text/html"), 406, "not-acceptable");
        assertProblem(
                service.send(service.request(PROGRAMS).header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("{}"))),
                415,
                "unsupported-media-type");
        assertProblem(service.send(service.request(PROGRAMS).POST(BodyPublishers.ofString("{}"))), 415,
                "unsupported-media-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "nonsense", "", "{\"a\": [1,", "{\"title\": \"\u0001\"}", "{\"a\": \"\\x\"}"})
    void bodiesThatAreNoJson(String body) {
        assertProblem(service.post(PROGRAMS, body), 400, "malformed-request");
    }

    @Test
    void bytesThatAreNoText() {
        byte[] broken = {'{', '"', 't', 'i', 't', 'l', 'e', '"', ':', '"', (byte) 0xc3, (byte) 0x28, '"', '}'};
        HttpRequest.Builder request = service.request(PROGRAMS).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(broken));

        assertProblem(service.send(request), 400, "malformed-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/stations?state=%FF", "/api/v1/programs/state/MH?utm=%ED%A0%80",
            "/api/v1/songs?%C3=1"})
    void queriesThatAreNoText(String target) {
        assertProblem(service.get(target), 400, "malformed-request");
    }

    @Test
    void formsWithoutABoundary() {
        assertProblem(
                service.send(service.request("/api/v1/admin/imports").header("Content-Type", "multipart/form-data")
                        .POST(BodyPublishers.ofString("--here\r\n"))),
                400, "malformed-request");
    }

    @Test
    void depthWithoutEnd() {
        assertProblem(service.post(PROGRAMS, "{\"x\":" + "[".repeat(100_000)), 400, "malformed-request");
    }

    @Test
    void bodiesOfTheWrongShape() {
        assertProblem(service.post(PROGRAMS, "[]"), 400, "validation-failed");
        assertProblem(service.post(PROGRAMS, "{\"tags\": \"one\"}"), 400, "validation-failed");
        for (String active : List.of("1", "\"true\"", "\"\"")) {
            Answer truth = service.post("/api/v1/admin/schedules", "{\"active\": " + active + "}");
            assertProblem(truth, 400, "validation-failed");
            assertThat(truth.json().at("/errors/0/field").asString()).isEqualTo("active");
        }
    }

    @Test
    void bodiesThatAreTooLarge() {
        String large = "{\"x\":\"" + "a".repeat(1_100_000) + "\"}";
        assertProblem(service.post(PROGRAMS, large), 413, "payload-too-large");
        HttpRequest.Builder chunked = service.request(PROGRAMS).header("Content-Type", "application/json")
                .POST(BodyPublishers
                        .ofInputStream(() -> new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8))));
        assertProblem(service.send(chunked), 413, "payload-too-large");
    }

    @Test
    void theCallersTraceIsQuoted() {
        Answer answer = service.get("/api/v1/nothing", "traceparent",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

        assertThat(answer.text("traceId")).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(answer.text("instance")).isEqualTo("/api/v1/nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /api/v1/states/%zz HTTP/1.1", "GET /api/v1/states/{x} HTTP/1.1",
            "GET /api/v1/../../etc/passwd HTTP/1.1",
            "GET nonsense HTTP/1.1"})
    void targetsThatAreNoUri(String requestLine) throws IOException {
        String answer = raw(requestLine + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 40").contains("application/problem+json")
                .contains("https://tarang.radio/problems/")
                .containsPattern("\"traceId\":\"[0-9a-f]{32}\"").doesNotContain("<html", "Exception", "Tomcat");
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", service.port()); InputStream in = socket.getInputStream()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
