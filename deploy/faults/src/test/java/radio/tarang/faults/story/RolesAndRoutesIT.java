package radio.tarang.faults.story;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.yaml.snakeyaml.Yaml;

import radio.tarang.faults.stage.Answer;
import radio.tarang.faults.stage.Api;
import radio.tarang.local.Checkout;
import radio.tarang.local.test.TestRealm;
import radio.tarang.local.test.TestServers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Every route of the contract, asked by everybody, through the gateway. */
@ExtendWith(RunningPlatform.class)
class RolesAndRoutesIT {

    /** @param allow the least that is needed */
    private record Route(String method, String path, String allow) {

        String filled() {
            return "/api/v1" + path.replace("{state}", "MH").replace("{day}", "20260131")
                    .replace("{id}", "0198a000-0000-7000-8000-000000000000");
        }
    }

    private static final String NOBODY = "nobody";
    private static final Map<String, List<String>> ROLES = roles();
    private static final Map<String, String> TOKENS = new LinkedHashMap<>();

    private final Api api;

    RolesAndRoutesIT(Api api) {
        this.api = api;
    }

    /** Accounts of their own: some of the routes end every other sign-in of whoever uses them. */
    @BeforeAll
    static void signIn() {
        TestRealm realm = TestServers.keycloak().realm();
        String run = UUID.randomUUID().toString().substring(0, 8);
        ROLES.forEach((who, roles) -> {
            if (!who.equals(NOBODY)) {
                realm.createUser("matrix." + who + "." + run, who.equals("listener") ? Set.of() : Set.of(who),
                        Set.of());
                TOKENS.put(who, realm.tokens("matrix." + who + "." + run).accessToken());
            }
        });
    }

    private static Map<String, List<String>> roles() {
        Map<String, List<String>> roles = new LinkedHashMap<>();
        roles.put(NOBODY, List.of());
        roles.put("listener", List.of("listener"));
        roles.put("host", List.of("listener", "host"));
        roles.put("editor", List.of("listener", "host", "editor"));
        roles.put("moderator", List.of("listener", "moderator"));
        roles.put("admin", List.of("listener", "host", "editor", "moderator", "admin"));
        return roles;
    }

    @TestFactory
    Stream<DynamicTest> everyCell() throws IOException {
        return routes().stream().flatMap(route -> ROLES.keySet().stream().map(who -> DynamicTest
                .dynamicTest(route.method() + " " + route.path() + " by " + who, () -> cell(route, who))));
    }

    private void cell(Route route, String who) {
        Answer answer = api.as(TOKENS.getOrDefault(who, "")).ask(route.method(), route.filled(), "{}");
        String expected = expected(route.allow(), who);
        String found = switch (answer.status()) {
            case 401 -> answer.text("type").endsWith("/unauthenticated") ? "401" : "in";
            case 403 -> answer.text("type").endsWith("/forbidden") ? "403" : "in";
            default -> "in";
        };
        assertThat(answer.status()).as(answer.toString()).isPositive().isNotIn(500, 502, 504);
        // Everybody may write a profile, and only their own: nobody here has this id.
        boolean themselves = found.equals("403") && route.path().equals("/users/{id}") && route.method().equals("PUT");
        assertThat(themselves ? "in" : found).as(answer.toString()).isEqualTo(expected);
        if (found.equals("401")) {
            assertThat(answer.header("WWW-Authenticate")).hasValueSatisfying(v -> assertThat(v).startsWith("Bearer"));
        }
    }

    private static String expected(String allow, String who) {
        if (allow.equals("everybody")) {
            return "in";
        }
        if (who.equals(NOBODY)) {
            return "401";
        }
        return allow.equals("user") || ROLES.getOrDefault(who, List.of()).contains(allow) ? "in" : "403";
    }

    @Test
    void everyRouteThatIsServedIsInTheTable() throws IOException {
        Set<String> table = new TreeSet<>();
        routes().forEach(route -> table.add(route.method() + " " + route.path().replaceAll("\\{\\w+}", "{}")));
        await("the document is put together").atMost(Duration.ofSeconds(60))
                .until(() -> !api.get("/api/v1/openapi.json").json().path("paths").path("/api/v1/user")
                        .isMissingNode());
        Answer document = api.get("/api/v1/openapi.json");
        Set<String> served = new TreeSet<>();
        document.json().path("paths").properties().forEach(path -> path.getValue().propertyNames().forEach(method -> {
            if (Set.of("get", "post", "put", "patch", "delete").contains(method)) {
                served.add(method.toUpperCase(java.util.Locale.ROOT) + " "
                        + path.getKey().replaceFirst("^/api/v1", "").replaceAll("\\{\\w+}", "{}"));
            }
        }));
        assertThat(served).isNotEmpty();
        assertThat(table).containsAll(served);
    }

    @Test
    void whatIsInsideCannotBeReachedByAnybody() {
        String admin = "matrix.insider." + UUID.randomUUID().toString().substring(0, 8);
        TestServers.keycloak().realm().createUser(admin, Set.of("admin"), Set.of());
        Api asAdmin = api.as(TestServers.keycloak().realm().tokens(admin).accessToken());
        for (String path : List.of("/internal/export/users/0198a000-0000-7000-8000-000000000000",
                "/api/v1/internal/export/users/0198a000-0000-7000-8000-000000000000", "/v3/api-docs", "/actuator/env",
                "/actuator/heapdump", "/identity/admin/master/console/", "/identity/realms/master")) {
            assertThat(asAdmin.ask("GET", path, "").status()).as(path).isEqualTo(404);
        }
    }

    private static List<Route> routes() throws IOException {
        Path contract = Checkout.root().resolve("docs/contracts/http/routes.yaml");
        List<Route> routes = new ArrayList<>();
        try (Reader reader = Files.newBufferedReader(contract)) {
            Map<String, List<Map<String, Object>>> document = new Yaml().load(reader);
            for (Map<String, Object> entry : document.getOrDefault("routes", List.of())) {
                for (Object path : (List<?>) entry.getOrDefault("paths", List.of())) {
                    for (Object method : (List<?>) entry.getOrDefault("methods", List.of())) {
                        routes.add(new Route(method.toString(), path.toString(), entry.getOrDefault("allow", "")
                                .toString()));
                    }
                }
            }
        }
        // Whoever leaves has no further say.
        routes.sort(Comparator.comparing(route -> route.path().equals("/user")));
        return routes;
    }
}
