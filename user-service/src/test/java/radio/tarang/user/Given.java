package radio.tarang.user;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;

import radio.tarang.user.Preferences.Consent;
import radio.tarang.user.Preferences.Digest;
import radio.tarang.user.Preferences.Notifications;
import radio.tarang.user.Preferences.QuietHours;

/** People for tests. They come to their state through the verbs that bring them there in life. */
public final class Given {
    public static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    public static final Preferences FULL = new Preferences("MH", List.of("mr", "hi"), ZoneId.of("Asia/Kolkata"),
            new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 30)),
            new Notifications(true, true, true, Digest.WEEKLY),
            new Consent(true, false, NOON));

    private Given() {
    }

    public static AccountEvent.Registered registered() {
        return Account.register(UUID.randomUUID(), "asha", Preferences.DEFAULT, NOON);
    }
}
