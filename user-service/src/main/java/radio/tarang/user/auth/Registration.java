package radio.tarang.user.auth;

import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import radio.tarang.user.Findings;
import radio.tarang.user.StateCodes;
import radio.tarang.user.Text;

/**
 * What somebody signs up with, checked.
 *
 * @param username the public handle, in lower case: letters that look alike in two scripts would be two people who look alike
 * @param password as it was typed: it is Keycloak's, and a browser sends it there untouched
 */
record Registration(String username, String email, String password, @Nullable String statePreference,
        @Nullable String firstName, @Nullable String lastName) {
    /** As it comes from outside. */
    record Request(@Nullable String username, @Nullable String email, @Nullable String password,
            @Nullable String statePreference, @Nullable String firstName, @Nullable String lastName) {
        @Override
        public String toString() {
            return "Request"; // a password stays out of logs
        }
    }

    private static final Pattern USERNAME = Pattern.compile("(?=.*[a-z0-9])[a-z0-9._-]{3,30}");
    private static final Pattern EMAIL = Pattern
            .compile(
                    "[^\\s\\p{Cntrl}@<>()\\[\\]\\\\,;:\"]{1,64}@(?:[\\p{L}\\p{N}][\\p{L}\\p{N}-]{0,62}\\.)+[\\p{L}\\p{N}-]{2,63}");
    private static final int LONGEST_EMAIL = 254;
    private static final int SHORTEST_PASSWORD = 8;
    private static final int LONGEST_PASSWORD = 128;
    private static final int LONGEST_NAME = 100;

    static Registration check(Request request, StateCodes states) {
        Findings findings = new Findings();
        String username = Text.requiredLine("username", request.username(), LONGEST_EMAIL, findings)
                .toLowerCase(Locale.ROOT);
        if (!username.isEmpty() && !USERNAME.matcher(username).matches()) {
            findings.add("username", "must be 3 to 30 of a–z, 0–9, '.', '_' and '-', one of them a letter or digit");
        }
        String email = Text.requiredLine("email", request.email(), LONGEST_EMAIL, findings).toLowerCase(Locale.ROOT);
        if (!email.isEmpty() && !EMAIL.matcher(email).matches()) {
            findings.add("email", "must be an e-mail address");
        }
        Registration checked = new Registration(username, email,
                password(request.password(), username, email, findings),
                states.known("statePreference", request.statePreference(), findings),
                Text.line("firstName", request.firstName(), LONGEST_NAME, findings),
                Text.line("lastName", request.lastName(), LONGEST_NAME, findings));
        findings.refuseAny();
        return checked;
    }

    private static String password(@Nullable String raw, String username, String email, Findings findings) {
        String password = raw == null ? "" : raw;
        int length = password.codePointCount(0, password.length());
        if (length < SHORTEST_PASSWORD || length > LONGEST_PASSWORD) {
            findings.add("password", "must be " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD + " characters long");
        }
        if (password.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            findings.add("password", "contains half a character (a lone surrogate)");
        }
        if (!password.isEmpty() && (password.equalsIgnoreCase(username) || password.equalsIgnoreCase(email))) {
            findings.add("password", "must be neither the name nor the e-mail address");
        }
        return password;
    }

    @Override
    public String toString() {
        return "Registration"; // a password stays out of logs
    }
}
