package radio.tarang.local.conformance;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/** Sends requests to one subject. */
final class Caller implements AutoCloseable {
    static final String DOCUMENT = "/v3/api-docs";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** A service composes its OpenAPI document when it is first asked for, which takes a busy machine a while. */
    private static final Duration PATIENCE_WITH_A_DOCUMENT = Duration.ofSeconds(60);

    private final URI base;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5)).build();

    Caller(URI base) {
        this.base = base;
    }

    Reply get(String target, String... headers) throws IOException {
        return send("GET", target, null, headers);
    }

    /** @param body JSON, unless the headers say otherwise */
    Reply send(String method, String target, @Nullable String body, String... headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + target))
                .timeout(target.equals(DOCUMENT) ? PATIENCE_WITH_A_DOCUMENT : PATIENCE)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        boolean typed = false;
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
            typed |= headers[i].equals("Content-Type");
        }
        if (body != null && !typed) {
            request.header("Content-Type", "application/json");
        }
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.headers(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while asking " + base + target);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
