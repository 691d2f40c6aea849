package radio.tarang.user.preference;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import radio.tarang.user.Findings;
import radio.tarang.user.Preferences;
import radio.tarang.user.Preferences.Consent;
import radio.tarang.user.Preferences.Digest;
import radio.tarang.user.Preferences.Notifications;
import radio.tarang.user.Preferences.QuietHours;
import radio.tarang.user.StateCodes;
import radio.tarang.user.Text;

/**
 * Preferences as a client sends them, all at once: what is left out is as for a new person, but for the consent, which only changes when it is said.
 *
 * @param notifications an object, or true or false for all of them
 */
record PreferenceRequest(@Nullable String statePreference, @Nullable List<@Nullable String> languages,
        @Nullable String timeZone, @Nullable Quiet quietHours,
        @Schema(implementation = PreferenceView.Notified.class) @Nullable JsonNode notifications,
        @Nullable Wished consent) {
    record Quiet(@Nullable String start, @Nullable String end) {
    }

    /** @param at read by nobody: when a consent changed is ours to say */
    record Wished(@Nullable Boolean analytics, @Nullable Boolean personalisation, @Nullable Object at) {
    }

    private static final int MAX_LANGUAGES = 20;
    private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();
    private static final Pattern TIME = Pattern.compile("([01]\\d|2[0-3]):([0-5]\\d)");
    private static final Notifications ALL = new Notifications(true, true, true, Digest.DAILY);
    private static final Notifications NONE = new Notifications(false, false, false, Digest.OFF);

    /** Refuses everything that is wrong at once. */
    Preferences checked(Consent known, StateCodes states, Instant now) {
        Findings findings = new Findings();
        Preferences wanted = new Preferences(states.known("statePreference", statePreference, findings),
                languages(findings), zone(findings), quiet(findings), notifications(findings), consent(known, now));
        findings.refuseAny();
        return wanted;
    }

    private List<String> languages(Findings findings) {
        if (languages == null) {
            return List.of();
        }
        if (languages.size() > MAX_LANGUAGES) {
            findings.add("languages", "must be at most " + MAX_LANGUAGES);
            return List.of();
        }
        Set<String> tags = new LinkedHashSet<>();
        for (int n = 0; n < languages.size(); n++) {
            String tag = Text.language("languages[" + n + "]", languages.get(n), findings);
            if (tag == null) {
                findings.add("languages[" + n + "]", "must not be empty");
            } else {
                tags.add(tag);
            }
        }
        return new ArrayList<>(tags);
    }

    private @Nullable ZoneId zone(Findings findings) {
        String name = Text.line("timeZone", timeZone, 64, findings);
        if (name == null) {
            return null;
        }
        if (!ZONES.contains(name)) {
            findings.add("timeZone", "must be an IANA time zone");
            return null;
        }
        return ZoneId.of(name);
    }

    private @Nullable QuietHours quiet(Findings findings) {
        if (quietHours == null) {
            return null;
        }
        LocalTime start = time("quietHours.start", quietHours.start(), findings);
        LocalTime end = time("quietHours.end", quietHours.end(), findings);
        if (start == null || end == null) {
            return null;
        }
        if (start.equals(end)) {
            findings.add("quietHours", "must not be empty: start and end are the same");
        }
        return new QuietHours(start, end);
    }

    private static @Nullable LocalTime time(String field, @Nullable String raw, Findings findings) {
        Matcher time = TIME.matcher(raw == null ? "" : raw);
        if (!time.matches()) {
            findings.add(field, "must be a time of day as HH:mm");
            return null;
        }
        return LocalTime.of(Integer.parseInt(time.group(1)), Integer.parseInt(time.group(2)));
    }

    private Notifications notifications(Findings findings) {
        if (notifications == null || notifications.isNull()) {
            return Notifications.DEFAULT;
        }
        if (notifications.isBoolean()) {
            return notifications.booleanValue() ? ALL : NONE;
        }
        if (!notifications.isObject()) {
            findings.add("notifications", "must be an object, true or false");
            return Notifications.DEFAULT;
        }
        Notifications fresh = Notifications.DEFAULT;
        return new Notifications(flag("inApp", fresh.inApp(), findings), flag("push", fresh.push(), findings),
                flag("email", fresh.email(), findings), digest(fresh.digest(), findings));
    }

    private boolean flag(String name, boolean otherwise, Findings findings) {
        JsonNode said = member(name);
        if (said == null) {
            return otherwise;
        }
        if (!said.isBoolean()) {
            findings.add("notifications." + name, "must be true or false");
            return otherwise;
        }
        return said.booleanValue();
    }

    private Digest digest(Digest otherwise, Findings findings) {
        JsonNode said = member("digest");
        if (said == null) {
            return otherwise;
        }
        for (Digest digest : Digest.values()) {
            if (said.isString() && said.asString().equals(digest.name().toLowerCase(Locale.ROOT))) {
                return digest;
            }
        }
        findings.add("notifications.digest", "must be off, daily or weekly");
        return otherwise;
    }

    private @Nullable JsonNode member(String name) {
        JsonNode said = notifications == null ? null : notifications.get(name);
        return said == null || said.isNull() ? null : said;
    }

    private Consent consent(Consent known, Instant now) {
        if (consent == null) {
            return known;
        }
        boolean analytics = consent.analytics() == null ? known.analytics() : consent.analytics();
        boolean personalisation = consent.personalisation() == null
                ? known.personalisation()
                : consent.personalisation();
        boolean same = analytics == known.analytics() && personalisation == known.personalisation();
        return same && known.at() != null ? known : new Consent(analytics, personalisation, now);
    }
}
