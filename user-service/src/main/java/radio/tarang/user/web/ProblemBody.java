package radio.tarang.user.web;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.ProblemDetail;

import radio.tarang.user.Findings.Finding;
import radio.tarang.user.Refusal;

/** RFC 9457 bodies: the stable type, what happened, and the trace id to quote. */
final class ProblemBody {
    private static final String TYPES = "https://tarang.radio/problems/";

    private ProblemBody() {
    }

    static ProblemDetail of(Refusal refusal, HttpServletRequest request) {
        Refusal.Reason reason = refusal.reason();
        ProblemDetail body = of(reason.status(), reason.slug(), reason.title(), String.valueOf(refusal.getMessage()),
                request);
        Duration retryAfter = refusal.retryAfter();
        if (retryAfter != null) {
            body.setProperty("retryAfter", seconds(retryAfter));
            body.setProperty("limit", "login");
        }
        return withErrors(body, refusal.findings());
    }

    /** Rounded up: who comes back then has waited long enough. */
    static long seconds(Duration duration) {
        return Math.max(1, duration.plusNanos(999_999_999).toSeconds());
    }

    static ProblemDetail of(int status, String slug, String title, String detail, HttpServletRequest request) {
        ProblemDetail body = ProblemDetail.forStatus(status);
        body.setType(URI.create(TYPES + slug));
        body.setTitle(title);
        body.setDetail(detail);
        body.setInstance(instance(request));
        body.setProperty("traceId", TraceIds.of(request));
        return body;
    }

    static ProblemDetail withErrors(ProblemDetail body, List<Finding> errors) {
        if (!errors.isEmpty()) {
            body.setProperty("errors", errors);
        }
        return body;
    }

    /** For the statuses the framework and the server decide; every status has exactly one slug here. */
    static ProblemDetail ofStatus(int status, HttpServletRequest request) {
        return switch (status) {
            case 404 -> of(404, "not-found", "There is nothing here", "No resource has this path.", request);
            case 405 ->
                of(405, "method-not-allowed", "The method is not allowed here", "See the Allow header.", request);
            case 406 ->
                of(406, "not-acceptable", "No acceptable form", "This resource speaks application/json.", request);
            case 413 -> of(413, "payload-too-large", "The request body is too large", "Send less.", request);
            case 415 -> of(415, "unsupported-media-type", "The body's type is not supported", "Send application/json.",
                    request);
            case 503 -> of(503, "unavailable", "Not available at the moment", "Try again shortly.", request);
            default -> status >= 400 && status < 500
                    ? of(status, "malformed-request", "The request could not be understood",
                            "Something about the request is malformed.", request)
                    : of(500, "internal-error", "Something went wrong", "Quote the trace id if you report this.",
                            request);
        };
    }

    private static URI instance(HttpServletRequest request) {
        try {
            return URI.create(request.getRequestURI());
        } catch (IllegalArgumentException e) {
            return URI.create("/"); // a path that is no URI cannot be repeated as one
        }
    }
}
