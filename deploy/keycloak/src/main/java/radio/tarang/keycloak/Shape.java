package radio.tarang.keycloak;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Whether something has the described shape. Only described members count. Keycloak keeps many numbers and booleans as text and gives lists in any
 * order, so neither makes a difference.
 */
final class Shape {
    private Shape() {
    }

    /** The described members that differ, by their path; their values may be secret. */
    static List<String> differences(JsonNode described, JsonNode present) {
        List<String> found = new ArrayList<>();
        collect("", described, present, found);
        return found;
    }

    private static void collect(String path, JsonNode described, JsonNode present, List<String> found) {
        if (described.isObject() && present.isObject() && !described.isEmpty()) {
            described.properties().forEach(member -> collect(path.isEmpty()
                    ? member.getKey()
                    : path + "." + member.getKey(),
                    member.getValue(), present.path(member.getKey()), found));
        } else if (!same(described, present)) {
            found.add(path);
        }
    }

    private static boolean same(JsonNode described, JsonNode present) {
        if (described.isObject()) {
            return present.isObject() && (described.isEmpty() || differences(described, present).isEmpty());
        }
        if (described.isArray()) {
            return present.isArray() && sameElements(described, present);
        }
        return described.asText().equals(present.asText()) && described.isNull() == present.isNull();
    }

    private static boolean sameElements(JsonNode described, JsonNode present) {
        List<JsonNode> left = new ArrayList<>();
        present.forEach(left::add);
        for (JsonNode element : described) {
            if (left.stream().filter(candidate -> same(element, candidate)).findFirst().map(left::remove).isEmpty()) {
                return false;
            }
        }
        return left.isEmpty();
    }

    /** What is present with the described members put over it. */
    static ObjectNode merged(JsonNode described, JsonNode present) {
        ObjectNode merged = present.deepCopy();
        described.properties().forEach(member -> {
            JsonNode other = merged.path(member.getKey());
            merged.set(member.getKey(), member.getValue().isObject() && other.isObject()
                    ? merged(member.getValue(), other)
                    : member.getValue().deepCopy());
        });
        return merged;
    }
}
