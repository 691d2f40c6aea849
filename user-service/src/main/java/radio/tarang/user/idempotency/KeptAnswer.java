package radio.tarang.user.idempotency;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.web.util.ContentCachingResponseWrapper;

/** What the first attempt was told. */
record KeptAnswer(byte[] fingerprint, int status, String headers, byte[] body) {
    static final String REPLAYED = "Idempotent-Replayed";
    private static final List<String> KEPT = List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.LOCATION, HttpHeaders.ETAG,
            HttpHeaders.CACHE_CONTROL);

    static KeptAnswer of(Attempt attempt, ContentCachingResponseWrapper answer) {
        String headers = KEPT.stream().filter(answer::containsHeader)
                .map(name -> name + ": " + answer.getHeader(name)).collect(Collectors.joining("\n"));
        return new KeptAnswer(attempt.fingerprint(), answer.getStatus(), headers, answer.getContentAsByteArray());
    }

    void send(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        headers.lines().map(line -> line.split(": ", 2)).forEach(header -> response.setHeader(header[0], header[1]));
        response.setHeader(REPLAYED, "true");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
