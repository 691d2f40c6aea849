package radio.tarang.gateway.browser;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** A programme as the listing shows it. */
record Broadcast(String id, String station, @Nullable String stateId, String title, @Nullable String host,
        String category, String language, Instant start, Instant end, String status, @Nullable String streamUrl,
        long version) {

    static Broadcast live(String id, String station, @Nullable String stateId, String title) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return new Broadcast(id, station, stateId, title, null, "News", "hi", now.minusSeconds(600),
                now.plusSeconds(1800), "live", null, 2);
    }

    static Broadcast next(String id, String station, @Nullable String stateId, String title) {
        Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1800);
        return new Broadcast(id, station, stateId, title, null, "Drama", "hi", start, start.plusSeconds(1800),
                "scheduled", null, 1);
    }

    Broadcast by(String host) {
        return new Broadcast(id, station, stateId, title, host, category, language, start, end, status, streamUrl,
                version);
    }

    Broadcast in(String language, String category) {
        return new Broadcast(id, station, stateId, title, host, category, language, start, end, status, streamUrl,
                version);
    }

    Broadcast lasting(Duration ago, Duration ahead) {
        Instant now = Instant.now();
        return new Broadcast(id, station, stateId, title, host, category, language, now.minus(ago), now.plus(ahead),
                status, streamUrl, version);
    }

    /** On air between those instants, and where that puts it. */
    Broadcast between(Instant from, Instant to, String status) {
        return new Broadcast(id, station, stateId, title, host, category, language, from, to, status, streamUrl,
                version);
    }

    String stationId() {
        return "station-" + station;
    }

    Broadcast streamedAt(String url) {
        return new Broadcast(id, station, stateId, title, host, category, language, start, end, status, url, version);
    }

    Broadcast started(long version) {
        return new Broadcast(id, station, stateId, title, host, category, language, start, end, "live", streamUrl,
                version);
    }

    /** Absent members are left out, except {@code stateId}: null there says national. */
    Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("stationId", stationId());
        json.put("stationName", station);
        json.put("stateId", stateId);
        json.put("title", title);
        if (host != null) {
            json.put("hostName", host);
        }
        json.put("category", category);
        json.put("language", language);
        json.put("scheduledStart", start.toString());
        json.put("scheduledEnd", end.toString());
        json.put("status", status);
        if (streamUrl != null) {
            json.put("streamUrl", streamUrl);
        }
        json.put("version", version);
        return json;
    }
}
