package radio.tarang.user;

import java.time.Instant;
import java.util.UUID;

/**
 * A sign-in on a device.
 *
 * @param sid Keycloak's name of it, which the tokens carry
 * @param client whose tokens these are
 * @param address coarse: the network, not the place in it
 */
public record DeviceSession(UUID id, UUID userId, String sid, String client, String userAgent, String address,
        Instant createdAt, Instant lastUsedAt) {
}
