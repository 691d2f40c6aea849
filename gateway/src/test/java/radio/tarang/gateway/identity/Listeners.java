package radio.tarang.gateway.identity;

import java.time.Clock;

import radio.tarang.gateway.GatewayStory;

/** Anonymous listeners as the gateway under test would have issued them. */
public final class Listeners {

    private static final Sessions SESSIONS = new Sessions(new SessionKeys(GatewayStory.SESSION_KEYS),
            Clock.systemUTC());

    private Listeners() {
    }

    /** A whole {@code X-Session-Id}. */
    public static String fresh() {
        return SESSIONS.issue();
    }
}
