package radio.tarang.gateway.upstream;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;

/**
 * The identity provider's pages (route metadata {@code pages}) keep their own content policy, for only they know what they
 * load, except that nobody may frame them, ourselves included.
 */
@Component
class LoginPages implements HttpHeadersFilter {

    private static final String POLICY = "Content-Security-Policy";
    private static final String NOBODY_FRAMES = "frame-ancestors 'none'";

    @Override
    public HttpHeaders filter(HttpHeaders input, ServerWebExchange exchange) {
        Route route = exchange.getAttribute(GATEWAY_ROUTE_ATTR);
        if (route == null || !route.getMetadata().containsKey("pages")) {
            return input;
        }
        HttpHeaders passed = new HttpHeaders();
        passed.addAll(input);
        if (passed.containsHeader(POLICY)) {
            passed.put(POLICY, passed.getOrEmpty(POLICY).stream().map(LoginPages::unframed).toList());
        }
        passed.set("X-Frame-Options", "DENY");
        return passed;
    }

    static String unframed(String policy) {
        return Stream
                .concat(Arrays.stream(policy.split(";", -1)).map(String::strip)
                        .filter(d -> !d.isEmpty() && !d.toLowerCase(Locale.ROOT).startsWith("frame-ancestors")),
                        Stream.of(NOBODY_FRAMES))
                .collect(Collectors.joining("; "));
    }

    @Override
    public boolean supports(Type type) {
        return type == Type.RESPONSE;
    }
}
