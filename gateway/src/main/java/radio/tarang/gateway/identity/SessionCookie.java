package radio.tarang.gateway.identity;

import java.util.Arrays;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The cookie that keeps an anonymous listener in a browser. Over https its name begins with {@code __Host-}, so that no
 * other host and no plain connection can plant one; on http, which is for this machine, it has a plain name.
 */
final class SessionCookie {

    private static final String PLAIN = "tarang-session";
    private static final String SECURE = "__Host-" + PLAIN;
    private static final String ATTRIBUTES = "; Path=/; Max-Age=" + Sessions.LIFE_DAYS * 24L * 3_600
            + "; HttpOnly; SameSite=Lax";

    private SessionCookie() {
    }

    /** @return the first value of ours in a {@code Cookie} field, unverified */
    static @Nullable String in(@Nullable String cookies, boolean secure) {
        if (cookies == null) {
            return null;
        }
        String name = secure ? SECURE : PLAIN;
        int from = 0;
        while (from < cookies.length()) {
            int to = cookies.indexOf(';', from);
            to = to < 0 ? cookies.length() : to;
            while (from < to && cookies.charAt(from) == ' ') {
                from++;
            }
            if (cookies.startsWith(name, from) && from + name.length() < to
                    && cookies.charAt(from + name.length()) == '=') {
                return cookies.substring(from + name.length() + 1, to).strip();
            }
            from = to + 1;
        }
        return null;
    }

    static String set(String session, boolean secure) {
        return (secure ? SECURE : PLAIN) + '=' + session + ATTRIBUTES + (secure ? "; Secure" : "");
    }

    /** The same field with none of ours in it. */
    static String without(String cookies) {
        return Arrays.stream(cookies.split(";", -1)).map(String::strip)
                .filter(c -> !c.isEmpty() && !c.startsWith(PLAIN + '=') && !c.startsWith(SECURE + '='))
                .collect(Collectors.joining("; "));
    }
}
