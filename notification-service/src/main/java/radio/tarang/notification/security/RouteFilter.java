package radio.tarang.notification.security;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who may use which route over plain HTTP ({@code /ws} never comes here). Whatever is not listed is denied, and what nobody answers is the 404 it is. A
 * handful of routes do not pay for a security framework.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class RouteFilter implements WebFilter {
    private static final Pattern OPEN = Pattern.compile("/actuator/health(/.*)?|/actuator/prometheus");
    private static final String INTERNAL = "/internal/";
    private static final Pattern BEARER = Pattern.compile("[Bb][Ee][Aa][Rr][Ee][Rr] +(\\S+)");
    private static final Pattern TRACEPARENT = Pattern
            .compile("[0-9a-f]{2}-((?!0{32})[0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final String TYPES = "https://tarang.radio/problems/";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Tokens tokens;
    private final ObjectProvider<HandlerMapping> mappings;

    RouteFilter(Tokens tokens, ObjectProvider<HandlerMapping> mappings) {
        this.tokens = tokens;
        this.mappings = mappings;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        List<String> presented = exchange.getRequest().getHeaders().getOrEmpty(HttpHeaders.AUTHORIZATION);
        if (presented.isEmpty()) {
            return decide(exchange, chain, null);
        }
        return Mono.fromCallable(() -> presented.size() == 1 ? verify(presented.getFirst()) : Optional.<Token>empty())
                .subscribeOn(Schedulers.boundedElastic()) // it may wait for the issuer's keys
                .flatMap(token -> token.isPresent()
                        ? decide(exchange, chain, token.get())
                        : unauthenticated(exchange))
                .onErrorResume(SigningKeys.Unavailable.class, e -> unavailable(exchange));
    }

    private Optional<Token> verify(String header) {
        Matcher bearer = BEARER.matcher(header);
        return bearer.matches() ? tokens.verify(bearer.group(1)) : Optional.empty();
    }

    private Mono<Void> decide(ServerWebExchange exchange, WebFilterChain chain, @Nullable Token token) {
        String path = exchange.getRequest().getPath().pathWithinApplication().value();
        HttpMethod method = exchange.getRequest().getMethod();
        boolean read = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
        boolean internal = path.startsWith(INTERNAL);
        boolean exporters = internal && token != null && token.roles().contains("exporter");
        if (exporters || read && OPEN.matcher(path).matches()) {
            return chain.filter(exchange);
        }
        return (internal ? Mono.just(true) : isAnswered(exchange))
                .flatMap(answered -> answered ? refused(exchange, token) : chain.filter(exchange));
    }

    private Mono<Boolean> isAnswered(ServerWebExchange exchange) {
        return Flux.fromStream(mappings::stream).concatMap(mapping -> mapping.getHandler(exchange)).hasElements()
                .onErrorResume(e -> Mono.just(!(e instanceof MethodNotAllowedException)));
    }

    private static Mono<Void> refused(ServerWebExchange exchange, @Nullable Token token) {
        return token == null
                ? unauthenticated(exchange)
                : write(exchange, 403, "forbidden", "You may not do this",
                        "Your role or its states do not reach here.");
    }

    private static Mono<Void> unauthenticated(ServerWebExchange exchange) {
        exchange.getResponse().getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        return write(exchange, 401, "unauthenticated", "Nobody is signed in",
                "Sign in and present a valid access token.");
    }

    private static Mono<Void> unavailable(ServerWebExchange exchange) {
        exchange.getResponse().getHeaders().set(HttpHeaders.RETRY_AFTER, "2");
        return write(exchange, 503, "unavailable", "Not available at the moment", "Try again shortly.");
    }

    private static Mono<Void> write(ServerWebExchange exchange, int status, String slug, String title, String detail) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", TYPES + slug);
        body.put("title", title);
        body.put("status", status);
        body.put("detail", detail);
        body.put("instance", exchange.getRequest().getURI().getRawPath());
        body.put("traceId", traceId(exchange.getRequest().getHeaders().getFirst("traceparent")));
        byte[] bytes = JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(HttpStatusCode.valueOf(status));
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        response.getHeaders().setCacheControl("no-store");
        response.getHeaders().setContentLength(bytes.length);
        return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(bytes)));
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
