package radio.tarang.program.export;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import radio.tarang.program.Refusal.Reason;
import radio.tarang.program.web.Caching;
import radio.tarang.program.web.PathIds;
import radio.tarang.program.web.ProgramView;

/** A station's schedule, in the form its address names, or without a suffix in the one the caller likes best. */
@RestController
@RequestMapping("/api/v1/stations/{id}")
class StationScheduleController {
    /** @param timeZone the station's: where its days begin */
    record ScheduleView(UUID stationId, String stationName, @Nullable String stateId, String timeZone, Instant from,
            Instant to, List<ProgramView> programs) {
        static ScheduleView of(Schedule schedule) {
            return new ScheduleView(schedule.station().id(), schedule.station().name(), schedule.station().stateId(),
                    schedule.zone().getId(), schedule.from(), schedule.to(), schedule.programs().stream()
                            .map(program -> ProgramView.of(program, schedule.station().streamUrl())).toList());
        }
    }

    private final StationScheduleReads reads;
    private final ScheduleForms forms;
    private final Clock clock;

    StationScheduleController(StationScheduleReads reads, ScheduleForms forms, Clock clock) {
        this.reads = reads;
        this.forms = forms;
        this.clock = clock;
    }

    /** @param from a day or an instant, as in {@link ScheduleRange} */
    @GetMapping("/schedule")
    @ApiResponse(responseCode = "200", content = {
            @Content(mediaType = "application/json", schema = @Schema(implementation = ScheduleView.class)),
            @Content(mediaType = "text/calendar", schema = @Schema(type = "string")),
            @Content(mediaType = "application/xmltv+xml", schema = @Schema(type = "string")),
            @Content(mediaType = "application/ld+json", schema = @Schema(type = "object")),
            @Content(mediaType = "application/atom+xml", schema = @Schema(type = "string"))})
    ResponseEntity<?> schedule(@PathVariable String id, @RequestParam @Nullable String from,
            @RequestParam @Nullable String to,
            @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept)
            throws HttpMediaTypeNotAcceptableException {
        ScheduleForm form = forms.preferred(accept);
        Schedule schedule = read(id, from, to, form == null ? ScheduleRange.DAYS_AHEAD : form.daysAhead());
        ResponseEntity.BodyBuilder answer = cached(schedule).varyBy(HttpHeaders.ACCEPT, HttpHeaders.ACCEPT_ENCODING);
        return form == null
                ? answer.contentType(MediaType.APPLICATION_JSON).body(ScheduleView.of(schedule))
                : answer.contentType(form.type()).body(form.write(schedule));
    }

    @GetMapping("/schedule.ics")
    @ApiResponse(responseCode = "200", content = @Content(mediaType = "text/calendar", schema = @Schema(type = "string")))
    ResponseEntity<byte[]> calendar(@PathVariable String id, @RequestParam @Nullable String from,
            @RequestParam @Nullable String to) {
        return document("ics", id, from, to);
    }

    @GetMapping("/schedule.xmltv")
    @ApiResponse(responseCode = "200", content = @Content(mediaType = "application/xmltv+xml", schema = @Schema(type = "string")))
    ResponseEntity<byte[]> xmltv(@PathVariable String id, @RequestParam @Nullable String from,
            @RequestParam @Nullable String to) {
        return document("xmltv", id, from, to);
    }

    @GetMapping("/schedule.jsonld")
    @ApiResponse(responseCode = "200", content = @Content(mediaType = "application/ld+json", schema = @Schema(type = "object")))
    ResponseEntity<byte[]> linkedData(@PathVariable String id, @RequestParam @Nullable String from,
            @RequestParam @Nullable String to) {
        return document("jsonld", id, from, to);
    }

    @GetMapping("/schedule.atom")
    @ApiResponse(responseCode = "200", content = @Content(mediaType = "application/atom+xml", schema = @Schema(type = "string")))
    ResponseEntity<byte[]> feed(@PathVariable String id, @RequestParam @Nullable String from,
            @RequestParam @Nullable String to) {
        return document("atom", id, from, to);
    }

    private ResponseEntity<byte[]> document(String suffix, String id, @Nullable String from, @Nullable String to) {
        ScheduleForm form = forms.named(suffix);
        Schedule schedule = read(id, from, to, form.daysAhead());
        return cached(schedule).contentType(form.type()).body(form.write(schedule));
    }

    private Schedule read(String id, @Nullable String from, @Nullable String to, int daysAhead) {
        return reads.schedule(PathIds.known(id, Reason.UNKNOWN_STATION),
                zone -> ScheduleRange.of(from, to, zone, clock.instant(), daysAhead));
    }

    private ResponseEntity.BodyBuilder cached(Schedule schedule) {
        Instant now = clock.instant();
        return Caching.fresh(now, schedule.nextBoundary(now), List.of("station:" + schedule.station().id()));
    }
}
