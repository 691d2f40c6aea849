package radio.tarang.program.catalogue;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import radio.tarang.program.Refusal;
import radio.tarang.program.catalogue.PlaylistReads.Which;
import radio.tarang.program.security.Caller;
import radio.tarang.program.web.Caching;
import radio.tarang.program.web.EntityTags;
import radio.tarang.program.web.Links;
import radio.tarang.program.web.Members;
import radio.tarang.program.web.PathIds;

/** Playlists as listeners see them. In every answer only songs that are active count. */
@RestController
@RequestMapping("/api/v1/playlists")
class PlaylistController {
    @JsonInclude(Include.NON_NULL)
    record PlaylistList(List<PlaylistView> playlists, long total, @Nullable Integer page, int limit, boolean hasMore,
            @Nullable String nextCursor) {
        static PlaylistList of(PlaylistReads.Page found, Part part, Members members) {
            Cursor next = found.next();
            return new PlaylistList(found.playlists().stream().map(playlist -> playlist.only(members)).toList(),
                    found.total(), part.page(), part.limit(), next != null, next == null ? null : next.text());
        }

        String links(HttpServletRequest request) {
            return Links.of(request, page, hasMore, nextCursor);
        }
    }

    private static final Duration LISTING_LIFE = Duration.ofSeconds(60);
    private static final Duration FEATURED_LIFE = Duration.ofSeconds(600);
    /** A song that changes or goes shows in every playlist it is in. */
    private static final String SONGS = "songs";
    private static final List<String> TAGS = List.of("playlists", SONGS);

    private final PlaylistReads playlists;

    PlaylistController(PlaylistReads playlists) {
        this.playlists = playlists;
    }

    @GetMapping
    ResponseEntity<PlaylistList> list(Caller caller, @RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "20") int limit, @RequestParam @Nullable String cursor,
            @RequestParam @Nullable String fields,
            @RequestHeader(name = "Save-Data", required = false) @Nullable String saveData,
            @Parameter(hidden = true) HttpServletRequest request) {
        Members members = PlaylistView.members(fields, saveData);
        Part part = Part.of(SongOrder.RECENT, page, limit, cursor, request);
        PlaylistList found = PlaylistList.of(playlists.page(Which.ACTIVE, part), part, members);
        return Caching.liked(caller.isSomebody(), LISTING_LIFE, TAGS).header(HttpHeaders.LINK, found.links(request))
                .body(found);
    }

    @GetMapping("/featured")
    ResponseEntity<PlaylistList> featured(Caller caller, @RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "20") int limit, @RequestParam @Nullable String cursor,
            @RequestParam @Nullable String fields,
            @RequestHeader(name = "Save-Data", required = false) @Nullable String saveData,
            @Parameter(hidden = true) HttpServletRequest request) {
        Members members = PlaylistView.members(fields, saveData);
        Part part = Part.of(SongOrder.RECENT, page, limit, cursor, request);
        PlaylistList found = PlaylistList.of(playlists.page(Which.FEATURED, part), part, members);
        return Caching.liked(caller.isSomebody(), FEATURED_LIFE, TAGS).header(HttpHeaders.LINK, found.links(request))
                .body(found);
    }

    @GetMapping("/{id}")
    ResponseEntity<PlaylistView> one(Caller caller, @PathVariable String id) {
        UUID known = PathIds.known(id, Refusal.Reason.UNKNOWN_PLAYLIST);
        PlaylistView playlist = playlists.one(Which.ACTIVE, known, SongController.liked(caller))
                .orElseThrow(() -> Refusal.unknown(Refusal.Reason.UNKNOWN_PLAYLIST, id));
        return Caching.liked(caller.isSomebody(), LISTING_LIFE, List.of("playlist:" + known, SONGS))
                .header(HttpHeaders.ETAG, EntityTags.ofVersion(playlist.knownVersion())).body(playlist);
    }
}
