package radio.tarang.keycloak;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A production realm that holds accounts whose password everybody knows is refused before anything is changed. */
final class NoDemoUsers implements Reconciler.Step {
    @Override
    public void apply(Realm realm) throws IOException {
        if (realm.settings().profile() == Settings.Profile.LOCAL || realm.api().find(realm.path("")).isEmpty()) {
            return;
        }
        List<String> found = new ArrayList<>();
        for (String name : Realm.texts(realm.described().read("demo-users.json"))) {
            DemoUsers.find(realm, name).map(user -> user.path("email").asText())
                    .filter(DemoUsers.email(name)::equals).ifPresent(email -> found.add(name));
        }
        if (!found.isEmpty()) {
            throw new IOException("The realm holds demo accounts, whose password everybody knows: "
                    + String.join(", ", found) + ". Delete them, then run again.");
        }
    }
}
