package radio.tarang.program.station;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import radio.tarang.program.Findings;
import radio.tarang.program.Refusal;
import radio.tarang.program.States;
import radio.tarang.program.Station;
import radio.tarang.program.Text;
import radio.tarang.program.web.Caching;
import radio.tarang.program.web.EntityTags;
import radio.tarang.program.web.Links;
import radio.tarang.program.web.Paging;
import radio.tarang.program.web.PathIds;
import radio.tarang.program.web.ProgramView;

@RestController
class StationController {
    record StationList(List<StationView> stations, long total, int page, int limit, boolean hasMore) {
    }

    private final StationReads reads;
    private final States states;
    private final Clock clock;

    StationController(StationReads reads, States states, Clock clock) {
        this.reads = reads;
        this.states = states;
        this.clock = clock;
    }

    @GetMapping("/api/v1/stations")
    ResponseEntity<StationList> list(@RequestParam @Nullable String state, @RequestParam @Nullable String language,
            @RequestParam(defaultValue = "1") int page, @RequestParam(defaultValue = "20") int limit,
            @Parameter(hidden = true) HttpServletRequest request) {
        String stateId = state == null ? null : states.get(state).id();
        Findings findings = new Findings();
        String wanted = Text.language("language", language, findings);
        findings.refuseAny();
        Paging paging = Paging.of(page, limit);
        StationReads.Page found = reads.list(stateId, wanted, paging);
        boolean hasMore = paging.offset() + found.stations().size() < found.total();
        return Caching.fresh(clock.instant(), null, List.of("stations"))
                .header(HttpHeaders.LINK, Links.of(request, page, hasMore, null))
                .body(new StationList(found.stations().stream().map(StationView::of).toList(), found.total(), page,
                        limit, hasMore));
    }

    @GetMapping("/api/v1/stations/{id}")
    ResponseEntity<StationView> one(@PathVariable String id) {
        Station station = known(id);
        return Caching.fresh(clock.instant(), null, List.of("station:" + station.id()))
                .header(HttpHeaders.ETAG, EntityTags.ofVersion(station.version())).body(StationView.of(station));
    }

    @GetMapping("/api/v1/stations/{id}/now")
    ResponseEntity<StationReads.Now> now(@PathVariable String id) {
        UUID station = known(id).id();
        Instant now = clock.instant();
        StationReads.Now around = reads.now(station, now);
        Instant boundary = Stream.concat(Stream.ofNullable(around.nowPlaying()), around.next().stream())
                .map(ProgramView::nextBoundary).filter(Objects::nonNull).min(Instant::compareTo).orElse(null);
        return Caching.fresh(now, boundary, List.of("station:" + station)).body(around);
    }

    private Station known(String id) {
        return reads.find(PathIds.known(id, Refusal.Reason.UNKNOWN_STATION))
                .orElseThrow(() -> Refusal.unknown(Refusal.Reason.UNKNOWN_STATION, id));
    }
}
