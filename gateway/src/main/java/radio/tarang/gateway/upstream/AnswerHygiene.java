package radio.tarang.gateway.upstream;

import java.util.Set;

import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/** Answers keep to themselves what was meant for this cache and what names the software inside. */
@Component
class AnswerHygiene implements HttpHeadersFilter {

    private static final Set<String> KEPT_INSIDE = Set.of("cache-tag", "tarang-cache-control", "server",
            "x-powered-by", "x-request-id", "ratelimit", "ratelimit-policy");

    @Override
    public HttpHeaders filter(HttpHeaders input, ServerWebExchange exchange) {
        HttpHeaders passed = new HttpHeaders();
        input.forEach((name, values) -> {
            if (!KEPT_INSIDE.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                passed.addAll(name, values);
            }
        });
        return passed;
    }

    @Override
    public boolean supports(Type type) {
        return type == Type.RESPONSE;
    }
}
