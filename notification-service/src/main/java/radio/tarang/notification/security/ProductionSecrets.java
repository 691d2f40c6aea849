package radio.tarang.notification.security;

import java.util.List;
import java.util.Locale;

import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** What this service does not start without in production, beside the keys of sessions, which it needs everywhere. */
final class ProductionSecrets {
    static final String PROFILE = "production";
    static final List<String> NEEDED = List.of("spring.datasource.password");

    private ProductionSecrets() {
    }

    /** @throws Misconfigured names the one that is missing */
    static void check(Environment environment) {
        if (environment.acceptsProfiles(Profiles.of(PROFILE))) {
            NEEDED.stream().filter(property -> environment.getProperty(property, "").isBlank()).findFirst()
                    .ifPresent(missing -> {
                        throw new Misconfigured(missing, "(" + variable(missing)
                                + ") is missing: in production nothing starts without it");
                    });
        }
    }

    private static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
