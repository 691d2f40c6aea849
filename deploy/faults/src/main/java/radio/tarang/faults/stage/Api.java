package radio.tarang.faults.stage;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The platform as a client sees it: every request ends in an {@link Answer}, also one that got none. Safe for many threads. */
public final class Api implements AutoCloseable {

    /** Told of every request and what came of it, before the caller is. */
    public interface Witness {
        void saw(String method, String path, String sent, Answer answer);
    }

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final URI base;
    private final Witness witness;
    private final String editorToken;
    private final @Nullable String token;
    private final Map<String, String> headers;
    private final HttpClient http;

    /** @param editorToken is shown where editors work, and nowhere else */
    public Api(URI base, Witness witness, String editorToken) {
        this(base, witness, editorToken, null, Map.of(), HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2)).build());
    }

    private Api(URI base, Witness witness, String editorToken, @Nullable String token, Map<String, String> headers,
            HttpClient http) {
        this.base = base;
        this.witness = witness;
        this.editorToken = editorToken;
        this.token = token;
        this.headers = headers;
        this.http = http;
    }

    /** The same client, whose requests belong to that trace (W3C trace context). */
    public Api tracedBy(String traceparent) {
        return with("traceparent", traceparent);
    }

    /** The same client, which sends this header and no other of its own. */
    public Api with(String header, String value) {
        return new Api(base, witness, editorToken, token, Map.of(header, value), http);
    }

    /** The same client, asking somebody else. */
    public Api at(URI other) {
        return new Api(other, witness, editorToken, token, headers, http);
    }

    /** The same client, always with that access token; with an empty one, never with any. */
    public Api as(String accessToken) {
        return new Api(base, witness, editorToken, accessToken, headers, http);
    }

    /** @param json the body of a write; nothing is sent with a read */
    public Answer ask(String method, String path, String json) {
        boolean read = method.equals("GET") || method.equals("DELETE");
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).method(method, read
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(json));
        return send(read ? request : request.header("Content-Type", "application/json"), method, path, json);
    }

    public URI base() {
        return base;
    }

    public Answer createStation(String name, String stateId) {
        return send("POST", "/api/v1/admin/stations",
                Map.of("name", name, "stateId", stateId, "languages", List.of("en"),
                        "streamUrl", "https://stream.example/" + stateId + "/live.m3u8"));
    }

    /** Overlaps are allowed: a story about a thousand transitions needs no thousand stations. */
    public Answer createProgram(String stationId, String title, Instant start, Instant end) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("stationId", stationId);
        body.put("title", title);
        body.put("description", "Composed for a test of the platform, " + title);
        body.put("category", "music");
        body.put("hostName", "Meera");
        body.put("language", "en");
        body.put("scheduledStart", start.toString());
        body.put("scheduledEnd", end.toString());
        body.put("tags", List.of("test"));
        return send("POST", "/api/v1/admin/programs?allowOverlap=true", body);
    }

    public Answer changeStatus(String programId, String status) {
        return send("PATCH", "/api/v1/admin/programs/" + programId + "/status", Map.of("status", status));
    }

    public Answer program(String programId) {
        return get("/api/v1/programs/" + programId);
    }

    public Answer listing(String stateId) {
        return get("/api/v1/programs/state/" + stateId);
    }

    public Answer get(String path) {
        return send(HttpRequest.newBuilder(base.resolve(path)).GET(), "GET", path, "");
    }

    public Answer post(String path, String contentType, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return send(request, "POST", path, body);
    }

    private Answer send(String method, String path, Map<String, Object> body) {
        String sent = JSON.writeValueAsString(body);
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(sent));
        return send(request, method, path, sent);
    }

    private Answer send(HttpRequest.Builder request, String method, String path, String sent) {
        headers.forEach(request::header);
        String bearer = token != null ? token : path.startsWith("/api/v1/admin/") ? editorToken : "";
        if (!bearer.isEmpty()) {
            request.header("Authorization", "Bearer " + bearer);
        }
        long start = System.nanoTime();
        Answer answer;
        try {
            HttpResponse<String> response = http.send(request.timeout(PATIENCE).build(),
                    HttpResponse.BodyHandlers.ofString());
            answer = new Answer(response.statusCode(), response.headers(), response.body(), since(start));
        } catch (IOException e) {
            answer = new Answer(0, HttpHeaders.of(Map.of(), (name, value) -> true), e.toString(), since(start));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer = new Answer(0, HttpHeaders.of(Map.of(), (name, value) -> true), "interrupted", since(start));
        }
        witness.saw(method, path, sent, answer);
        return answer;
    }

    private static Duration since(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
