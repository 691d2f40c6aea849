package radio.tarang.gateway.limits;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What a request counts in, by method and path: the first line that matches. Beside its own bucket every line but the last
 * counts as a call of the API where there is a user or a session, and in the ceiling of its address.
 * <p>
 * {@code {}} is any one segment: which kinds of things can be liked is the service's business, and a path the service does
 * not know costs its caller the same.
 */
enum Rule {

    // @formatter:off
    LIKE(         "POST",   Bucket.LIKE,     Bucket.LIKE_SESSION,  "/{}/{}/like"),
    UNLIKE(       "DELETE", Bucket.UNLIKE,   Bucket.LIKE_SESSION,  "/{}/{}/like"),
    COMMENT(      "POST",   Bucket.COMMENT,  Bucket.COMMENT_GUEST, "/{}/{}/comments", "/comments/{}/replies"),
    PLAY(         "POST",   Bucket.PLAY,     Bucket.PLAY,          "/{}/{}/play"),
    LOGIN(        "POST",   Bucket.LOGIN,    "/auth/login"),
    /** The provider's own pages: a password is posted there. */
    LOGIN_PAGE(   "POST",   Bucket.LOGIN),
    REGISTER(     "POST",   Bucket.REGISTER, "/auth/register"),
    /** Everything else below {@code /api}, a batch of interactions too: it is one call. And an upgrade at {@code /ws}. */
    CALL,
    /** The sign-in pages' own files: the ceiling of the address only. */
    PAGE_OF_PROVIDER,
    /** The web client's files, {@code /health}: not limited. */
    NOTHING;
    // @formatter:on

    private static final String VERSION = "/v1";

    private final @Nullable String method;
    private final List<String[]> templates;
    /** Besides the calls of the API; keyed by user, session or address. */
    final @Nullable Bucket ofUser;
    final @Nullable Bucket ofSession;
    final @Nullable Bucket ofAddress;

    Rule() {
        this(null, null, null, null, new String[0]);
    }

    Rule(String method, Bucket ofUser, Bucket ofSession, String... templates) {
        this(method, ofUser, ofSession, null, templates);
    }

    Rule(String method, Bucket ofAddress, String... templates) {
        this(method, null, null, ofAddress, templates);
    }

    Rule(@Nullable String method, @Nullable Bucket ofUser, @Nullable Bucket ofSession, @Nullable Bucket ofAddress,
            String... templates) {
        this.method = method;
        this.ofUser = ofUser;
        this.ofSession = ofSession;
        this.ofAddress = ofAddress;
        this.templates = java.util.Arrays.stream(templates).map(t -> t.substring(1).split("/")).toList();
    }

    /** @param rawPath as it came, before anybody decoded or rewrote it */
    static Rule of(String method, String rawPath) {
        String path = canonical(rawPath);
        if (below(path, "/api")) {
            String rest = path.substring("/api".length());
            String[] segments = segments(below(rest, VERSION) ? rest.substring(VERSION.length()) : rest);
            for (Rule rule : values()) {
                if (rule.matches(method, segments)) {
                    return rule;
                }
            }
            return CALL;
        }
        if (below(path, "/identity")) {
            return method.equals(LOGIN_PAGE.method) ? LOGIN_PAGE : PAGE_OF_PROVIDER;
        }
        return path.equals("/ws") ? CALL : NOTHING;
    }

    private static boolean below(String path, String folder) {
        return path.startsWith(folder) && (path.length() == folder.length() || path.charAt(folder.length()) == '/');
    }

    private boolean matches(String asked, String[] segments) {
        if (!asked.equals(method)) {
            return false;
        }
        for (String[] template : templates) {
            boolean all = template.length == segments.length;
            for (int i = 0; all && i < template.length; i++) {
                all = template[i].equals("{}") || template[i].equals(segments[i]);
            }
            if (all) {
                return true;
            }
        }
        return false;
    }

    /**
     * How the most lenient reader behind us could read it: percent-encoding decoded, letters lower case, parameters of
     * segments cut off, empty segments and those at the end dropped. Paths that need more than the first of these reach no
     * service; here they may count too much, but never too little.
     */
    private static String canonical(String rawPath) {
        String path = rawPath.indexOf('%') < 0 ? rawPath : decoded(rawPath);
        StringBuilder canonical = new StringBuilder(path.length());
        for (String segment : path.split("/", -1)) {
            int parameters = segment.indexOf(';');
            String name = parameters < 0 ? segment : segment.substring(0, parameters);
            if (!name.isEmpty() && !name.equals(".")) {
                canonical.append('/').append(name);
            }
        }
        return canonical.toString().toLowerCase(Locale.ROOT);
    }

    private static String decoded(String path) {
        byte[] bytes = new byte[path.length()];
        int length = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            int high = c == '%' && i + 2 < path.length() ? Character.digit(path.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(path.charAt(i + 2), 16);
            bytes[length++] = low < 0 ? (byte) c : (byte) (high << 4 | low);
            i += low < 0 ? 0 : 2;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private static String[] segments(String path) {
        return path.isEmpty() ? new String[0] : path.substring(1).split("/");
    }
}
