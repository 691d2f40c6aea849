package radio.tarang.gateway.limits;

import java.time.Duration;
import java.util.Locale;

/** What is counted, by the name that headers and problems give it, with its default. */
public enum Bucket {

    API_MINUTE(1_000, Duration.ofMinutes(1), true), API_HOUR(10_000, Duration.ofHours(1), true), LIKE(100,
            Duration.ofHours(1), false), UNLIKE(100, Duration.ofHours(1), false),
    /** Likes and unlikes of an anonymous session together. */
    LIKE_SESSION(200, Duration.ofHours(1), false), COMMENT(10, Duration.ofMinutes(1), false), COMMENT_GUEST(30,
            Duration.ofHours(1), false), PLAY(1_000, Duration.ofHours(1), true),
    /** Attempts, by address; failures by account are user-service's to count. */
    LOGIN(300, Duration.ofMinutes(1), false), REGISTER(10, Duration.ofHours(1), false),
    /** Everything from one address; carrier NAT puts thousands behind one. The default is a multiple of {@link #API_MINUTE}. */
    ADDRESS_MINUTE(20_000, Duration.ofMinutes(1), true), SESSION_ISSUE_MINUTE(60, Duration.ofMinutes(1),
            false), SESSION_ISSUE_HOUR(1_000, Duration.ofHours(1), true);

    final int calls;
    final Duration window;
    /** Too large for a log: decided on leases. */
    final boolean leased;

    Bucket(int calls, Duration window, boolean leased) {
        this.calls = calls;
        this.window = window;
        this.leased = leased;
    }

    /** As in {@code "api-minute"}. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
