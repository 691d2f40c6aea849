package radio.tarang.counter.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.MDC;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The three refusals of this package, as RFC 9457 bodies. They are decided before the request's body or its target was looked at. */
@Component
class SecurityProblems implements AuthenticationEntryPoint, AccessDeniedHandler {
    private static final String TYPES = "https://tarang.radio/problems/";
    private static final String RETRY_AFTER_SECONDS = "2";
    private static final Pattern TRACE_ID = Pattern.compile("(?!0{32})[0-9a-f]{32}");
    private static final Pattern TRACEPARENT = Pattern
            .compile("[0-9a-f]{2}-((?!0{32})[0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        unauthenticated(request, response);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e)
            throws IOException {
        write(403, "forbidden", "You may not do this", "Your role or its states do not reach here.", request,
                response);
    }

    /** One answer for every reason: a forger learns nothing. */
    void unauthenticated(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        write(401, "unauthenticated", "Nobody is signed in", "Sign in and present a valid access token.", request,
                response);
    }

    void unavailable(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        write(503, "unavailable", "Not available at the moment", "Try again shortly.", request, response);
    }

    private static void write(int status, String slug, String title, String detail, HttpServletRequest request,
            HttpServletResponse response) throws IOException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", TYPES + slug);
        body.put("title", title);
        body.put("status", status);
        body.put("detail", detail);
        body.put("instance", request.getRequestURI());
        body.put("traceId", traceId(request));
        response.setStatus(status);
        response.setContentType("application/problem+json");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        byte[] bytes = JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
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
