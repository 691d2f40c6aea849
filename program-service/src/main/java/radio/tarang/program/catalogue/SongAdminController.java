package radio.tarang.program.catalogue;

import java.net.URI;
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

import radio.tarang.program.Refusal;
import radio.tarang.program.audit.Actor;
import radio.tarang.program.catalogue.SongController.SongList;
import radio.tarang.program.web.EntityTags;
import radio.tarang.program.web.IfMatch;
import radio.tarang.program.web.PathIds;
import radio.tarang.program.web.SongView;

/** Songs as editors keep them, inactive ones included. */
@RestController
@RequestMapping("/api/v1/admin/songs")
class SongAdminController {
    private final SongEditor editor;
    private final SongReads songs;

    SongAdminController(SongEditor editor, SongReads songs) {
        this.editor = editor;
        this.songs = songs;
    }

    @GetMapping
    ResponseEntity<SongList> list(@RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "20") int limit, @RequestParam @Nullable String cursor,
            @Parameter(hidden = true) HttpServletRequest request) {
        Part part = Part.of(SongOrder.RECENT, page, limit, cursor, request);
        SongList found = SongList.of(songs.all(part), part, SongView.members(null, null));
        return ResponseEntity.ok().header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(HttpHeaders.LINK, found.links(request)).body(found);
    }

    @GetMapping("/{id}")
    ResponseEntity<SongView> one(@PathVariable String id) {
        return answer(ResponseEntity.ok(), known(id));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<SongView> add(Actor actor, @RequestBody SongRequest request) {
        UUID id = editor.add(actor, request).id();
        return answer(ResponseEntity.created(URI.create("/api/v1/songs/" + id)), id);
    }

    @PutMapping("/{id}")
    ResponseEntity<SongView> change(Actor actor, @PathVariable String id, @RequestBody SongRequest request,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        return answer(ResponseEntity.ok(), editor.change(actor, known(id), request, new IfMatch(ifMatch)).id());
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Actor actor, @PathVariable String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        editor.delete(actor, known(id), new IfMatch(ifMatch));
    }

    private ResponseEntity<SongView> answer(ResponseEntity.BodyBuilder answer, UUID id) {
        SongView song = songs.one(id)
                .orElseThrow(() -> Refusal.unknown(Refusal.Reason.UNKNOWN_SONG, id.toString()));
        return answer.header(HttpHeaders.ETAG, EntityTags.ofVersion(song.knownVersion()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store").body(song);
    }

    private static UUID known(String id) {
        return PathIds.known(id, Refusal.Reason.UNKNOWN_SONG);
    }
}
