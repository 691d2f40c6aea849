package radio.tarang.local.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/** Refusals look alike everywhere: no such path, not that method, not that body, not that form. */
final class RefusalChecks {
    private static final String NOWHERE = TokenChecks.NOWHERE;
    private static final List<String> METHODS = List.of("DELETE", "PATCH", "PUT", "POST", "GET");
    private static final int DEEP = 2_000;

    private final Subject subject;
    private final Caller caller;
    private final Routes routes;
    private final ProblemShape problems;
    private final String admin;
    private final String listener;
    private final List<Check> checks = new ArrayList<>();

    /** @param admin and listener are values of {@code Authorization} */
    RefusalChecks(Subject subject, Caller caller, Routes routes, ProblemShape problems, String admin,
            String listener) {
        this.subject = subject;
        this.caller = caller;
        this.routes = routes;
        this.problems = problems;
        this.admin = admin;
        this.listener = listener;
    }

    List<Check> all() {
        for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
            add("404 of " + method + " on a path nobody has", comparison -> problems.check(comparison,
                    caller.send(method, NOWHERE, method.equals("GET") ? null : "{nonsense"), 404, "not-found"));
        }
        if (subject.kind() == Subject.Kind.EDGE) {
            edge();
            return checks;
        }
        wrongMethod("/actuator/health/liveness", Set.of("GET"), "POST");
        routes.methods().forEach(this::wrongMethod);
        routes.all().forEach(this::route);
        return checks;
    }

    private void add(String vector, Check.Body body) {
        checks.add(new Check(subject.service(), vector, body));
    }

    private void edge() {
        wrongMethod("/api/v1/states", Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"), "PROPFIND");
        wrongMethod("/health", Set.of("GET", "HEAD"), "POST");
        wrongMethod("/", Set.of("GET", "HEAD"), "DELETE");
        add("414 of a long target", comparison -> problems.check(comparison,
                caller.get("/api/v1/states?q=" + "a".repeat(5_000)), 414, "uri-too-long"));
        add("415 of an encoded body", comparison -> problems.check(comparison,
                caller.send("POST", "/api/v1/auth/logout", "{}", "Content-Encoding", "gzip"), 415,
                "unsupported-media-type"));
        add("400 of a path that can be read in two ways", comparison -> problems.check(comparison,
                caller.get("/api/v1//states"), 400, "malformed-request"));
        for (String path : List.of("/", "/health", "/api/v1/states")) {
            add("what keeps browsers safe on " + path, comparison -> {
                Reply reply = caller.get(path);
                comparison.same("status", 200, reply.status());
                problems.safe(comparison, reply);
            });
        }
    }

    private void wrongMethod(String target, Set<String> methods) {
        METHODS.stream().filter(method -> !methods.contains(method)).findFirst()
                .ifPresent(method -> wrongMethod(target, methods, method));
    }

    private void wrongMethod(String target, Set<String> methods, String wrong) {
        add("405 of " + wrong + " on " + target, comparison -> {
            Reply reply = caller.send(wrong, target, null, "Authorization", admin);
            problems.check(comparison, reply, 405, "method-not-allowed");
            comparison.holds(new TreeSet<>(Arrays.asList(reply.header("Allow").split(", *"))).containsAll(methods),
                    "Allow with " + methods, reply.header("Allow"));
        });
    }

    private void route(Routes.Route route) {
        if (route.json()) {
            body(route, "text instead of JSON", "x", "text/plain", 415, "unsupported-media-type");
            body(route, "JSON that breaks off", "{\"a\":", "application/json", 400, "malformed-request");
            body(route, "deeply nested JSON", "[".repeat(DEEP) + "]".repeat(DEEP), "application/json", 400, null);
        }
        if (!route.path().startsWith("/api/v1/auth/")) {
            add(route + " by nobody", comparison -> refused(comparison, route));
        }
        if (route.path().startsWith("/api/v1/admin/")) {
            add(route + " by a listener", comparison -> problems.check(comparison, caller.send(route.method(),
                    route.target(), route.json() ? "{nonsense" : null, "Authorization", listener), 403, "forbidden"));
        }
        if (route.pages() && !route.ofSomething()) {
            add(route + " in a form nobody has", comparison -> problems.check(comparison, caller.get(route.target(),
                    "Authorization", admin, "Accept", "application/vnd.tarang.nothing"), 406, "not-acceptable"));
        }
    }

    /** @param slug null where it is either of the two that tell of a bad body */
    private void body(Routes.Route route, String what, String body, String type, int status,
            @Nullable String slug) {
        add(route + " with " + what, comparison -> {
            Reply reply = caller.send(route.method(), route.target(), body, "Authorization", admin, "Content-Type",
                    type);
            if (slug != null) {
                problems.check(comparison, reply, status, slug);
            } else {
                problems.check(comparison, reply);
                comparison.same("status", status, reply.status());
            }
        });
    }

    /** Open or not: whatever is refused is refused in form, and what is not open before it is looked at. */
    private void refused(Comparison comparison, Routes.Route route) throws IOException {
        Reply reply = caller.send(route.method(), route.target(), route.json() ? "{nonsense" : null);
        if (reply.status() >= 400) {
            problems.check(comparison, reply);
        }
        if (!route.method().equals("GET")) {
            problems.check(comparison, reply, 401, "unauthenticated");
        }
    }
}
