package radio.tarang.keycloak;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** One account per role, with a password that everybody knows: in the local realm alone. */
final class DemoUsers implements Reconciler.Step {
    static final String PASSWORD = "tarang";

    @Override
    public void apply(Realm realm) throws IOException {
        if (realm.settings().profile() == Settings.Profile.LOCAL) {
            TreeMap<String, JsonNode> roles = realm.realmRoles();
            for (String name : Realm.texts(realm.described().read("demo-users.json"))) {
                user(realm, name, roles);
            }
        }
    }

    private static void user(Realm realm, String name, TreeMap<String, JsonNode> roles) throws IOException {
        ObjectNode wanted = JsonNodeFactory.instance.objectNode().put("username", name).put("enabled", true)
                .put("email", email(name)).put("emailVerified", true);
        Optional<JsonNode> present = find(realm, name);
        String id;
        if (present.isPresent()) {
            id = present.get().path("id").asText();
            realm.shape("demo user " + name, realm.path("/users/" + id), wanted, present.get());
        } else {
            wanted.putArray("credentials").addObject().put("type", "password").put("value", PASSWORD)
                    .put("temporary", false);
            id = realm.api().post(realm.path("/users"), wanted);
            realm.changes().made("demo user " + name + ": created");
        }
        Set<String> direct = new TreeSet<>(Set.of("default-roles-" + realm.settings().realm(), name));
        realm.roles("demo user " + name, realm.path("/users/" + id + "/role-mappings/realm"), direct, roles);
    }

    static String email(String name) {
        return name + "@example.org";
    }

    static Optional<JsonNode> find(Realm realm, String name) throws IOException {
        return Realm.named(realm.api().get(realm.path("/users?exact=true&username=" + name)), "username", name);
    }
}
