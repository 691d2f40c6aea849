package radio.tarang.user.profile;

import org.jspecify.annotations.Nullable;

import radio.tarang.user.Findings;
import radio.tarang.user.Text;

/** A profile as its owner sends it, all at once: what is left out is shown no more. */
record ProfileRequest(@Nullable String displayName, @Nullable String bio, @Nullable String avatarUrl) {
    private static final int MAX_DISPLAY_NAME = 60;
    private static final int MAX_BIO = 500;

    Profiles.Shown checked() {
        Findings findings = new Findings();
        Profiles.Shown shown = new Profiles.Shown(Text.line("displayName", displayName, MAX_DISPLAY_NAME, findings),
                Text.lines("bio", bio, MAX_BIO, findings), Text.url("avatarUrl", avatarUrl, findings));
        findings.refuseAny();
        return shown;
    }
}
