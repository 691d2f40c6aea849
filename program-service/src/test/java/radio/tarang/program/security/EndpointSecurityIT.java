package radio.tarang.program.security;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import radio.tarang.program.RunningService;

import static org.assertj.core.api.Assertions.assertThat;

/** Every endpoint there is, of controllers, actuator and API document alike, is in the table: open on purpose, or for somebody who signed in. */
class EndpointSecurityIT {
    /** Open to everybody, on purpose. */
    private static final Set<String> OPEN = Set.of("ANY /error", "GET /actuator/health", "GET /actuator/health/**",
            "GET /actuator/prometheus", "GET /v3/api-docs", "GET /v3/api-docs.yaml", "GET /api/v1/programs",
            "GET /api/v1/programs/state/{stateId}", "GET /api/v1/programs/{id}", "GET /api/v1/songs",
            "GET /api/v1/songs/popular", "GET /api/v1/songs/recent", "GET /api/v1/songs/{id}", "GET /api/v1/playlists",
            "GET /api/v1/playlists/featured", "GET /api/v1/playlists/{id}",
            "GET /api/v1/radio/stream", "GET /api/v1/states",
            "GET /api/v1/states/{stateId}", "GET /api/v1/stations", "GET /api/v1/stations/{id}",
            "GET /api/v1/stations/{id}/now", "GET /api/v1/stations/{id}/schedule",
            "GET /api/v1/stations/{id}/schedule.atom", "GET /api/v1/stations/{id}/schedule.ics",
            "GET /api/v1/stations/{id}/schedule.jsonld", "GET /api/v1/stations/{id}/schedule.xmltv",
            "GET /api/v1/stations/{id}/spi/{day}_PI.xml", "GET /api/v1/spi/SI.xml");
    private static final String ID = "00000000-0000-7000-8000-000000000000";
    private static final Authentication NOBODY = new AnonymousAuthenticationToken("nobody", "nobody",
            AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"));
    /** Has every role, and the id that stands in every path asked for. */
    private static final Authentication EVERYBODY = UsernamePasswordAuthenticationToken.authenticated(
            new Caller(UUID.fromString(ID), "everybody", Set.of(), Set.of(), null, null), null,
            AuthorityUtils.createAuthorityList("ROLE_listener", "ROLE_host", "ROLE_editor", "ROLE_moderator",
                    "ROLE_admin", "ROLE_exporter"));
    private final RunningService service = RunningService.shared();

    /** @param method ANY if the mapping names none */
    private record Endpoint(String method, String pattern) {
        String path() {
            return pattern.replaceAll("\\{[^}]*}", ID).replace("/**", "/x");
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
        RequestMappingHandlerMapping mapping = mappings().filter(RequestMappingHandlerMapping.class::isInstance)
                .map(RequestMappingHandlerMapping.class::cast)
                .filter(one -> one.getClass() == RequestMappingHandlerMapping.class).findFirst().orElseThrow();
        RequestMappingInfo info = RequestMappingInfo.paths("/forgotten/{id}").options(mapping.getBuilderConfiguration())
                .build();
        mapping.registerMapping(info, new Forgotten(), Forgotten.class.getMethod("answer"));
        try {
            assertThat(forgotten()).containsExactly("ANY /forgotten/{id}");
            assertThat(send("GET", "/forgotten/1").statusCode()).isEqualTo(401);
        } finally {
            mapping.unregisterMapping(info);
        }
        assertThat(send("GET", "/forgotten/1").statusCode()).isEqualTo(404);
    }

    @Test
    void whatIsNotOpenIsRefusedBeforeItsBodyOrItsTargetIsLookedAt() throws Exception {
        for (Endpoint endpoint : endpoints()) {
            if (!OPEN.contains(endpoint.toString())) {
                HttpResponse<String> answer = send(endpoint.sent(), endpoint.path());

                assertThat(answer.statusCode()).as(endpoint.toString()).isEqualTo(401);
                assertThat(answer.body()).as(endpoint.toString()).contains("/problems/unauthenticated");
            }
        }
    }

    private Set<String> open() throws Exception {
        Set<String> open = new TreeSet<>();
        for (Endpoint endpoint : endpoints()) {
            if (mayUse(NOBODY, endpoint)) {
                open.add(endpoint.toString());
            }
        }
        return open;
    }

    /** What nobody at all may use stands in no table. */
    private Set<String> forgotten() throws Exception {
        Set<String> forgotten = new TreeSet<>();
        for (Endpoint endpoint : endpoints()) {
            if (!mayUse(EVERYBODY, endpoint)) {
                forgotten.add(endpoint.toString());
            }
        }
        return forgotten;
    }

    private boolean mayUse(Authentication caller, Endpoint endpoint) {
        AuthorizationManager<HttpServletRequest> table = service.bean(SecurityFilterChain.class).getFilters().stream()
                .filter(AuthorizationFilter.class::isInstance).map(AuthorizationFilter.class::cast).findFirst()
                .orElseThrow().getAuthorizationManager();
        return Objects.requireNonNull(
                table.authorize(() -> caller, new MockHttpServletRequest(endpoint.sent(), endpoint.path())))
                .isGranted();
    }

    private Stream<HandlerMapping> mappings() throws Exception {
        DispatcherServlet servlet = service.bean(DispatcherServlet.class);
        if (servlet.getHandlerMappings() == null) {
            send("GET", "/actuator/health/liveness"); // it learns its mappings with its first request
        }
        return Objects.requireNonNull(servlet.getHandlerMappings()).stream();
    }

    private List<Endpoint> endpoints() throws Exception {
        List<HandlerMapping> mappings = mappings().toList();
        List<Endpoint> endpoints = mappings.stream().filter(RequestMappingInfoHandlerMapping.class::isInstance)
                .flatMap(mapping -> ((RequestMappingInfoHandlerMapping) mapping).getHandlerMethods().keySet().stream())
                .flatMap(EndpointSecurityIT::endpoints).distinct().toList();
        assertThat(endpoints).as("what is there").hasSizeGreaterThan(2);
        // routes by function would have to be walked too
        assertThat(mappings).filteredOn(RouterFunctionMapping.class::isInstance)
                .allMatch(mapping -> ((RouterFunctionMapping) mapping).getRouterFunction() == null);
        return endpoints;
    }

    private static Stream<Endpoint> endpoints(RequestMappingInfo info) {
        Set<String> methods = info.getMethodsCondition().getMethods().isEmpty()
                ? Set.of("ANY")
                : new TreeSet<>(info.getMethodsCondition().getMethods().stream().map(Enum::name).toList());
        return info.getPatternValues().stream()
                .flatMap(pattern -> methods.stream().map(method -> new Endpoint(method, pattern)));
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
                    .header("Content-Type", "application/json").method(method, BodyPublishers.ofString("{nonsense"))
                    .build(), BodyHandlers.ofString());
        }
    }
}
