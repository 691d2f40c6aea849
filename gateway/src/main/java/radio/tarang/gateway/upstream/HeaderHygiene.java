package radio.tarang.gateway.upstream;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.util.AsciiString;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

import radio.tarang.gateway.AnswerHeaders;
import radio.tarang.gateway.Trace;
import radio.tarang.gateway.WebProperties;
import radio.tarang.gateway.identity.Caller;
import radio.tarang.gateway.identity.ClientAddress;

/**
 * Which headers go on, in both directions, each in one pass. What belongs to one connection stays there (RFC 9110 §7.6.1). What
 * a client must not send is dropped before a service could believe it; who the client is, and the trace, is said once, by us.
 * Answers keep to themselves what was meant for this cache and what names the software inside.
 */
@Component
class HeaderHygiene {

    private static final List<String> OF_ONE_CONNECTION = List.of("connection", "keep-alive", "transfer-encoding", "te",
            "trailer", "proxy-authorization", "proxy-authenticate", "proxy-connection", "upgrade");
    private static final io.netty.handler.codec.http.HttpHeaders NOT_ASKED = names(OF_ONE_CONNECTION, "host",
            "traceparent", "x-request-id",
            "forwarded", "x-real-ip", "cache-refresh", "x-original-url", "x-rewrite-url", "x-http-method-override",
            "x-http-method", "x-method-override", "x-application-context");
    private static final io.netty.handler.codec.http.HttpHeaders NOT_ANSWERED = names(OF_ONE_CONNECTION, "cache-tag",
            "tarang-cache-control",
            "server", "x-powered-by", "x-request-id", "ratelimit", "ratelimit-policy", "x-application-context");
    private static final String POLICY = "content-security-policy";
    private static final String NOBODY_FRAMES = "frame-ancestors 'none'";

    private final boolean behindProxies;
    private final ClientAddress addresses;

    HeaderHygiene(WebProperties web, ClientAddress addresses) {
        this.addresses = addresses;
        behindProxies = web.trustedHops() > 0;
    }

    /** Looked up in any case of letters. */
    private static io.netty.handler.codec.http.HttpHeaders names(List<String> some, String... more) {
        io.netty.handler.codec.http.HttpHeaders names = new DefaultHttpHeaders();
        Stream.concat(some.stream(), Stream.of(more)).forEach(name -> names.set(name, ""));
        return names;
    }

    /** Gives {@code service} the headers of the request, but for {@code Host}, which is the service's own. */
    void ask(ServerWebExchange exchange, BiConsumer<String, String> service) {
        ServerHttpRequest request = exchange.getRequest();
        HttpHeaders asked = request.getHeaders();
        Trace trace = exchange.getRequiredAttribute(Trace.ATTRIBUTE);
        boolean otherTrace = !trace.continues(asked.getFirst("traceparent"));
        Set<String> hop = named(asked.getOrEmpty("Connection"));
        asked.forEach((name, values) -> {
            if (!NOT_ASKED.contains(name) && !hop.contains(name) && !begins(name, "x-user-")
                    && !begins(name, "x-forwarded-") && !(otherTrace && name.equalsIgnoreCase("tracestate"))) {
                values.forEach(value -> service.accept(name, value));
            }
        });
        service.accept("traceparent", trace.traceparent());
        String requestId = exchange.getResponse().getHeaders().getFirst(AnswerHeaders.REQUEST_ID);
        service.accept(AnswerHeaders.REQUEST_ID, requestId == null ? trace.traceId() : requestId);
        Caller caller = exchange.getRequiredAttribute(Caller.ATTRIBUTE);
        service.accept("X-Forwarded-For", caller.address());
        String scheme = addresses.secure(request.getSslInfo() != null, asked.getFirst("X-Forwarded-Proto"))
                ? "https"
                : "http";
        service.accept("X-Forwarded-Proto", scheme);
        String outer = behindProxies ? asked.getFirst("X-Forwarded-Host") : null;
        String host = outer == null ? asked.getFirst(HttpHeaders.HOST) : outer;
        if (host != null) {
            // A socket is opened to pages of our own host only, and only we know by which name we were called.
            service.accept("X-Forwarded-Host", host);
            if (asked.getUpgrade() != null && asked.getOrigin() == null) {
                // A program has no origin. Our WebSocket client would invent one, of the service's inner name, and the service would refuse it.
                service.accept(HttpHeaders.ORIGIN, scheme + "://" + host);
            }
        }
    }

    /**
     * Adds to {@code answer} what of a service's headers the caller may see.
     *
     * @param pages of the identity provider: they keep their own content policy, for only they know what they load, except
     * that nobody may frame them, ourselves included
     */
    static void answer(io.netty.handler.codec.http.HttpHeaders service, io.netty.handler.codec.http.HttpHeaders answer,
            boolean pages) {
        Set<String> hop = named(service.getAll("Connection"));
        Iterator<Map.Entry<CharSequence, CharSequence>> all = service.iteratorCharSequence();
        while (all.hasNext()) {
            Map.Entry<CharSequence, CharSequence> header = all.next();
            CharSequence name = header.getKey();
            if (!NOT_ANSWERED.contains(name) && (hop.isEmpty() || !hop.contains(name.toString()))) {
                answer.add(name,
                        pages && AsciiString.contentEqualsIgnoreCase(name, POLICY)
                                ? unframed(header.getValue().toString())
                                : header.getValue());
            }
        }
        if (pages) {
            answer.set("X-Frame-Options", "DENY");
        }
    }

    private static boolean begins(String name, String with) {
        return name.regionMatches(true, 0, with, 0, with.length());
    }

    /** Headers that a {@code Connection} field makes the connection's own. */
    private static Set<String> named(List<String> connection) {
        if (connection.isEmpty()) {
            return Set.of();
        }
        Set<String> named = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        connection.forEach(value -> Arrays.stream(value.split(",", -1)).map(String::strip).forEach(named::add));
        return named;
    }

    private static String unframed(String policy) {
        return Stream
                .concat(Arrays.stream(policy.split(";", -1)).map(String::strip)
                        .filter(d -> !d.isEmpty() && !d.toLowerCase(Locale.ROOT).startsWith("frame-ancestors")),
                        Stream.of(NOBODY_FRAMES))
                .collect(Collectors.joining("; "));
    }
}
