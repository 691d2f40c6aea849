package radio.tarang.gateway.upstream;

import java.util.Locale;
import java.util.Set;

import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

import radio.tarang.gateway.WebProperties;
import radio.tarang.gateway.identity.Caller;
import radio.tarang.gateway.identity.ClientAddress;

/**
 * What a client must not send is dropped before a service could believe it; who the client is, is said once, by us.
 */
@Component
class HeaderHygiene implements HttpHeadersFilter, Ordered {

    private static final Set<String> REFUSED = Set.of("forwarded", "x-real-ip", "cache-refresh", "x-original-url",
            "x-rewrite-url", "x-http-method-override", "x-http-method", "x-method-override");

    private final int trustedHops;
    private final ClientAddress addresses;

    HeaderHygiene(WebProperties web, ClientAddress addresses) {
        this.addresses = addresses;
        trustedHops = web.trustedHops();
    }

    /** After Spring Cloud's own filters, so that nothing is added behind our back. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public HttpHeaders filter(HttpHeaders input, ServerWebExchange exchange) {
        HttpHeaders passed = new HttpHeaders();
        input.forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!REFUSED.contains(lower) && !lower.startsWith("x-user-") && !lower.startsWith("x-forwarded-")) {
                passed.addAll(name, values);
            }
        });
        ServerHttpRequest request = exchange.getRequest();
        Caller caller = exchange.getRequiredAttribute(Caller.ATTRIBUTE);
        passed.set("X-Forwarded-For", caller.address());
        String scheme = addresses.secure(request.getSslInfo() != null,
                request.getHeaders().getFirst("X-Forwarded-Proto")) ? "https" : "http";
        passed.set("X-Forwarded-Proto", scheme);
        String host = trustedHops > 0 ? request.getHeaders().getFirst("X-Forwarded-Host") : null;
        host = host == null ? request.getHeaders().getFirst(HttpHeaders.HOST) : host;
        if (host != null) {
            // A socket is opened to pages of our own host only, and only we know by which name we were called.
            passed.set("X-Forwarded-Host", host);
            if (request.getHeaders().getUpgrade() != null && request.getHeaders().getOrigin() == null) {
                // A program has no origin. Our WebSocket client would invent one, of the service's inner name, and the service would refuse it.
                passed.set(HttpHeaders.ORIGIN, scheme + "://" + host);
            }
        }
        return passed;
    }
}
