package radio.tarang.user.web;

import java.util.Collection;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/** What a public answer tells the edge: fresh for a minute at most, and which tags make it stale before. Browsers always ask. */
public final class Caching {
    private static final long MAX_SECONDS = 60;

    private Caching() {
    }

    public static ResponseEntity.BodyBuilder fresh(Collection<String> tags) {
        return ResponseEntity.ok().header(HttpHeaders.CACHE_CONTROL,
                "public, max-age=0, s-maxage=" + MAX_SECONDS + ", stale-while-revalidate=30, stale-if-error=86400")
                .header("Cache-Tag", String.join(",", tags)).varyBy("Accept-Encoding", "Save-Data");
    }

    /** What is only the caller's business. */
    public static ResponseEntity.BodyBuilder personal() {
        return ResponseEntity.ok().header(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
