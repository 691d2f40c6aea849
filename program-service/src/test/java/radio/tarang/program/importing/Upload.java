package radio.tarang.program.importing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;

import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import radio.tarang.program.RunningService;

/** Sends files as a client does, and looks at jobs. */
record Upload(int port) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Set<String> OVER = Set.of("completed", "failed");

    HttpResponse<String> post(String query, String contentType, BodyPublisher body) {
        return send(request("/api/v1/admin/imports" + query).header("Content-Type", contentType)
                .POST(body).build());
    }

    /** Sends a file, waits until its job is over, and answers the job. */
    JsonNode run(String query, String xml) {
        HttpResponse<String> answer = post(query, "application/xml", BodyPublishers.ofString(xml));
        if (answer.statusCode() != 202) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return over(answer.headers().firstValue("Location").orElseThrow());
    }

    JsonNode over(String location) {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50))
                .until(() -> get(location), job -> OVER.contains(job.get("status").asString()));
    }

    JsonNode get(String path) {
        return JsonMapper.shared().readTree(send(request(path).build()).body());
    }

    int status(String path) {
        return send(request(path).build()).statusCode();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).header("Authorization",
                RunningService.EDITOR);
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
