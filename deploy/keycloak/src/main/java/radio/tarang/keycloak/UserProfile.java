package radio.tarang.keycloak;

import java.io.IOException;

import com.fasterxml.jackson.databind.JsonNode;

/** What is kept of a person. The attribute {@code states} is for administrators alone: nobody widens their own rights. */
final class UserProfile implements Reconciler.Step {
    @Override
    public void apply(Realm realm) throws IOException {
        String path = realm.path("/users/profile");
        JsonNode wanted = realm.described().read("user-profile.json");
        JsonNode present = realm.api().get(path);
        // Both ways: what is there but not described, such as a name that is required, has to go.
        if (!Shape.differences(wanted, present).isEmpty() || !Shape.differences(present, wanted).isEmpty()) {
            realm.api().put(path, wanted);
            realm.changes().made("user profile: set");
        }
    }
}
