package radio.tarang.keycloak;

import java.io.IOException;

/** Reconciles the realm that the environment names; ends with 0 only if it is as described. */
final class Main {
    private Main() {
    }

    public static void main(String[] args) {
        System.exit(run());
    }

    private static int run() {
        try {
            Settings settings = Settings.of(System.getenv());
            int changes = new Reconciler(settings, System.out::println).run();
            System.out.printf("Realm %s is as described, profile %s (%d changes)%n", settings.realm(),
                    settings.profile().label(), changes);
            return 0;
        } catch (IllegalArgumentException misconfigured) {
            System.err.println(misconfigured.getMessage());
            return 2;
        } catch (IOException failed) {
            System.err.println(failed.getMessage());
            return 1;
        }
    }
}
