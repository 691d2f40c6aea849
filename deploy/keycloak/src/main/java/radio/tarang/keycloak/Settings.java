package radio.tarang.keycloak;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What differs from one installation to the next.
 *
 * @param url of Keycloak with its path, such as {@code http://127.0.0.1:15480/identity}
 * @param publicUrls where browsers find Tarang, without a slash at the end
 * @param mail how the production realm sends its e-mails; the local one sends none
 */
public record Settings(URI url, Administrator administrator, String realm, Profile profile, List<String> publicUrls,
        Secrets secrets, Optional<Mail> mail) {
    private static final int SHORTEST_SECRET = 16;
    private static final Pattern REALM = Pattern.compile("[a-z][a-z0-9-]{0,35}");

    /** Settings that only one kind of installation has. */
    public enum Profile {
        LOCAL, PRODUCTION;

        String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Who may change the realm, in the realm {@code master}: a person, or a service account (what a hook should use). */
    public record Administrator(String name, String secret, boolean serviceAccount) {
    }

    /** Of the confidential clients. */
    public record Secrets(String userService, String apps) {
    }

    /** @param username empty where the server asks for none */
    public record Mail(String host, int port, String from, String username, String password) {
    }

    /** @throws IllegalArgumentException says in one line which variable is missing or wrong */
    public static Settings of(Map<String, String> environment) {
        Environment variables = new Environment(environment);
        Profile profile = profile(variables.required("TARANG_REALM_PROFILE"));
        List<String> publicUrls = List.of(variables.required("TARANG_WEB_PUBLIC_URL").split("\\s*,\\s*"));
        for (String url : publicUrls) {
            require("TARANG_WEB_PUBLIC_URL", url, Settings::isOrigin, "an address such as https://tarang.example");
        }
        return new Settings(URI.create(variables.required("TARANG_KEYCLOAK_URL").replaceFirst("/+$", "")),
                administrator(variables),
                require("TARANG_KEYCLOAK_REALM", variables.orElse("TARANG_KEYCLOAK_REALM", "tarang"),
                        REALM.asMatchPredicate(), "a name such as tarang"),
                profile, publicUrls,
                new Secrets(variables.secret("TARANG_KEYCLOAK_CLIENT_SECRET"),
                        variables.secret("TARANG_KEYCLOAK_APPS_SECRET")),
                profile == Profile.PRODUCTION ? Optional.of(mail(variables)) : Optional.empty());
    }

    private static Profile profile(String name) {
        return switch (name) {
            case "local" -> Profile.LOCAL;
            case "production" -> Profile.PRODUCTION;
            default -> throw new IllegalArgumentException("TARANG_REALM_PROFILE is local or production, not " + name);
        };
    }

    private static Administrator administrator(Environment variables) {
        String client = variables.orElse("TARANG_KEYCLOAK_ADMIN_CLIENT_ID", "");
        return client.isEmpty()
                ? new Administrator(variables.required("TARANG_KEYCLOAK_ADMIN_USERNAME"),
                        variables.required("TARANG_KEYCLOAK_ADMIN_PASSWORD"), false)
                : new Administrator(client, variables.required("TARANG_KEYCLOAK_ADMIN_CLIENT_SECRET"), true);
    }

    private static Mail mail(Environment variables) {
        String username = variables.orElse("TARANG_SMTP_USERNAME", "");
        String port = require("TARANG_SMTP_PORT", variables.orElse("TARANG_SMTP_PORT", "587"),
                Pattern.compile("[0-9]{1,5}").asMatchPredicate(), "a port");
        return new Mail(variables.required("TARANG_SMTP_HOST"), Integer.parseInt(port),
                variables.required("TARANG_SMTP_FROM"), username,
                username.isEmpty() ? "" : variables.required("TARANG_SMTP_PASSWORD"));
    }

    private static boolean isOrigin(String url) {
        return url.matches("https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?");
    }

    private static String require(String name, String value, Predicate<String> good, String what) {
        if (!good.test(value)) {
            throw new IllegalArgumentException(name + " must be " + what + ", not " + value);
        }
        return value;
    }

    private record Environment(Map<String, String> variables) {
        String required(String name) {
            String value = orElse(name, "");
            if (value.isEmpty()) {
                throw new IllegalArgumentException(name + " is not set");
            }
            return value;
        }

        String secret(String name) {
            String value = required(name);
            if (value.length() < SHORTEST_SECRET) {
                throw new IllegalArgumentException(name + " is shorter than " + SHORTEST_SECRET + " characters");
            }
            return value;
        }

        String orElse(String name, String other) {
            String value = variables.getOrDefault(name, "").strip();
            return value.isEmpty() ? other : value;
        }
    }
}
