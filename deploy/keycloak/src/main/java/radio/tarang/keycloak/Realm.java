package radio.tarang.keycloak;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** The realm that a run works on: its admin API, how it should be, and the changes made so far. */
record Realm(AdminApi api, Settings settings, Described described, Changes changes) {

    /** @param rest of the path below the realm, beginning with a slash */
    String path(String rest) {
        return "/" + settings.realm() + rest;
    }

    /** Puts the described members over what is there, if they differ. */
    void shape(String what, String path, JsonNode wanted, JsonNode present) throws IOException {
        List<String> differences = Shape.differences(wanted, present);
        if (!differences.isEmpty()) {
            api.put(path, Shape.merged(wanted, present));
            changes.made(what + ": set " + String.join(", ", differences));
        }
    }

    /** The first of a list whose member has this value. */
    static Optional<JsonNode> named(JsonNode list, String member, String value) {
        for (JsonNode element : list) {
            if (element.path(member).asText().equals(value)) {
                return Optional.of(element);
            }
        }
        return Optional.empty();
    }

    static Set<String> texts(JsonNode list) {
        Set<String> texts = new TreeSet<>();
        list.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    /**
     * Brings a list of roles that hang on something to the wanted ones.
     *
     * @param path where roles are read, added and taken away
     * @param offered all that could be there, by name
     */
    void roles(String what, String path, Collection<String> wanted, TreeMap<String, JsonNode> offered)
            throws IOException {
        Set<String> present = new TreeSet<>();
        ArrayNode surplus = JsonNodeFactory.instance.arrayNode();
        for (JsonNode role : api.get(path)) {
            present.add(role.path("name").asText());
            if (!wanted.contains(role.path("name").asText())) {
                surplus.add(role);
                changes.made(what + ": without " + role.path("name").asText());
            }
        }
        ArrayNode missing = JsonNodeFactory.instance.arrayNode();
        for (String name : wanted) {
            if (!present.contains(name)) {
                JsonNode role = offered.get(name);
                if (role == null) {
                    throw new IOException(what + ": this Keycloak has no role " + name);
                }
                missing.add(role);
                changes.made(what + ": with " + name);
            }
        }
        if (!surplus.isEmpty()) {
            api.delete(path, surplus);
        }
        if (!missing.isEmpty()) {
            api.post(path, missing);
        }
    }

    TreeMap<String, JsonNode> realmRoles() throws IOException {
        return byName(api.get(path("/roles")));
    }

    static TreeMap<String, JsonNode> byName(JsonNode list) {
        TreeMap<String, JsonNode> roles = new TreeMap<>();
        list.forEach(role -> roles.put(role.path("name").asText(), role));
        return roles;
    }
}
