package radio.tarang.gateway.upstream;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.reactivestreams.Publisher;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.cloud.gateway.config.GatewayProperties;
import org.springframework.cloud.gateway.handler.AsyncPredicate;
import org.springframework.cloud.gateway.handler.predicate.PredicateDefinition;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteDefinition;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.http.server.PathContainer;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * The routes as configured, read once: they do not change while we run. Most of them are passed over by one look at the
 * first word of a path, without asking their patterns one after another.
 */
@Configuration(proxyBeanMethods = false)
class Routes {

    private static final String API = "/api/v1/";
    private static final Mono<Boolean> NO = Mono.just(false);

    /** Takes the place of Spring Cloud Gateway's own, by its name. */
    @Bean
    @Primary
    RouteLocator cachedCompositeRouteLocator(@Qualifier("routeDefinitionRouteLocator") RouteLocator configured,
            GatewayProperties settings) {
        Mono<List<Route>> all = configured.getRoutes()
                .map(route -> settings.getRoutes().stream().filter(d -> route.getId().equals(d.getId())).findFirst()
                        .map(definition -> quick(route, definition)).orElse(route))
                .collectList().cache();
        return () -> all.flatMapIterable(routes -> routes);
    }

    private static Route quick(Route route, RouteDefinition definition) {
        Set<String> words = new HashSet<>();
        for (PredicateDefinition predicate : definition.getPredicates()) {
            for (String pattern : "Path".equals(predicate.getName())
                    ? predicate.getArgs().values()
                    : List.of("{any}")) {
                words.addAll(Arrays.stream(pattern.split(",")).map(Routes::word).toList());
            }
        }
        return words.contains("")
                ? route
                : Route.async().id(route.getId()).uri(route.getUri()).order(route.getOrder())
                        .metadata(route.getMetadata()).filters(route.getFilters())
                        .asyncPredicate(new ByWord(words, route.getPredicate())).build();
    }

    /** The first that tells routes apart; empty where it can be any. */
    private static String word(String pattern) {
        String path = pattern.startsWith(API) ? pattern.substring(API.length()) : pattern.substring(1);
        int end = path.indexOf('/');
        String word = end < 0 ? path : path.substring(0, end);
        return word.contains("{") || word.contains("*") || word.contains("?") ? "" : word;
    }

    private record ByWord(Set<String> words, AsyncPredicate<ServerWebExchange> rest)
            implements
                AsyncPredicate<ServerWebExchange> {

        @Override
        public Publisher<Boolean> apply(ServerWebExchange exchange) {
            return words.contains(word(exchange.getRequest().getPath().pathWithinApplication()))
                    ? rest.apply(exchange)
                    : NO;
        }

        private static String word(PathContainer path) {
            List<PathContainer.Element> elements = path.elements();
            int at = path.value().startsWith(API) ? 5 : 1;
            return elements.size() > at && elements.get(at) instanceof PathContainer.PathSegment segment
                    ? segment.valueToMatch()
                    : "";
        }
    }
}
