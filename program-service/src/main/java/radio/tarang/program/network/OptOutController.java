package radio.tarang.program.network;

import java.util.List;
import java.util.Objects;

import io.swagger.v3.oas.annotations.responses.ApiResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import radio.tarang.program.Refusal;
import radio.tarang.program.States;
import radio.tarang.program.audit.Actor;
import radio.tarang.program.web.EntityTags;
import radio.tarang.program.web.IfMatch;
import radio.tarang.program.web.PathIds;

@RestController
@RequestMapping("/api/v1/admin/programs/{id}/opt-outs")
class OptOutController {
    /** At most one for each of the 36 states, by state: nothing to page. */
    record OptOutList(List<OptOutView> optOuts, int total) {
    }

    private final OptOutEditor editor;
    private final States states;

    OptOutController(OptOutEditor editor, States states) {
        this.editor = editor;
        this.states = states;
    }

    @GetMapping
    ResponseEntity<OptOutList> list(@PathVariable String id) {
        List<OptOutView> found = editor.of(PathIds.known(id, Refusal.Reason.UNKNOWN_PROGRAM)).stream()
                .map(OptOutView::of).toList();
        return ResponseEntity.ok().header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(new OptOutList(found, found.size()));
    }

    @PutMapping("/{stateId}")
    @ApiResponse(responseCode = "200", description = "Changed, or as it was")
    @ApiResponse(responseCode = "201", description = "Opted out")
    ResponseEntity<OptOutView> declare(Actor actor, @PathVariable String id, @PathVariable String stateId,
            @RequestBody(required = false) @Nullable OptOutRequest request,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        OptOutEditor.Declared declared = editor.declare(actor, PathIds.known(id, Refusal.Reason.UNKNOWN_PROGRAM),
                states.get(stateId).id(), Objects.requireNonNullElse(request, OptOutRequest.NOTHING_INSTEAD),
                new IfMatch(ifMatch));
        return ResponseEntity.status(declared.created() ? HttpStatus.CREATED : HttpStatus.OK)
                .header(HttpHeaders.ETAG, EntityTags.ofVersion(declared.optOut().version()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store").body(OptOutView.of(declared.optOut()));
    }

    @DeleteMapping("/{stateId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void withdraw(Actor actor, @PathVariable String id, @PathVariable String stateId,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        editor.withdraw(actor, PathIds.known(id, Refusal.Reason.UNKNOWN_PROGRAM), states.get(stateId).id(),
                new IfMatch(ifMatch));
    }
}
