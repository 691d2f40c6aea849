package radio.tarang.program.network;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import radio.tarang.program.Findings;
import radio.tarang.program.Refusal;
import radio.tarang.program.Station;
import radio.tarang.program.Stations;
import radio.tarang.program.web.PathIds;

/** The opt-outs in one stretch of a station's schedule: what an editor's timeline asks once for a day, and not for every programme of it. */
@RestController
class StationOptOutController {
    record StationOptOuts(List<StationOptOutReads.Row> optOuts, int total) {
    }

    private static final Duration LONGEST = Duration.ofDays(7);
    /** A week of half hours from which all 36 states depart every time is 12 096. */
    private static final int MAX_ROWS = 12_500;

    private final StationOptOutReads reads;
    private final Stations stations;

    StationOptOutController(StationOptOutReads reads, Stations stations) {
        this.reads = reads;
        this.stations = stations;
    }

    @GetMapping("/api/v1/admin/opt-outs")
    ResponseEntity<StationOptOuts> list(@RequestParam String stationId, @RequestParam String from,
            @RequestParam String to) {
        Findings findings = new Findings();
        Instant start = instant("from", from, findings);
        Instant end = instant("to", to, findings);
        findings.refuseAny();
        if (start == null || end == null || !end.isAfter(start) || end.isAfter(start.plus(LONGEST))) {
            throw Refusal.invalid("to", "must be after from, by at most " + LONGEST.toDays() + " days");
        }
        Station station = stations.find(PathIds.known(stationId, Refusal.Reason.UNKNOWN_STATION))
                .orElseThrow(() -> Refusal.unknown(Refusal.Reason.UNKNOWN_STATION, stationId));
        List<StationOptOutReads.Row> found = reads.of(station.id(), start, end, MAX_ROWS);
        return ResponseEntity.ok().header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(new StationOptOuts(found, found.size()));
    }

    private static @Nullable Instant instant(String field, String raw, Findings findings) {
        try {
            return OffsetDateTime.parse(raw).toInstant();
        } catch (DateTimeException e) {
            findings.add(field, "must be an instant such as 2026-01-01T06:00:00Z");
            return null;
        }
    }
}
