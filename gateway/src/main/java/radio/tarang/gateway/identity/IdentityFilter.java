package radio.tarang.gateway.identity;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

import radio.tarang.gateway.Refusal;

/**
 * Says once per request who asks, right after the first look at it and before limits; gives a session to a listener who
 * needs one. Behind it a request carries {@code X-Session-Id} only where that is valid, and no cookie, but for those of the
 * login pages.
 */
@Component
@Order(IdentityFilter.ORDER)
public class IdentityFilter implements WebFilter {

    /** Limits come later, and behind them what identity refuses. */
    public static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 100;
    static final String SESSION = "X-Session-Id";
    private static final String LOGIN_PAGES = "/identity/";
    private static final String SOCKET = "/ws";

    private final Callers callers;
    private final Issuance issuance;
    private final Origins origins;

    IdentityFilter(Callers callers, Issuance issuance, Origins origins) {
        this.callers = callers;
        this.issuance = issuance;
        this.origins = origins;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        String address = callers.addresses().of(request.getRemoteAddress(),
                request.getHeaders().getOrEmpty("X-Forwarded-For"));
        if (request.getURI().getRawPath().startsWith(LOGIN_PAGES)) {
            exchange.getAttributes().put(Caller.ATTRIBUTE, Callers.anonymous(null, address));
            return chain.filter(forLogin(exchange));
        }
        Callers.Listener listener = callers.listener(presented(request));
        RouteTable.Row row = RouteTable.find(request.getMethod(), request.getPath().pathWithinApplication());
        List<String> authorization = request.getHeaders().getOrEmpty(HttpHeaders.AUTHORIZATION);
        if (authorization.isEmpty()) {
            Standing standing = new Standing(row, listener, null, null, null);
            Caller caller = Callers.anonymous(listener, address);
            return listener == null && standing.listens() && !origins.foreign(request.getHeaders(), secure(request))
                    ? issue(exchange, caller, standing).flatMap(s -> goOn(exchange, chain, caller, s))
                    : goOn(exchange, chain, caller, standing);
        }
        return (authorization.size() == 1
                ? callers.tokens().verify(authorization.getFirst())
                : Mono.<Token>error(Tokens.unauthenticated()))
                .map(token -> new Known(Callers.signedIn(token, listener, address), null))
                .onErrorResume(Refusal.class,
                        refused -> Mono.just(new Known(Callers.anonymous(null, address), refused)))
                .flatMap(known -> goOn(exchange, chain, known.caller(),
                        new Standing(row, listener, known.refused(), null, null)));
    }

    private record Known(Caller caller, @Nullable Refusal refused) {
    }

    private Mono<Standing> issue(ServerWebExchange exchange, Caller nobody, Standing before) {
        return issuance.refusal(exchange, nobody)
                .map(problem -> new Standing(before.row(), null, null, null, new Refusal(problem)))
                .switchIfEmpty(Mono.fromSupplier(() -> {
                    String fresh = callers.issue();
                    return new Standing(before.row(), callers.listener(new Callers.Presented(fresh, null, false)), null,
                            fresh, null);
                }));
    }

    private Mono<Void> goOn(ServerWebExchange exchange, WebFilterChain chain, Caller known, Standing standing) {
        Callers.Listener listener = standing.listener();
        Caller caller = standing.fresh() == null ? known : Callers.anonymous(listener, known.address());
        exchange.getAttributes().put(Caller.ATTRIBUTE, caller);
        exchange.getAttributes().put(Standing.ATTRIBUTE, standing);
        if (standing.fresh() != null) {
            hand(exchange, standing.fresh());
        }
        return chain.filter(passed(exchange, listener == null ? null : listener.signed()));
    }

    /** The answer names the session, and nobody may keep such an answer for others. */
    private void hand(ServerWebExchange exchange, String fresh) {
        HttpHeaders asked = exchange.getRequest().getHeaders();
        boolean secure = secure(exchange.getRequest());
        exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(() -> {
            HttpHeaders headers = exchange.getResponse().getHeaders();
            headers.set(SESSION, fresh);
            headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
            if (origins.maySetCookie(asked, secure)) {
                headers.add(HttpHeaders.SET_COOKIE, SessionCookie.set(fresh, secure));
            }
        }));
    }

    private Callers.Presented presented(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        // A socket lives long and any page may open one: there a cookie says nothing.
        boolean cookieCounts = headers.containsHeader(HttpHeaders.COOKIE)
                && !request.getURI().getRawPath().equals(SOCKET);
        return new Callers.Presented(Callers.only(headers.getOrEmpty(SESSION)),
                cookieCounts ? String.join("; ", headers.getOrEmpty(HttpHeaders.COOKIE)) : null, secure(request));
    }

    private boolean secure(ServerHttpRequest request) {
        return callers.addresses().secure(request.getSslInfo() != null,
                request.getHeaders().getFirst("X-Forwarded-Proto"));
    }

    private static ServerWebExchange passed(ServerWebExchange exchange, @Nullable String signed) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        if (!headers.containsHeader(HttpHeaders.COOKIE)
                && headers.getOrEmpty(SESSION).equals(signed == null ? List.of() : List.of(signed))) {
            return exchange;
        }
        return exchange.mutate().request(exchange.getRequest().mutate().headers(h -> {
            h.remove(HttpHeaders.COOKIE);
            h.remove(SESSION);
            if (signed != null) {
                h.set(SESSION, signed);
            }
        }).build()).build();
    }

    /** The identity provider gets its own cookies and nothing of ours. */
    private static ServerWebExchange forLogin(ServerWebExchange exchange) {
        return exchange.mutate().request(exchange.getRequest().mutate().headers(h -> {
            List<String> cookies = h.getOrEmpty(HttpHeaders.COOKIE).stream().map(SessionCookie::without)
                    .filter(c -> !c.isEmpty()).toList();
            h.remove(HttpHeaders.COOKIE);
            h.remove(SESSION);
            h.remove(HttpHeaders.AUTHORIZATION);
            if (!cookies.isEmpty()) {
                h.put(HttpHeaders.COOKIE, cookies);
            }
        }).build()).build();
    }
}
