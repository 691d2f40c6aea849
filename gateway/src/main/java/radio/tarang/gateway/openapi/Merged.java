package radio.tarang.gateway.openapi;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Several OpenAPI 3.1 documents as one. Services come in the order of their names: of two that describe one operation the
 * first is kept; of two components of one name and different content the later one gets its service's name in front, and
 * with it every component of that service that refers to it.
 */
final class Merged {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String COMPONENTS = "#/components/";
    private static final String PUBLIC = "/api/v1/";
    private static final List<String> METHODS = List.of("get", "put", "post", "delete", "options", "head", "patch",
            "trace");

    private final ObjectNode document = JSON.createObjectNode();
    private final SortedMap<String, ObjectNode> paths = new TreeMap<>();
    private final SortedMap<String, SortedMap<String, JsonNode>> components = new TreeMap<>();
    private final Edge edge = new Edge();

    private Merged() {
    }

    /** @param documents by the services' names */
    static ObjectNode of(Map<String, JsonNode> documents) {
        Merged merged = new Merged();
        merged.edge.components(merged.components);
        new TreeMap<>(documents).forEach(merged::add);
        return merged.write(new TreeMap<>(documents).keySet());
    }

    /** Whether it can be merged at all. */
    static boolean isDocument(JsonNode node) {
        return node.isObject() && node.path("openapi").asString("").startsWith("3.1")
                && node.path("paths").isObject();
    }

    private void add(String service, JsonNode original) {
        Map<String, String> renamed = renames(service, original);
        JsonNode said = renamed.isEmpty() ? original : referring(original, renamed);
        said.path("components").properties().forEach(section -> section.getValue().properties().forEach(component -> {
            String key = section.getKey() + '/' + component.getKey();
            String name = renamed.getOrDefault(key, key).substring(section.getKey().length() + 1);
            components.computeIfAbsent(section.getKey(), s -> new TreeMap<>()).putIfAbsent(name, component.getValue());
        }));
        said.path("paths").properties().stream().filter(path -> path.getKey().startsWith(PUBLIC))
                .forEach(path -> path(service, path.getKey(), path.getValue()));
    }

    private void path(String service, String name, JsonNode item) {
        ObjectNode known = paths.computeIfAbsent(name, p -> JSON.createObjectNode());
        item.properties().forEach(member -> {
            if (known.has(member.getKey())) {
                return;
            }
            JsonNode value = member.getValue().deepCopy();
            if (METHODS.contains(member.getKey()) && value instanceof ObjectNode operation) {
                String id = operation.path("operationId").asString(member.getKey() + name);
                operation.put("operationId", service + '.' + id);
                ArrayNode tags = operation.putArray("tags");
                tags.add(service);
                edge.completes(name, member.getKey(), operation);
            }
            known.set(member.getKey(), value);
        });
    }

    /** Keys are {@code schemas/Name}. What refers to something renamed is another thing than before, so it is renamed too. */
    private Map<String, String> renames(String service, JsonNode said) {
        Set<String> clashing = new HashSet<>();
        Map<String, Set<String>> refers = new HashMap<>();
        said.path("components").properties().forEach(section -> section.getValue().properties().forEach(component -> {
            String key = section.getKey() + '/' + component.getKey();
            JsonNode known = components.getOrDefault(section.getKey(), new TreeMap<>()).get(component.getKey());
            if (known != null && !known.equals(component.getValue())) {
                clashing.add(key);
            }
            Set<String> targets = new HashSet<>();
            references(component.getValue(), targets);
            refers.put(key, targets);
        }));
        boolean more = !clashing.isEmpty();
        while (more) {
            more = false;
            for (Map.Entry<String, Set<String>> one : refers.entrySet()) {
                more |= one.getValue().stream().anyMatch(clashing::contains) && clashing.add(one.getKey());
            }
        }
        Map<String, String> renamed = new HashMap<>();
        clashing.forEach(key -> {
            int slash = key.indexOf('/');
            renamed.put(key, key.substring(0, slash + 1) + Character.toUpperCase(service.charAt(0))
                    + service.substring(1) + key.substring(slash + 1));
        });
        return renamed;
    }

    private static void references(JsonNode node, Set<String> found) {
        node.properties().forEach(member -> {
            String text = member.getValue().asString("");
            if (member.getKey().equals("$ref") && text.startsWith(COMPONENTS)) {
                found.add(text.substring(COMPONENTS.length()));
            }
            references(member.getValue(), found);
        });
        if (node.isArray()) {
            node.forEach(element -> references(element, found));
        }
    }

    private static JsonNode referring(JsonNode node, Map<String, String> renamed) {
        if (node.isArray()) {
            ArrayNode copy = JSON.createArrayNode();
            node.forEach(element -> copy.add(referring(element, renamed)));
            return copy;
        }
        if (!node.isObject()) {
            String text = node.asString("");
            String to = text.startsWith(COMPONENTS) ? renamed.get(text.substring(COMPONENTS.length())) : null;
            return to == null ? node : JSON.getNodeFactory().stringNode(COMPONENTS + to);
        }
        ObjectNode copy = JSON.createObjectNode();
        node.properties().forEach(member -> copy.set(member.getKey(), referring(member.getValue(), renamed)));
        return copy;
    }

    private ObjectNode write(Set<String> services) {
        document.put("openapi", "3.1.0");
        document.putObject("info").put("title", "Tarang").put("version", "1").put("description",
                "The public API. Described here: " + (services.isEmpty() ? "nothing yet" : String.join(", ", services))
                        + ". Problem types: https://tarang.radio/problems/");
        document.putArray("servers").addObject().put("url", "/").put("description", "Wherever this came from");
        ArrayNode tags = document.putArray("tags");
        services.forEach(service -> tags.addObject().put("name", service));
        ObjectNode all = document.putObject("paths");
        paths.forEach(all::set);
        ObjectNode sections = document.putObject("components");
        components.forEach((section, members) -> {
            ObjectNode out = sections.putObject(section);
            members.forEach(out::set);
        });
        return document;
    }
}
