package radio.tarang.user.admin;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import radio.tarang.user.Findings;
import radio.tarang.user.StateCodes;
import radio.tarang.user.keycloak.People;

/** What is to change; the rest stays. No role at all is a listener, no state is everywhere. */
record AccessRequest(@Nullable List<@Nullable String> roles, @Nullable List<@Nullable String> states,
        @Nullable Boolean enabled) {
    /** Checked. */
    record Wish(@Nullable Set<String> roles, @Nullable Set<String> states, @Nullable Boolean enabled) {
        /** Roles in the end include those that follow from others, so only the one that matters here is told: admin. */
        boolean keepsAdmin(Access before) {
            return before.administers() && (roles == null || roles.contains("admin"))
                    && (enabled == null || enabled);
        }
    }

    private static final int MAX = 50;

    Wish checked(StateCodes known) {
        Findings findings = new Findings();
        Set<String> wantedRoles = roles == null ? null : new HashSet<>();
        if (wantedRoles != null && roles != null) {
            for (int n = 0; n < Math.min(roles.size(), MAX); n++) {
                String role = String.valueOf(roles.get(n));
                wantedRoles.add(role);
                if (!People.ROLES.contains(role)) {
                    findings.add("roles[" + n + "]", "must be listener, host, editor, moderator or admin");
                }
            }
        }
        Set<String> wantedStates = states == null ? null : new HashSet<>();
        if (wantedStates != null && states != null) {
            for (int n = 0; n < Math.min(states.size(), MAX); n++) {
                String state = known.known("states[" + n + "]", states.get(n), findings);
                if (state == null) {
                    findings.add("states[" + n + "]", "is not a state");
                } else {
                    wantedStates.add(state);
                }
            }
        }
        findings.refuseAny();
        return new Wish(wantedRoles, wantedStates, enabled);
    }
}
