package radio.tarang.program.export;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import radio.tarang.program.Refusal;
import radio.tarang.program.Refusal.Reason;
import radio.tarang.program.web.Caching;
import radio.tarang.program.web.PathIds;

/** The documents hybrid radios read. */
@RestController
class SpiController {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuuMMdd")
            .withResolverStyle(ResolverStyle.STRICT);

    private final StationScheduleReads reads;
    private final SpiForm form;
    private final Clock clock;

    SpiController(StationScheduleReads reads, SpiForm form, Clock clock) {
        this.reads = reads;
        this.form = form;
        this.clock = clock;
    }

    @GetMapping("/api/v1/spi/SI.xml")
    @ApiResponse(responseCode = "200", content = @Content(mediaType = "application/xml", schema = @Schema(type = "string")))
    ResponseEntity<byte[]> services() {
        return Caching.fresh(clock.instant(), null, List.of("stations")).contentType(MediaType.APPLICATION_XML)
                .body(form.services(reads.stations(), ZoneOffset.UTC));
    }

    /** @param day {@code yyyyMMdd}, in the station's zone */
    @GetMapping("/api/v1/stations/{id}/spi/{day}_PI.xml")
    @ApiResponse(responseCode = "200", content = @Content(mediaType = "application/xml", schema = @Schema(type = "string")))
    ResponseEntity<byte[]> programmes(@PathVariable String id, @PathVariable String day) {
        LocalDate date = day(day);
        Schedule schedule = reads.schedule(PathIds.known(id, Reason.UNKNOWN_STATION),
                zone -> ScheduleRange.ofDay(date, zone));
        Instant now = clock.instant();
        return Caching.fresh(now, schedule.nextBoundary(now), List.of("station:" + schedule.station().id()))
                .contentType(MediaType.APPLICATION_XML).body(form.programmes(schedule));
    }

    private static LocalDate day(String text) {
        try {
            LocalDate day = LocalDate.parse(text, DAY);
            if (day.getYear() >= 1970 && day.getYear() < 2100) {
                return day;
            }
        } catch (DateTimeException e) {
            // said below, for both ways of being wrong
        }
        throw Refusal.invalid("day", "must be a day like 20260131, between 1970 and 2100");
    }
}
