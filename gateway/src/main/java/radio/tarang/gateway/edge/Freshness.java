package radio.tarang.gateway.edge;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What an answer's cache fields allow a shared cache (RFC 9111, stale rules of RFC 5861; a targeted field of RFC 9213
 * replaces {@code Cache-Control} where present).
 *
 * @param storable explicitly fresh for a shared cache, and not private, no-store or no-cache
 */
record Freshness(boolean storable, long freshMillis, long whileRevalidateMillis, long ifErrorMillis) {

    private static final Freshness NONE = new Freshness(false, 0, 0, 0);

    static Freshness of(@Nullable String targeted, @Nullable String cacheControl) {
        String field = targeted != null ? targeted : cacheControl;
        if (field == null) {
            return NONE;
        }
        Map<String, String> directives = new HashMap<>();
        for (String part : field.split(",", -1)) {
            int equals = part.indexOf('=');
            String name = (equals < 0 ? part : part.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
            directives.putIfAbsent(name, equals < 0 ? "" : part.substring(equals + 1).strip().replace("\"", ""));
        }
        long fresh = seconds(directives,
                targeted == null && directives.containsKey("s-maxage") ? "s-maxage" : "max-age");
        if (fresh <= 0 || directives.containsKey("no-store") || directives.containsKey("private")
                || directives.containsKey("no-cache")) {
            return NONE;
        }
        boolean strict = directives.containsKey("must-revalidate") || directives.containsKey("proxy-revalidate");
        return new Freshness(true, fresh * 1000, strict ? 0 : seconds(directives, "stale-while-revalidate") * 1000,
                strict ? 0 : seconds(directives, "stale-if-error") * 1000);
    }

    private static long seconds(Map<String, String> directives, String name) {
        String value = directives.getOrDefault(name, "");
        return value.isEmpty() || value.length() > 9 || !value.chars().allMatch(c -> c >= '0' && c <= '9')
                ? 0
                : Long.parseLong(value);
    }
}
