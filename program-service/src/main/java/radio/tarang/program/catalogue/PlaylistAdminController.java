package radio.tarang.program.catalogue;

import java.net.URI;
import java.util.Optional;
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
import radio.tarang.program.catalogue.PlaylistController.PlaylistList;
import radio.tarang.program.catalogue.PlaylistReads.Which;
import radio.tarang.program.web.EntityTags;
import radio.tarang.program.web.IfMatch;
import radio.tarang.program.web.PathIds;

/** Playlists as editors keep them, inactive ones included. */
@RestController
@RequestMapping("/api/v1/admin/playlists")
class PlaylistAdminController {
    private final PlaylistEditor editor;
    private final PlaylistReads playlists;

    PlaylistAdminController(PlaylistEditor editor, PlaylistReads playlists) {
        this.editor = editor;
        this.playlists = playlists;
    }

    @GetMapping
    ResponseEntity<PlaylistList> list(@RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "20") int limit, @RequestParam @Nullable String cursor,
            @Parameter(hidden = true) HttpServletRequest request) {
        Part part = Part.of(SongOrder.RECENT, page, limit, cursor, request);
        PlaylistList found = PlaylistList.of(playlists.page(Which.ALL, part), part, PlaylistView.members(null, null));
        return ResponseEntity.ok().header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(HttpHeaders.LINK, found.links(request)).body(found);
    }

    @GetMapping("/{id}")
    ResponseEntity<PlaylistView> one(@PathVariable String id) {
        return answer(ResponseEntity.ok(), known(id));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<PlaylistView> add(Actor actor, @RequestBody PlaylistRequest request) {
        UUID id = editor.add(actor, request);
        return answer(ResponseEntity.created(URI.create("/api/v1/playlists/" + id)), id);
    }

    @PutMapping("/{id}")
    ResponseEntity<PlaylistView> change(Actor actor, @PathVariable String id, @RequestBody PlaylistRequest request,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        editor.change(actor, known(id), request, new IfMatch(ifMatch));
        return answer(ResponseEntity.ok(), known(id));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Actor actor, @PathVariable String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        editor.delete(actor, known(id), new IfMatch(ifMatch));
    }

    private ResponseEntity<PlaylistView> answer(ResponseEntity.BodyBuilder answer, UUID id) {
        PlaylistView playlist = playlists.one(Which.ALL, id, Optional.empty())
                .orElseThrow(() -> Refusal.unknown(Refusal.Reason.UNKNOWN_PLAYLIST, id.toString()));
        return answer.header(HttpHeaders.ETAG, EntityTags.ofVersion(playlist.knownVersion()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store").body(playlist);
    }

    private static UUID known(String id) {
        return PathIds.known(id, Refusal.Reason.UNKNOWN_PLAYLIST);
    }
}
