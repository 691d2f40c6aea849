package radio.tarang.user.preference;

import java.time.Instant;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import radio.tarang.user.Preferences;

/** Preferences as the API shows them, every member always there. */
record PreferenceView(@Nullable String statePreference, List<String> languages, String timeZone,
        @Nullable Quiet quietHours, Notified notifications, Consented consent) {
    record Quiet(String start, String end) {
    }

    record Notified(boolean inApp, boolean push, boolean email, String digest) {
    }

    record Consented(boolean analytics, boolean personalisation, @Nullable Instant at) {
    }

    /** What counts where nobody said otherwise: every state of the country lies in it. */
    private static final String DEFAULT_ZONE = "Asia/Kolkata";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    static PreferenceView of(Preferences p) {
        Preferences.Notifications n = p.notifications();
        Preferences.QuietHours quiet = p.quietHours();
        return new PreferenceView(p.statePreference(), p.languages(),
                p.timeZone() == null ? DEFAULT_ZONE : p.timeZone().getId(),
                quiet == null ? null : new Quiet(text(quiet.start()), text(quiet.end())),
                new Notified(n.inApp(), n.push(), n.email(), n.digest().name().toLowerCase(Locale.ROOT)),
                new Consented(p.consent().analytics(), p.consent().personalisation(), p.consent().at()));
    }

    private static String text(LocalTime time) {
        return TIME.format(time);
    }
}
