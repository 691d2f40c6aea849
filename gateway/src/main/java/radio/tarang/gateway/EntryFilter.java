package radio.tarang.gateway;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

/**
 * The first look at a request that the cache's handler let through: gives it its trace, refuses what must not reach any
 * route, answers CORS preflights, and reads {@code /api/…} as {@code /api/v1/…}.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class EntryFilter implements WebFilter {

    /** In the order in which a refusal lists them. */
    private static final List<HttpMethod> METHODS = List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST,
            HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE, HttpMethod.OPTIONS);
    private static final List<String> FORWARDING = List.of("X-Forwarded-For", "Forwarded", "X-Real-IP");

    private final AnswerHeaders answerHeaders;
    private final Hosts hosts;
    private final boolean behindProxies;

    EntryFilter(AnswerHeaders answerHeaders, Hosts hosts, WebProperties web) {
        this.answerHeaders = answerHeaders;
        this.hosts = hosts;
        behindProxies = web.trustedHops() > 0;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        HttpHeaders headers = request.getHeaders();
        Trace trace = Trace.current(exchange);
        String offered = headers.getFirst(AnswerHeaders.REQUEST_ID);
        String requestId = offered != null && Trace.usableRequestId(offered) ? offered : trace.traceId();
        exchange.getAttributes().put(Trace.ATTRIBUTE, trace);
        String path = request.getURI().getRawPath();
        ServerHttpResponse response = exchange.getResponse();
        response.getHeaders().set(AnswerHeaders.REQUEST_ID, requestId);
        if (answerHeaders.sharesAcrossOrigins()) {
            response.beforeCommit(() -> Mono.fromRunnable(() -> shareAcrossOrigins(headers, response.getHeaders())));
        }
        if (!ours(request)) {
            return refuse(421);
        }
        if (!METHODS.contains(request.getMethod())) {
            return Mono.error(new MethodNotAllowedException(request.getMethod(), METHODS));
        }
        if (suspicious(path)) {
            return refuse(400);
        }
        if (inside(path) && !fromThisMachine(request)) {
            return refuse(404);
        }
        if (request.getMethod() == HttpMethod.OPTIONS && headers.getAccessControlRequestMethod() != null) {
            return preflight(headers, response);
        }
        return path.startsWith("/api/") && !path.startsWith("/api/v1/")
                ? chain.filter(exchange.mutate()
                        .request(request.mutate().path("/api/v1" + path.substring("/api".length())).build()).build())
                : chain.filter(exchange);
    }

    private void shareAcrossOrigins(HttpHeaders asked, HttpHeaders answer) {
        answerHeaders.cors(asked.getOrigin()).forEach(h -> {
            if (!answer.getOrEmpty(h.getKey()).contains(h.getValue())) {
                answer.add(h.getKey(), h.getValue());
            }
        });
    }

    /** The name in the target, where there is one, counts as well as the header's: a parser behind may take either. */
    private boolean ours(ServerHttpRequest request) {
        String host = request.getHeaders().getFirst(HttpHeaders.HOST);
        String outer = behindProxies ? request.getHeaders().getFirst("X-Forwarded-Host") : null;
        String inTarget = authority(request);
        return host == null && outer == null || hosts.allows(outer == null ? host : outer)
                && (outer != null || inTarget == null || hosts.allows(inTarget));
    }

    /** Of an absolute target ({@code GET http://host/}); null of an ordinary one. */
    private static @Nullable String authority(ServerHttpRequest request) {
        String target = ServerHttpRequestDecorator.getNativeRequest(request) instanceof HttpServerRequest asSent
                ? asSent.uri()
                : "/";
        int scheme = target.startsWith("/") ? -1 : target.indexOf("://");
        int end = target.indexOf('/', scheme + 3);
        return scheme < 0 ? null : target.substring(scheme + 3, end < 0 ? target.length() : end);
    }

    private static Mono<Void> refuse(int status) {
        return Mono.error(new ResponseStatusException(HttpStatusCode.valueOf(status)));
    }

    /** Paths that two parsers could read differently are read by none. */
    static boolean suspicious(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return lower.contains("//") || lower.contains(";") || lower.contains("\\") || lower.contains("/./")
                || lower.contains("/../") || lower.endsWith("/.") || lower.endsWith("/..") || lower.contains("%2e")
                || lower.contains("%2f") || lower.contains("%5c") || lower.contains("%3b") || lower.contains("%25")
                || lower.contains("%00");
    }

    /** Decoded, because the framework matches decoded segments: {@code /%61ctuator} is the actuator too. */
    private static boolean inside(String rawPath) {
        String path = rawPath.indexOf('%') < 0
                ? rawPath
                : java.net.URLDecoder.decode(rawPath.replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8);
        return path.equals("/actuator") || path.startsWith("/actuator/");
    }

    private static boolean fromThisMachine(ServerHttpRequest request) {
        InetSocketAddress peer = request.getRemoteAddress();
        return peer != null && peer.getAddress() != null && peer.getAddress().isLoopbackAddress()
                && FORWARDING.stream().noneMatch(request.getHeaders()::containsHeader);
    }

    private Mono<Void> preflight(HttpHeaders headers, ServerHttpResponse response) {
        String origin = headers.getOrigin();
        if (origin == null || !answerHeaders.allows(origin)) {
            return refuse(403);
        }
        HttpHeaders answer = response.getHeaders();
        response.setStatusCode(HttpStatusCode.valueOf(204));
        answer.set("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE");
        answer.set("Access-Control-Allow-Headers",
                "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID, Save-Data, "
                        + "X-Session-Id, X-Request-Id, traceparent");
        answer.set("Access-Control-Max-Age", "3600");
        return response.setComplete();
    }
}
