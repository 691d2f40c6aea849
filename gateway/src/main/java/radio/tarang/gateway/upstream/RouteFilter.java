package radio.tarang.gateway.upstream;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.cloud.gateway.config.GatewayProperties;
import org.springframework.cloud.gateway.handler.FilteringWebHandler;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;

/**
 * Sends a request along its route, in front of all handlers: what has no route is theirs. The routes are as configured, read
 * once, for they do not change while we run; most are passed over by one look at the first word of a path.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class RouteFilter implements WebFilter {

    private static final String API = "/api/v1/";
    private static final String ANY = "";

    private record Known(Route route, List<PathPattern> patterns) {

        /** For paths with this word. */
        Known of(String word) {
            return new Known(route, patterns.stream()
                    .filter(pattern -> word(pattern).equals(word) || word(pattern).equals(ANY)).toList());
        }

        boolean matches(PathContainer path) {
            for (int i = 0; i < patterns.size(); i++) {
                if (patterns.get(i).matches(path)) {
                    return true;
                }
            }
            return false;
        }
    }

    private final FilteringWebHandler filters;
    /** By the word, in the configured order; those for any word are in every list. */
    private final Map<String, List<Known>> byWord = new HashMap<>();

    RouteFilter(FilteringWebHandler filters, @Qualifier("routeDefinitionRouteLocator") RouteLocator configured,
            GatewayProperties settings) {
        this.filters = filters;
        List<Known> all = configured.getRoutes().map(route -> new Known(route, patterns(route, settings)))
                .collectList().blockOptional().orElseThrow();
        Set<String> words = new HashSet<>(Set.of(ANY));
        all.forEach(known -> known.patterns().forEach(pattern -> words.add(word(pattern))));
        for (String word : words) {
            byWord.put(word, all.stream().map(known -> known.of(word)).filter(known -> !known.patterns().isEmpty())
                    .toList());
        }
    }

    private static List<PathPattern> patterns(Route route, GatewayProperties settings) {
        return settings.getRoutes().stream().filter(definition -> route.getId().equals(definition.getId()))
                .flatMap(definition -> definition.getPredicates().stream()).flatMap(predicate -> {
                    if (!"Path".equals(predicate.getName())) {
                        throw new IllegalStateException("Routes are told apart by Path alone: " + route.getId());
                    }
                    return predicate.getArgs().values().stream();
                }).flatMap(pattern -> Arrays.stream(pattern.split(",")))
                .map(PathPatternParser.defaultInstance::parse).toList();
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Route route = find(exchange.getRequest().getPath().pathWithinApplication());
        if (route == null) {
            return chain.filter(exchange);
        }
        exchange.getAttributes().put(GATEWAY_ROUTE_ATTR, route);
        return filters.handle(exchange);
    }

    private @Nullable Route find(PathContainer path) {
        List<Known> some = byWord.get(word(path));
        for (Known known : some == null ? byWord.getOrDefault(ANY, List.of()) : some) {
            if (known.matches(path)) {
                return known.route();
            }
        }
        return null;
    }

    /** The first of a pattern that tells routes apart; {@link #ANY} where it can be any. */
    private static String word(PathPattern pattern) {
        String text = pattern.getPatternString();
        String path = text.startsWith(API) ? text.substring(API.length()) : text.substring(1);
        int end = path.indexOf('/');
        String word = end < 0 ? path : path.substring(0, end);
        return word.contains("{") || word.contains("*") || word.contains("?") ? ANY : word;
    }

    private static String word(PathContainer path) {
        List<PathContainer.Element> elements = path.elements();
        int at = path.value().startsWith(API) ? 5 : 1;
        return elements.size() > at && elements.get(at) instanceof PathContainer.PathSegment segment
                ? segment.valueToMatch()
                : ANY;
    }
}
