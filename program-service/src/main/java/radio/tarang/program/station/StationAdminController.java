package radio.tarang.program.station;

import java.net.URI;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import radio.tarang.program.Refusal;
import radio.tarang.program.Station;
import radio.tarang.program.audit.Actor;
import radio.tarang.program.web.EntityTags;
import radio.tarang.program.web.IfMatch;
import radio.tarang.program.web.PathIds;

@RestController
@RequestMapping("/api/v1/admin/stations")
class StationAdminController {
    private final StationEditor editor;

    StationAdminController(StationEditor editor) {
        this.editor = editor;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<StationView> open(Actor actor, @RequestBody StationRequest request) {
        Station station = editor.open(actor, request);
        return answer(ResponseEntity.created(URI.create("/api/v1/stations/" + station.id())), station);
    }

    @PutMapping("/{id}")
    ResponseEntity<StationView> change(Actor actor, @PathVariable String id, @RequestBody StationRequest request,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        return answer(ResponseEntity.ok(),
                editor.change(actor, PathIds.known(id, Refusal.Reason.UNKNOWN_STATION), request,
                        new IfMatch(ifMatch)));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void close(Actor actor, @PathVariable String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        editor.close(actor, PathIds.known(id, Refusal.Reason.UNKNOWN_STATION), new IfMatch(ifMatch));
    }

    private static ResponseEntity<StationView> answer(ResponseEntity.BodyBuilder answer, Station station) {
        return answer.header(HttpHeaders.ETAG, EntityTags.ofVersion(station.version()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(StationView.of(station));
    }
}
