package radio.tarang.local.platform;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What each service is told. */
record ServiceEnvironment(Servers servers, LocalRealm realm, PortPlan ports, Secrets secrets, Home home) {
    /** The services that have a database, which is also the name of its owner. */
    static final Map<String, String> DATABASES = Map.of("program-service", "program", "comment-service", "comment",
            "user-service", "users", "counter-service", "counter", "notification-service", "notification");

    Map<String, String> of(String service, Platform.Options options) throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("SERVER_PORT", Integer.toString(ports.of(service)));
        environment.put("SERVER_ADDRESS", "127.0.0.1");
        environment.put("SPRING_KAFKA_BOOTSTRAP_SERVERS", servers.kafka().bootstrapServers());
        environment.put("TARANG_IDENTITY_ISSUER", realm.issuer());
        environment.put("TARANG_IDENTITY_JWKS_URI", realm.jwksUri());
        environment.put("TARANG_IDENTITY_AUDIENCE", "tarang-api");
        environment.put("TARANG_IDENTITY_JWKS_FILE", home.of(service).resolve("jwks.json").toString());
        environment.put("TARANG_SESSION_KEYS", secrets.sessionKeys());
        String database = DATABASES.get(service);
        if (database != null) {
            environment.put("SPRING_DATASOURCE_URL", servers.postgres().jdbcUrl(database));
            environment.put("SPRING_DATASOURCE_USERNAME", database);
            environment.put("SPRING_DATASOURCE_PASSWORD", secrets.of("database." + database));
        }
        switch (service) {
            case "program-service" -> environment.put("TARANG_DEMO", Boolean.toString(options.demo()));
            case "user-service" -> keycloak(environment);
            case "gateway" -> edge(environment, options);
            default -> {
                // The above is all.
            }
        }
        return environment;
    }

    private void keycloak(Map<String, String> environment) throws IOException {
        environment.put("TARANG_KEYCLOAK_URL", servers.keycloak().url());
        environment.put("TARANG_KEYCLOAK_REALM", LocalRealm.NAME);
        environment.put("TARANG_KEYCLOAK_CLIENT_SECRET", realm.userServiceSecret());
        environment.put("TARANG_KEYCLOAK_APPS_SECRET", realm.appsSecret());
        environment.put("TARANG_IDENTITY_STAFF_PASSWORD_LOGIN", "true");
        environment.put("TARANG_PRIVACY_EXPORT_SECRET", secrets.of("export"));
        environment.put("TARANG_PRIVACY_SERVICES_PROGRAM", "http://127.0.0.1:" + ports.of("program-service"));
    }

    private void edge(Map<String, String> environment, Platform.Options options) {
        for (String other : List.of("program", "comment", "user", "counter", "notification", "search")) {
            environment.put("TARANG_SERVICES_" + other.toUpperCase(Locale.ROOT),
                    "http://127.0.0.1:" + ports.of(other + "-service"));
        }
        environment.put("TARANG_SERVICES_IDENTITY", "http://127.0.0.1:" + ports.of("keycloak"));
        environment.put("TARANG_REDIS_URI", "redis://127.0.0.1:" + ports.of("redis"));
        environment.put("TARANG_LIMITS_FACTOR", Integer.toString(options.limitsFactor()));
        environment.put("TARANG_LIMITS_REPLICAS", "1");
        environment.put("TARANG_WEB_PUBLIC_URL", ports.publicUrl());
    }
}
