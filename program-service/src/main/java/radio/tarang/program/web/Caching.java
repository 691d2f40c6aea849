package radio.tarang.program.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/**
 * What a public answer tells the edge: how long it stays true, and which tags make it stale. It is fresh until the next boundary it shows, a minute at
 * most; browsers always ask.
 */
public final class Caching {
    private static final long MAX_SECONDS = 60;

    private Caching() {
    }

    /** @param nextBoundary when the answer changes by the clock, if it does; an event of ours will say so */
    public static ResponseEntity.BodyBuilder fresh(Instant now, @Nullable Instant nextBoundary,
            Collection<String> tags) {
        return fresh(now, nextBoundary, true, tags);
    }

    /** @param announced false if no event will say that the boundary has come: nobody then gets the old answer while a new one is fetched */
    public static ResponseEntity.BodyBuilder fresh(Instant now, @Nullable Instant nextBoundary, boolean announced,
            Collection<String> tags) {
        return ResponseEntity.ok().header(HttpHeaders.CACHE_CONTROL,
                "public, max-age=0, s-maxage=" + seconds(now, nextBoundary)
                        + (announced ? ", stale-while-revalidate=30" : "") + ", stale-if-error=86400")
                .header("Cache-Tag", String.join(",", tags)).varyBy("Accept-Encoding", "Save-Data");
    }

    /**
     * For what changes by events alone and may stay for long. An answer that says what its reader likes is shared for whoever is nobody, and kept from every
     * cache for whoever is somebody.
     *
     * @param somebody whether the reader is a user or a session
     */
    public static ResponseEntity.BodyBuilder liked(boolean somebody, Duration life, Collection<String> tags) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok().varyBy("Accept-Encoding", "Save-Data", "Authorization",
                "X-Session-Id");
        return somebody
                ? answer.header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                : answer.header(HttpHeaders.CACHE_CONTROL,
                        "public, max-age=0, s-maxage=" + life.toSeconds()
                                + ", stale-while-revalidate=30, stale-if-error=86400")
                        .header("Cache-Tag", String.join(",", tags));
    }

    /** For what may change unannounced: never fresh for longer than so many seconds, nor beyond the next boundary, and never shown while it is fetched anew. */
    public static ResponseEntity.BodyBuilder brief(Instant now, @Nullable Instant nextBoundary, long maxSeconds,
            Collection<String> tags) {
        return ResponseEntity.ok().header(HttpHeaders.CACHE_CONTROL,
                "public, max-age=0, s-maxage=" + Math.min(maxSeconds, seconds(now, nextBoundary))
                        + ", stale-if-error=86400")
                .header("Cache-Tag", String.join(",", tags)).varyBy("Accept-Encoding", "Save-Data");
    }

    static long seconds(Instant now, @Nullable Instant nextBoundary) {
        long left = nextBoundary == null ? MAX_SECONDS : Duration.between(now, nextBoundary).toSeconds();
        return Math.clamp(left, 1, MAX_SECONDS);
    }

    public static String areaTag(@Nullable String stateId) {
        return stateId == null ? "national" : "state:" + stateId;
    }
}
