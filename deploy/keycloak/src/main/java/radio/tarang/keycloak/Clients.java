package radio.tarang.keycloak;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Our clients, each with the same claims and with no role in its tokens but the listed ones; and Keycloak's own clients that nobody here needs,
 * switched off.
 */
final class Clients implements Reconciler.Step {
    private static final List<String> UNUSED = List.of("admin-cli", "account-console", "security-admin-console");
    /** Carries {@code sub}. All other scopes of Keycloak would add claims that we do not want in tokens. */
    private static final String SCOPE = "basic";

    @Override
    public void apply(Realm realm) throws IOException {
        JsonNode mappers = realm.described().read("mappers.json");
        TreeMap<String, JsonNode> roles = realm.realmRoles();
        String management = find(realm, "realm-management").map(Clients::id)
                .orElseThrow(() -> new IOException("This realm has no client realm-management"));
        for (JsonNode wanted : realm.described().read("clients.json")) {
            String name = wanted.path("client").path("clientId").asText();
            String id = client(realm, name, wanted.path("client"));
            String path = realm.path("/clients/" + id);
            scopes(realm, name, path);
            mappers(realm, name, path, mappers);
            realm.roles("client " + name + ", roles in tokens", path + "/scope-mappings/realm",
                    Realm.texts(wanted.path("realmRoles")), roles);
            if (wanted.has("managementRoles")) {
                Set<String> rights = Realm.texts(wanted.path("managementRoles"));
                TreeMap<String, JsonNode> offered = Realm
                        .byName(realm.api().get(realm.path("/clients/" + management + "/roles")));
                realm.roles("client " + name + ", rights in tokens",
                        path + "/scope-mappings/clients/" + management, rights, offered);
                String account = realm.api().get(path + "/service-account-user").path("id").asText();
                String mappings = realm.path("/users/" + account + "/role-mappings");
                realm.roles("account of " + name + ", rights", mappings + "/clients/" + management, rights, offered);
                realm.roles("account of " + name, mappings + "/realm", Realm.texts(wanted.path("realmRoles")), roles);
            }
        }
        switchOffUnused(realm);
    }

    private static String client(Realm realm, String name, JsonNode wanted) throws IOException {
        Optional<JsonNode> present = find(realm, name);
        if (present.isPresent()) {
            realm.shape("client " + name, realm.path("/clients/" + id(present.get())), wanted, present.get());
            return id(present.get());
        }
        ObjectNode fresh = wanted.deepCopy();
        fresh.putArray("defaultClientScopes").add(SCOPE);
        fresh.putArray("optionalClientScopes");
        String id = realm.api().post(realm.path("/clients"), fresh);
        realm.changes().made("client " + name + ": created");
        return id;
    }

    private static void scopes(Realm realm, String name, String path) throws IOException {
        for (String kind : List.of("default", "optional")) {
            String list = path + "/" + kind + "-client-scopes";
            Set<String> wanted = kind.equals("default") ? Set.of(SCOPE) : Set.of();
            JsonNode present = realm.api().get(list);
            for (JsonNode scope : present) {
                if (!wanted.contains(scope.path("name").asText())) {
                    realm.api().delete(list + "/" + id(scope), null);
                    realm.changes().made("client " + name + ": without scope " + scope.path("name").asText());
                }
            }
            for (String scope : wanted) {
                if (Realm.named(present, "name", scope).isEmpty()) {
                    String id = Realm.named(realm.api().get(realm.path("/client-scopes")), "name", scope)
                            .map(Clients::id)
                            .orElseThrow(() -> new IOException("This realm has no client scope " + scope));
                    realm.api().put(list + "/" + id, JsonNodeFactory.instance.objectNode());
                    realm.changes().made("client " + name + ": with scope " + scope);
                }
            }
        }
    }

    private static void mappers(Realm realm, String name, String path, JsonNode wanted) throws IOException {
        String models = path + "/protocol-mappers/models";
        JsonNode present = realm.api().get(models);
        for (JsonNode mapper : present) {
            if (Realm.named(wanted, "name", mapper.path("name").asText()).isEmpty()) {
                realm.api().delete(models + "/" + id(mapper), null);
                realm.changes().made("client " + name + ": without claim " + mapper.path("name").asText());
            }
        }
        for (JsonNode mapper : wanted) {
            String claim = mapper.path("name").asText();
            Optional<JsonNode> there = Realm.named(present, "name", claim);
            if (there.isPresent()) {
                realm.shape("client " + name + ", claim " + claim, models + "/" + id(there.get()), mapper, there.get());
            } else {
                realm.api().post(models, mapper);
                realm.changes().made("client " + name + ": with claim " + claim);
            }
        }
    }

    private static void switchOffUnused(Realm realm) throws IOException {
        ObjectNode off = JsonNodeFactory.instance.objectNode().put("enabled", false);
        for (String name : UNUSED) {
            Optional<JsonNode> client = find(realm, name);
            if (client.isPresent()) {
                realm.shape("client " + name, realm.path("/clients/" + id(client.get())), off, client.get());
            }
        }
    }

    private static Optional<JsonNode> find(Realm realm, String clientId) throws IOException {
        return Realm.named(realm.api().get(realm.path("/clients?clientId=" + clientId)), "clientId", clientId);
    }

    private static String id(JsonNode node) {
        return node.path("id").asText();
    }
}
