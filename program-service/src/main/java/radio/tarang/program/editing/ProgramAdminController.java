package radio.tarang.program.editing;

import java.net.URI;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import radio.tarang.program.Program;
import radio.tarang.program.ProgramStatus;
import radio.tarang.program.Refusal;
import radio.tarang.program.audit.Actor;
import radio.tarang.program.web.EntityTags;
import radio.tarang.program.web.IfMatch;
import radio.tarang.program.web.PathIds;
import radio.tarang.program.web.ProgramView;

@RestController
class ProgramAdminController {
    record StatusRequest(@Nullable String status) {
    }

    private final ProgramEditor editor;

    ProgramAdminController(ProgramEditor editor) {
        this.editor = editor;
    }

    @PostMapping("/api/v1/admin/programs")
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<ProgramView> schedule(Actor actor, @RequestBody ProgramRequest request,
            @RequestParam(defaultValue = "false") boolean allowOverlap) {
        Program program = editor.schedule(actor, request, allowOverlap);
        return answer(ResponseEntity.created(URI.create("/api/v1/programs/" + program.id())), program);
    }

    @PutMapping("/api/v1/admin/programs/{id}")
    ResponseEntity<ProgramView> change(Actor actor, @PathVariable String id, @RequestBody ProgramRequest request,
            @RequestParam(defaultValue = "false") boolean allowOverlap,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        return answer(ResponseEntity.ok(),
                editor.change(actor, known(id), request, allowOverlap, new IfMatch(ifMatch)));
    }

    @PatchMapping("/api/v1/admin/programs/{id}/status")
    ResponseEntity<ProgramView> moveTo(Actor actor, @PathVariable String id, @RequestBody StatusRequest request,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        ProgramStatus target = ProgramStatus.ofWord(String.valueOf(request.status()))
                .orElseThrow(() -> Refusal.invalid("status", "must be live, ended or cancelled"));
        return answer(ResponseEntity.ok(), editor.moveTo(actor, known(id), target, new IfMatch(ifMatch)));
    }

    @DeleteMapping("/api/v1/admin/programs/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Actor actor, @PathVariable String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        editor.delete(actor, known(id), new IfMatch(ifMatch));
    }

    @PostMapping("/api/v1/programs/{id}/end")
    ResponseEntity<ProgramView> end(Actor actor, @PathVariable String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        return answer(ResponseEntity.ok(), editor.end(actor, known(id), new IfMatch(ifMatch)));
    }

    private static UUID known(String id) {
        return PathIds.known(id, Refusal.Reason.UNKNOWN_PROGRAM);
    }

    private static ResponseEntity<ProgramView> answer(ResponseEntity.BodyBuilder answer, Program program) {
        return answer.header(HttpHeaders.ETAG, EntityTags.ofVersion(program.version()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(ProgramView.of(program, null));
    }
}
