package radio.tarang.gateway.upstream;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

import radio.tarang.gateway.WebProperties;

/**
 * What a client must not send is dropped before a service could believe it; who the client is, is said once, by us.
 */
@Component
class HeaderHygiene implements HttpHeadersFilter, Ordered {

    private static final Set<String> REFUSED = Set.of("forwarded", "x-real-ip", "cache-refresh", "x-original-url",
            "x-rewrite-url", "x-http-method-override", "x-http-method", "x-method-override");

    private final int trustedHops;

    HeaderHygiene(WebProperties web) {
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
        passed.set("X-Forwarded-For", clientAddress(request));
        String proto = trustedHops > 0 ? request.getHeaders().getFirst("X-Forwarded-Proto") : null;
        String scheme = "https".equals(proto) || request.getSslInfo() != null ? "https" : "http";
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

    String clientAddress(ServerHttpRequest request) {
        String peer = address(request.getRemoteAddress());
        if (trustedHops == 0) {
            return peer;
        }
        List<String> hops = request.getHeaders().getOrEmpty("X-Forwarded-For").stream()
                .flatMap(v -> java.util.Arrays.stream(v.split(",", -1))).map(String::strip).toList();
        int index = hops.size() - trustedHops;
        return index >= 0 && plausible(hops.get(index)) ? hops.get(index) : peer;
    }

    private static boolean plausible(String address) {
        return !address.isEmpty() && address.length() <= 45
                && address.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == '.' || c == ':');
    }

    private static String address(@Nullable InetSocketAddress peer) {
        return peer == null || peer.getAddress() == null ? "unknown" : peer.getAddress().getHostAddress();
    }
}
