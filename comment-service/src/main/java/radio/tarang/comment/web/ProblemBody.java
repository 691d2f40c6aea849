package radio.tarang.comment.web;

import java.net.URI;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.MDC;
import org.springframework.http.ProblemDetail;

/** RFC 9457 bodies: the stable type, what happened, and the trace id to quote. */
final class ProblemBody {
    private static final String TYPES = "https://tarang.radio/problems/";
    private static final Pattern TRACE_ID = Pattern.compile("(?!0{32})[0-9a-f]{32}");
    private static final Pattern TRACEPARENT = Pattern
            .compile("[0-9a-f]{2}-((?!0{32})[0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

    private ProblemBody() {
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
            default -> status >= 400 && status < 500
                    ? of(400, "malformed-request", "The request could not be understood",
                            "Something about the request is malformed.", request)
                    : of(500, "internal-error", "Something went wrong", "Quote the trace id if you report this.",
                            request);
        };
    }

    private static ProblemDetail of(int status, String slug, String title, String detail, HttpServletRequest request) {
        ProblemDetail body = ProblemDetail.forStatus(status);
        body.setType(URI.create(TYPES + slug));
        body.setTitle(title);
        body.setDetail(detail);
        body.setInstance(instance(request));
        body.setProperty("traceId", traceId(request));
        return body;
    }

    /** Of what was asked for, also where the server is at its own page by now. */
    private static URI instance(HttpServletRequest request) {
        Object before = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        try {
            return URI.create(before instanceof String path ? path : request.getRequestURI());
        } catch (IllegalArgumentException e) {
            return URI.create("/"); // a path that is no URI cannot be repeated as one
        }
    }

    /** The one in the log if there is one, else the caller's, else a fresh one. */
    private static String traceId(HttpServletRequest request) {
        String logged = MDC.get("traceId");
        if (logged != null && TRACE_ID.matcher(logged).matches()) {
            return logged;
        }
        String sent = request.getHeader("traceparent");
        Matcher form = TRACEPARENT.matcher(sent == null ? "" : sent);
        if (form.matches()) {
            return form.group(1);
        }
        byte[] fresh = new byte[16];
        ThreadLocalRandom.current().nextBytes(fresh);
        return HexFormat.of().formatHex(fresh);
    }
}
