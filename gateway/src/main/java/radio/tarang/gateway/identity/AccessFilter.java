package radio.tarang.gateway.identity;

import java.util.Collections;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

import radio.tarang.gateway.Problem;
import radio.tarang.gateway.Refusal;

/**
 * Refuses what its caller may not ask, before a body is read or a service hears of it, and after the request was counted: a
 * guess costs its caller as much as a call.
 */
@Component
@Order(AccessFilter.ORDER)
class AccessFilter implements WebFilter {

    static final int ORDER = IdentityFilter.ORDER + 200;
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final AdminAddresses adminAddresses;
    private final Origins origins;
    private final ClientAddress addresses;

    AccessFilter(AdminAddresses adminAddresses, Origins origins, ClientAddress addresses) {
        this.adminAddresses = adminAddresses;
        this.origins = origins;
        this.addresses = addresses;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Standing standing = exchange.getAttribute(Standing.ATTRIBUTE);
        Refusal refusal = standing == null
                ? null
                : refusal(exchange.getRequest(), exchange.getRequiredAttribute(Caller.ATTRIBUTE), standing);
        return refusal == null ? chain.filter(exchange) : Mono.error(refusal);
    }

    private @Nullable Refusal refusal(ServerHttpRequest request, Caller caller, Standing standing) {
        RouteTable.Row row = standing.row();
        if (row != null && row.who() == RouteTable.Who.NOBODY) {
            return new Refusal(Problem.of(404));
        }
        if (RouteTable.admin(request.getPath().pathWithinApplication()) && !adminAddresses.allow(caller.address())) {
            return refusal(403, "address-not-allowed", "Not from here", "The admin API is closed to this address.");
        }
        if (standing.refused() != null) {
            return standing.refused();
        }
        if (row != null && row.who() == RouteTable.Who.STAFF && Collections.disjoint(row.roles(), caller.roles())) {
            return caller.user() == null
                    ? Tokens.unauthenticated()
                    : refusal(403, "forbidden", "You may not do this", "Your role or its states do not reach here.");
        }
        return SAFE.contains(request.getMethod()) ? null : refusalOfWrite(request, caller, standing);
    }

    private @Nullable Refusal refusalOfWrite(ServerHttpRequest request, Caller caller, Standing standing) {
        HttpHeaders headers = request.getHeaders();
        Callers.Listener listener = standing.listener();
        boolean secure = addresses.secure(request.getSslInfo() != null, headers.getFirst("X-Forwarded-Proto"));
        boolean onlyACookie = caller.user() == null && listener != null && listener.byCookie();
        boolean wouldGetASession = !caller.known() && standing.listens();
        if (onlyACookie && !origins.vouchedFor(headers, secure)
                || wouldGetASession && origins.foreign(headers, secure)) {
            return refusal(403, "cross-site-write", "Not from another site",
                    "A browser sent this for a page that is not ours; nothing was changed.");
        }
        if (standing.notIssued() != null && !caller.known()) {
            return standing.notIssued();
        }
        return standing.fresh() != null && headers.containsHeader("Idempotency-Key")
                ? refusal(428, "session-required", "A session is needed first",
                        "An Idempotency-Key belongs to somebody: repeat with the X-Session-Id of this answer.")
                : null;
    }

    private static Refusal refusal(int status, String slug, String title, String detail) {
        return new Refusal(new Problem(status, slug, title, detail, 0));
    }
}
