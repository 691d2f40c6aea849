package radio.tarang.user;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a person wants from the platform. Values are checked before they come here.
 *
 * @param statePreference two letters, or null
 * @param languages BCP 47 tags in order of preference
 * @param quietHours local to {@code timeZone}; null: never quiet
 */
public record Preferences(@Nullable String statePreference, List<String> languages, @Nullable ZoneId timeZone,
        @Nullable QuietHours quietHours, Notifications notifications, Consent consent) {
    /** From {@code start} (inclusive) to {@code end} (exclusive); an end that is not later than the start is on the next day. */
    public record QuietHours(LocalTime start, LocalTime end) {
    }

    /** By which ways a person may be told something. */
    public record Notifications(boolean inApp, boolean push, boolean email, Digest digest) {
        public static final Notifications DEFAULT = new Notifications(true, false, false, Digest.OFF);
    }

    /** How often a summary is mailed. */
    public enum Digest {
        OFF, DAILY, WEEKLY
    }

    /** @param at when it was last given or withdrawn; null: never asked, so nothing is allowed */
    public record Consent(boolean analytics, boolean personalisation, @Nullable Instant at) {
        public static final Consent NEVER_ASKED = new Consent(false, false, null);
    }

    public static final Preferences DEFAULT = new Preferences(null, List.of(), null, null, Notifications.DEFAULT,
            Consent.NEVER_ASKED);

    public Preferences {
        languages = List.copyOf(languages);
    }

    public Preferences inState(@Nullable String stateId) {
        return new Preferences(stateId, languages, timeZone, quietHours, notifications, consent);
    }
}
