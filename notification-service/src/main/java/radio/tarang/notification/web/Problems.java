package radio.tarang.notification.web;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Turns what went wrong in the chain into a problem; what has no name of its own is a 500 and is logged. */
@Component
@Order(-2)
class Problems implements WebExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final String TYPES = "https://tarang.radio/problems/";
    private static final Pattern TRACEPARENT = Pattern
            .compile("[0-9a-f]{2}-((?!0{32})[0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private record Problem(int status, String slug, String title, String detail) {
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted()) {
            return Mono.error(failure);
        }
        Problem problem = of(failure instanceof ErrorResponse known ? known.getStatusCode().value() : 500);
        if (problem.status() == 500) {
            LOG.error("{} {} failed", exchange.getRequest().getMethod(), exchange.getRequest().getURI().getRawPath(),
                    failure);
        }
        if (failure instanceof ErrorResponse known && !known.getHeaders().getAllow().isEmpty()) {
            response.getHeaders().setAllow(known.getHeaders().getAllow());
        }
        byte[] body = json(problem, exchange);
        response.setStatusCode(HttpStatusCode.valueOf(problem.status()));
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        response.getHeaders().setCacheControl("no-store");
        response.getHeaders().setContentLength(body.length);
        return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }

    private static Problem of(int status) {
        return switch (status) {
            case 404 -> new Problem(404, "not-found", "There is nothing here", "No resource has this path.");
            case 405 -> new Problem(405, "method-not-allowed", "The method is not allowed here",
                    "See the Allow header.");
            case 406 -> new Problem(406, "not-acceptable", "No acceptable form",
                    "This resource speaks application/json.");
            case 415 -> new Problem(415, "unsupported-media-type", "The body's type is not supported",
                    "Send application/json.");
            default -> status >= 400 && status < 500
                    ? new Problem(400, "malformed-request", "The request could not be understood",
                            "Something about the request is malformed.")
                    : new Problem(500, "internal-error", "Something went wrong",
                            "Quote the trace id if you report this.");
        };
    }

    private static byte[] json(Problem problem, ServerWebExchange exchange) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", TYPES + problem.slug());
        body.put("title", problem.title());
        body.put("status", problem.status());
        body.put("detail", problem.detail());
        body.put("instance", exchange.getRequest().getURI().getRawPath());
        body.put("traceId", traceId(exchange.getRequest().getHeaders().getFirst("traceparent")));
        return JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
    }

    private static String traceId(@Nullable String traceparent) {
        Matcher form = TRACEPARENT.matcher(traceparent == null ? "" : traceparent);
        if (form.matches()) {
            return form.group(1);
        }
        byte[] fresh = new byte[16];
        ThreadLocalRandom.current().nextBytes(fresh);
        return HexFormat.of().formatHex(fresh);
    }
}
