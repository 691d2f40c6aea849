package radio.tarang.keycloak;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Brings one realm to the described state, step by step; a failed run may be repeated. */
public final class Reconciler {
    private final Settings settings;
    private final Consumer<String> line;

    /** @param line gets one line for every change */
    public Reconciler(Settings settings, Consumer<String> line) {
        this.settings = settings;
        this.line = line;
    }

    /** Returns how many changes it made. */
    public int run() throws IOException {
        Changes changes = new Changes(line);
        try (AdminApi api = new AdminApi(settings.url(), settings.administrator())) {
            Realm realm = new Realm(api, settings, new Described(settings), changes);
            for (Step step : steps()) {
                step.apply(realm);
            }
        }
        return changes.count();
    }

    /** Later steps rely on earlier ones. */
    private static List<Step> steps() {
        return List.of(
                new NoDemoUsers(), // 1
                new RealmSettings(), // 2
                new UserProfile(), // 3
                new Roles(), // 4
                new Clients(), // 5
                new LoginFlows(), // 6
                new IdentityProviders(), // 7
                new DemoUsers()); // 8
    }

    @FunctionalInterface
    interface Step {
        void apply(Realm realm) throws IOException;
    }
}
