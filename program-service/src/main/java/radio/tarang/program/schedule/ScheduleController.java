package radio.tarang.program.schedule;

import java.net.URI;
import java.util.List;
import java.util.UUID;

import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import radio.tarang.program.Refusal.Reason;
import radio.tarang.program.audit.Actor;
import radio.tarang.program.web.EntityTags;
import radio.tarang.program.web.IfMatch;
import radio.tarang.program.web.Links;
import radio.tarang.program.web.Paging;
import radio.tarang.program.web.PathIds;

@RestController
@RequestMapping("/api/v1/admin/schedules")
class ScheduleController {
    record ScheduleList(List<ScheduleView> schedules, long total, int page, int limit, boolean hasMore) {
    }

    private final ScheduleEditor editor;
    private final ScheduleReads reads;

    ScheduleController(ScheduleEditor editor, ScheduleReads reads) {
        this.editor = editor;
        this.reads = reads;
    }

    @GetMapping
    ResponseEntity<ScheduleList> list(@RequestParam @Nullable String stationId,
            @RequestParam @Nullable Boolean active, @RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "20") int limit, @Parameter(hidden = true) HttpServletRequest request) {
        Paging paging = Paging.of(page, limit);
        Schedules.Page found = reads.page(
                stationId == null ? null : PathIds.known(stationId, Reason.UNKNOWN_STATION), active, paging);
        boolean hasMore = paging.offset() + found.schedules().size() < found.total();
        return ResponseEntity.ok().header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(HttpHeaders.LINK, Links.of(request, page, hasMore, null))
                .body(new ScheduleList(found.schedules().stream().map(ScheduleView::of).toList(), found.total(), page,
                        limit, hasMore));
    }

    @GetMapping("/{id}")
    ResponseEntity<ScheduleView> one(@PathVariable String id) {
        return answer(ResponseEntity.ok(), ScheduleView.of(reads.one(known(id))));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<ScheduleView> open(Actor actor, @RequestBody ScheduleRequest request) {
        Schedule opened = editor.open(actor, request);
        return answer(ResponseEntity.created(URI.create("/api/v1/admin/schedules/" + opened.id())),
                reads.withConflicts(opened));
    }

    @PutMapping("/{id}")
    ResponseEntity<ScheduleView> change(Actor actor, @PathVariable String id, @RequestBody ScheduleRequest request,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        return answer(ResponseEntity.ok(),
                reads.withConflicts(editor.change(actor, known(id), request, new IfMatch(ifMatch))));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Actor actor, @PathVariable String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        editor.delete(actor, known(id), new IfMatch(ifMatch));
    }

    private static UUID known(String id) {
        return PathIds.known(id, Reason.UNKNOWN_SCHEDULE);
    }

    private static ResponseEntity<ScheduleView> answer(ResponseEntity.BodyBuilder answer, ScheduleView schedule) {
        return answer.header(HttpHeaders.ETAG, EntityTags.ofVersion(schedule.version()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store").body(schedule);
    }
}
