package radio.tarang.local.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;

/** What a service says it has, from its OpenAPI document. */
final class Routes {

    /**
     * @param target with every place filled in
     * @param json whether it takes a body, and only in JSON
     * @param parameters of the query and the header
     */
    record Route(String method, String path, String target, boolean json, Set<String> parameters) {

        boolean pages() {
            return method.equals("GET") && parameters.containsAll(Set.of("page", "limit"));
        }

        boolean remembers() {
            return parameters.contains("Idempotency-Key");
        }

        /** What is there depends on what a place was filled with. */
        boolean ofSomething() {
            return path.contains("{");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private final List<Route> all = new ArrayList<>();

    /** @param id stands where a path wants the id of something or somebody */
    Routes(JsonNode document, String id) {
        document.path("paths").properties().forEach(path -> path.getValue().properties().forEach(operation -> {
            if (METHODS.contains(operation.getKey())) {
                all.add(route(operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue(), id));
            }
        }));
    }

    private static Route route(String method, String path, JsonNode operation, String id) {
        Set<String> parameters = new TreeSet<>();
        operation.path("parameters").forEach(parameter -> {
            if (!parameter.path("in").asText().equals("path")) {
                parameters.add(parameter.path("name").asText());
            }
        });
        JsonNode content = operation.path("requestBody").path("content");
        boolean json = content.size() == 1 && content.has("application/json");
        String target = path.replaceAll("\\{state(Id)?}", "MH").replaceAll("\\{[^}]*}", id);
        return new Route(method, path, target, json, parameters);
    }

    List<Route> all() {
        return List.copyOf(all);
    }

    /** The methods of each target. */
    Map<String, Set<String>> methods() {
        Map<String, Set<String>> methods = new TreeMap<>();
        all.forEach(route -> methods.computeIfAbsent(route.target(), _ -> new TreeSet<>()).add(route.method()));
        return methods;
    }
}
