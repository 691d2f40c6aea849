package radio.tarang.keycloak;

import java.io.IOException;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Roles that contain one another, and what everybody with an account is. */
final class Roles implements Reconciler.Step {
    @Override
    public void apply(Realm realm) throws IOException {
        JsonNode wanted = realm.described().read("roles.json");
        TreeMap<String, JsonNode> present = realm.realmRoles();
        for (JsonNode role : wanted) {
            String name = role.path("name").asText();
            ObjectNode itself = JsonNodeFactory.instance.objectNode().put("name", name)
                    .put("description", role.path("description").asText());
            JsonNode there = present.get(name);
            if (there == null) {
                realm.api().post(realm.path("/roles"), itself);
                realm.changes().made("role " + name + ": created");
            } else {
                realm.shape("role " + name, realm.path("/roles/" + name), itself, there);
            }
        }
        TreeMap<String, JsonNode> all = realm.realmRoles();
        for (JsonNode role : wanted) {
            String name = role.path("name").asText();
            Set<String> contains = Realm.texts(role.path("contains"));
            if (!contains.isEmpty() || all.getOrDefault(name, role).path("composite").asBoolean()) {
                realm.roles("role " + name, realm.path("/roles/" + name + "/composites"), contains, all);
            }
        }
        everybody(realm, all);
    }

    /** Adds listener and takes offline access away; what else everybody has, such as seeing their own account, is Keycloak's. */
    private static void everybody(Realm realm, TreeMap<String, JsonNode> all) throws IOException {
        String name = "default-roles-" + realm.settings().realm();
        String path = realm.path("/roles/" + name + "/composites");
        Set<String> wanted = new TreeSet<>(Set.of("listener"));
        TreeMap<String, JsonNode> offered = new TreeMap<>(all);
        for (JsonNode role : realm.api().get(path)) {
            if (role.path("clientRole").asBoolean()) {
                wanted.add(role.path("name").asText());
                offered.put(role.path("name").asText(), role);
            }
        }
        realm.roles("everybody", path, wanted, offered);
    }
}
