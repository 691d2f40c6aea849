package radio.tarang.notification.security;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

import radio.tarang.notification.Pair;
import radio.tarang.notification.Replica;

import static org.assertj.core.api.Assertions.assertThat;

/** Every endpoint there is over plain HTTP is open on purpose, or refused to whoever did not sign in. */
class EndpointSecurityIT {
    /** Open to everybody, on purpose. */
    private static final Set<String> OPEN = Set.of("GET /actuator/health", "GET /actuator/health/{*path}",
            "GET /actuator/prometheus");
    private final Replica replica = Pair.INSTANCE.one;

    /** @param method ANY if the mapping names none */
    private record Endpoint(String method, String pattern) {
        String path() {
            return pattern.replaceAll("\\{[^}]*}", "1").replace("/**", "/liveness");
        }

        String sent() {
            return method.equals("ANY") ? "GET" : method;
        }

        @Override
        public String toString() {
            return method + " " + pattern;
        }
    }

    /** For the proof that an endpoint outside the table is found. */
    static final class Forgotten {
        public String answer() {
            return "forgotten";
        }
    }

    @Test
    void everyEndpointIsOpenOnPurposeOrAsksWhoIsThere() throws Exception {
        assertThat(open()).isEqualTo(new TreeSet<>(OPEN));
    }

    @Test
    void everyEndpointIsForSomebody() throws Exception {
        assertThat(forgotten()).isEmpty();
    }

    @Test
    void anEndpointThatIsNotInTheTableIsFoundAndDenied() throws Exception {
        RequestMappingHandlerMapping mapping = replica.beans(RequestMappingHandlerMapping.class).stream()
                .filter(one -> one.getClass() == RequestMappingHandlerMapping.class).findFirst().orElseThrow();
        RequestMappingInfo info = RequestMappingInfo.paths("/forgotten/{id}").build();
        mapping.registerMapping(info, new Forgotten(), Forgotten.class.getMethod("answer"));
        try {
            assertThat(forgotten()).containsExactly("ANY /forgotten/{id}");
            assertThat(send("GET", "/forgotten/1", false).statusCode()).isEqualTo(401);
        } finally {
            mapping.unregisterMapping(info);
        }
        assertThat(send("GET", "/forgotten/1", false).statusCode()).isEqualTo(404);
    }

    private Set<String> open() throws Exception {
        Set<String> open = new TreeSet<>();
        for (Endpoint endpoint : endpoints()) {
            if (send(endpoint.sent(), endpoint.path(), false).statusCode() != 401) {
                open.add(endpoint.toString());
            }
        }
        return open;
    }

    /** What nobody at all may use stands in no table. */
    private Set<String> forgotten() throws Exception {
        Set<String> forgotten = new TreeSet<>();
        for (Endpoint endpoint : endpoints()) {
            if (send(endpoint.sent(), endpoint.path(), true).statusCode() == 403) {
                forgotten.add(endpoint.toString());
            }
        }
        return forgotten;
    }

    private List<Endpoint> endpoints() {
        List<Endpoint> endpoints = replica.beans(RequestMappingInfoHandlerMapping.class).stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .flatMap(EndpointSecurityIT::endpoints).distinct().toList();
        assertThat(endpoints).as("what is there").hasSizeGreaterThan(2);
        return endpoints;
    }

    private static Stream<Endpoint> endpoints(RequestMappingInfo info) {
        Set<String> methods = info.getMethodsCondition().getMethods().isEmpty()
                ? Set.of("ANY")
                : new TreeSet<>(info.getMethodsCondition().getMethods().stream().map(Enum::name).toList());
        return info.getPatternsCondition().getPatterns().stream()
                .flatMap(pattern -> methods.stream().map(method -> new Endpoint(method, pattern.getPatternString())));
    }

    private HttpResponse<String> send(String method, String path, boolean everybody) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest.Builder request = HttpRequest
                    .newBuilder(URI.create("http://127.0.0.1:" + replica.port() + path))
                    .method(method, BodyPublishers.noBody());
            if (everybody) {
                request.header("Authorization", "Bearer " + TestIssuer.shared().token("listener", "host", "editor",
                        "moderator", "admin", "exporter"));
            }
            return http.send(request.build(), BodyHandlers.ofString());
        }
    }
}
