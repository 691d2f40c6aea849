package radio.tarang.local.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/** Every list that takes {@code page} and {@code limit} pages alike. */
final class PagingChecks {
    private final Subject subject;
    private final Caller caller;
    private final Routes routes;
    private final JsonNode vectors;
    private final ProblemShape problems;
    private final String admin;

    PagingChecks(Subject subject, Caller caller, Routes routes, Contracts contracts, ProblemShape problems,
            String admin) {
        this.subject = subject;
        this.caller = caller;
        this.routes = routes;
        this.vectors = contracts.paging();
        this.problems = problems;
        this.admin = admin;
    }

    List<Check> all() {
        List<Check> checks = new ArrayList<>();
        routes.all().stream().filter(Routes.Route::pages).forEach(route -> {
            add(checks, route, vectors);
            if (route.parameters().contains("cursor")) {
                add(checks, route, vectors.path("cursors"));
            }
        });
        return checks;
    }

    private void add(List<Check> checks, Routes.Route route, JsonNode lists) {
        boolean byCursor = lists != vectors;
        lists.path("accepted").forEach(vector -> checks.add(new Check(subject.service(),
                route + ", " + vector.path("name").asText(),
                comparison -> accepted(comparison, route, vector, byCursor))));
        lists.path("refused").forEach(vector -> checks.add(new Check(subject.service(),
                route + ", " + vector.path("name").asText(), comparison -> refused(comparison, route, vector))));
    }

    private Reply ask(Routes.Route route, JsonNode vector) throws IOException {
        return caller.get(route.target() + "?" + vector.path("query").asText(), "Authorization", admin);
    }

    private void accepted(Comparison comparison, Routes.Route route, JsonNode vector, boolean byCursor)
            throws IOException {
        Reply reply = ask(route, vector);
        if (unknown(comparison, route, reply)) {
            return;
        }
        comparison.holds(reply.status() == 200, "status 200", reply);
        JsonNode list = reply.json();
        vectors.path("members").properties().forEach(member -> {
            boolean given = list.path(member.getKey()).getNodeType().name()
                    .equals(member.getValue().asText().equals("integer") ? "NUMBER" : "BOOLEAN");
            comparison.holds(given || byCursor && member.getKey().equals("page"),
                    "a member " + member.getKey() + " (" + member.getValue().asText() + ")", reply);
        });
        for (String said : List.of("page", "limit")) {
            if (vector.has(said)) {
                comparison.same(said, vector.path(said).asInt(), list.path(said).asInt());
            }
        }
        List<JsonNode> arrays = new ArrayList<>();
        list.forEach(member -> {
            if (member.isArray()) {
                arrays.add(member);
            }
        });
        comparison.same("number of arrays", 1, arrays.size());
        comparison.holds(arrays.getFirst().size() <= list.path("limit").asInt(), "at most limit items", reply);
        comparison.holds(arrays.getFirst().size() <= list.path("total").asLong(), "at most total items", reply);
    }

    private void refused(Comparison comparison, Routes.Route route, JsonNode vector) throws IOException {
        Reply reply = ask(route, vector);
        if (unknown(comparison, route, reply)) {
            return;
        }
        problems.check(comparison, reply, 400, "validation-failed");
        List<String> fields = new ArrayList<>();
        reply.json().path("errors").forEach(error -> fields.add(error.path("field").asText()));
        comparison.holds(fields.contains(vector.path("field").asText()),
                "errors that name " + vector.path("field").asText(), reply);
    }

    /** The lists of something that is not there are not there either; which of the two is said first is the service's choice. */
    private boolean unknown(Comparison comparison, Routes.Route route, Reply reply) {
        if (reply.status() != 404 || !route.ofSomething()) {
            return false;
        }
        problems.check(comparison, reply);
        return true;
    }
}
