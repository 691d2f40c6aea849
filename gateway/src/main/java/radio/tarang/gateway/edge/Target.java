package radio.tarang.gateway.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Reads a request target that is already canonical; anything two parsers could read differently is nobody's key.
 */
final class Target {

    private static final String VERSIONED = "/api/v1/";
    private static final String UNVERSIONED = "/api/";
    private static final boolean[] PATH = new boolean[128];
    private static final boolean[] QUERY = new boolean[128];

    static {
        for (char c = 'a'; c <= 'z'; c++) {
            PATH[c] = PATH[c - 32] = true;
        }
        for (char c = '0'; c <= '9'; c++) {
            PATH[c] = true;
        }
        for (char c : "/-._~:@".toCharArray()) {
            PATH[c] = true;
        }
        System.arraycopy(PATH, 0, QUERY, 0, 128);
        for (char c : ",+=&".toCharArray()) {
            QUERY[c] = true;
        }
    }

    private Target() {
    }

    /**
     * @return the target with the newest version in its path and its parameters sorted by name (the same instance if it
     * already is like that), or null where it has a {@code %}, {@code //}, {@code ;}, dot segments, or repeated, empty or
     * unknown parameters
     */
    static @Nullable String canonical(String target, Set<String> known) {
        int length = target.length();
        if (length == 0 || target.charAt(0) != '/') {
            return null;
        }
        int query = -1;
        for (int i = 0; i < length; i++) {
            char c = target.charAt(i);
            if (query < 0 && c == '?') {
                query = i;
            } else if (c >= 128 || !(query < 0 ? PATH[c] : QUERY[c])) {
                return null;
            } else if (query < 0 && i > 0 && target.charAt(i - 1) == '/' && (c == '/' || c == '.')) {
                return null;
            }
        }
        String versioned = target.startsWith(VERSIONED) || !target.startsWith(UNVERSIONED)
                ? target
                : VERSIONED + target.substring(UNVERSIONED.length());
        return query < 0 ? versioned : sorted(versioned, query + versioned.length() - length, known);
    }

    private static @Nullable String sorted(String target, int query, Set<String> known) {
        List<String> parameters = new ArrayList<>(4);
        boolean inOrder = true;
        String before = "";
        int from = query + 1;
        while (from <= target.length()) {
            int to = target.indexOf('&', from);
            if (to < 0) {
                to = target.length();
            }
            int equals = target.indexOf('=', from);
            if (equals < 0 || equals >= to) {
                return null;
            }
            String name = target.substring(from, equals);
            if (!known.contains(name)) {
                return null;
            }
            int order = before.compareTo(name);
            if (order == 0) {
                return null;
            }
            inOrder &= order < 0;
            before = name;
            parameters.add(target.substring(from, to));
            from = to + 1;
        }
        if (inOrder) {
            return target;
        }
        parameters.sort(java.util.Comparator.comparing(p -> p.substring(0, p.indexOf('='))));
        for (int i = 1; i < parameters.size(); i++) {
            String name = parameters.get(i).substring(0, parameters.get(i).indexOf('=') + 1);
            if (parameters.get(i - 1).startsWith(name)) {
                return null;
            }
        }
        return target.substring(0, query + 1) + String.join("&", parameters);
    }
}
