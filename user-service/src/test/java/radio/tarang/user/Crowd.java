package radio.tarang.user;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import radio.tarang.local.test.TestServers;
import radio.tarang.user.RunningService.Setup;
import radio.tarang.user.security.TestIssuer;

/** A service for tests that need many people and no Keycloak: everybody's tokens are the test's own, and Keycloak is away all the time. */
public final class Crowd {
    private static @Nullable RunningService shared;

    private Crowd() {
    }

    public static synchronized RunningService service() {
        RunningService running = shared;
        if (running == null) {
            String prefix = "it-" + UUID.randomUUID().toString().substring(0, 8) + ".";
            TestServers.kafka().createTopics(prefix);
            Map<String, String> issuer = new HashMap<>(TestIssuer.settings());
            issuer.putAll(Map.of("tarang.keycloak.url", "http://127.0.0.1:9/identity", "tarang.keycloak.client-secret",
                    "unused", "tarang.keycloak.apps-secret", "unused"));
            running = RunningService.start(new Setup(TestServers.postgres().database("users"),
                    TestServers.kafka().bootstrapServers(), prefix + "interaction.events", null, issuer, Map.of()));
            shared = running;
        }
        return running;
    }
}
