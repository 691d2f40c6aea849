package radio.tarang.keycloak;

import java.io.IOException;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Other sites' accounts: prepared and switched off. Once there, they belong to the operator, who enters keys and switches them on; a run that put them
 * back would switch them off again.
 */
final class IdentityProviders implements Reconciler.Step {
    @Override
    public void apply(Realm realm) throws IOException {
        String path = realm.path("/identity-provider/instances");
        JsonNode present = realm.api().get(path);
        for (JsonNode provider : realm.described().read("identity-providers.json")) {
            String alias = provider.path("alias").asText();
            if (Realm.named(present, "alias", alias).isEmpty()) {
                realm.api().post(path, provider);
                realm.changes().made("identity provider " + alias + ": prepared, switched off");
            }
        }
    }
}
